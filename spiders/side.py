from crawler.spider import NewsSpider


class SideSpider(NewsSpider):
    """Side.id, neighbourhood news of Tangerang Selatan. Prints each article twice, with its own blurb between."""

    name = "side"
    allowed_domains = ["side.id"]
    start_urls = ["https://side.id/"]
    covers = ("36.74",)
    evidence = (
        "one article as its page showed it in 2021; no trace in public code. Address form, "
        "listings and markup are unknown."
    )
    unproven = ("home", "sitemap", "feed", "tag", "tags")

    ways = {
        "home": ("/", "/news"),
        "sitemap": ("/sitemap.xml", "/sitemap_index.xml"),
        "feed": ("/feed",),
        "tag": ("/tag/{slug}",),
    }
    daily = ("home",)
    tag_links = "/tag/"

    tags = 'h1 + * a[href*="/tag/"], h1 ~ a[href*="/tag/"]'
    junk = (r"^Baca juga\s*:", r"^\[email.protected\]$")
    cut = (r"^Side\.id - Media Kawasan", r"^Merupakan media", r"Daftarkan sekarang")
