from crawler.spider import NewsSpider


class SoloposSpider(NewsSpider):
    """Solopos, since late 2024 on espos.id. The trailing number is one article's on every host; +00:00 there is WIB."""

    name = "solopos"
    allowed_domains = ["solopos.com", "espos.id"]
    start_urls = ["https://www.solopos.com/"]
    covers = ("33",)
    evidence = (
        "the site's own templates of July and August 2021 in public code (desktop theme and its "
        "successor), stored page text, and scrapers up to 2026 for the espos.id hosts."
    )
    unproven = ("sitemap", "pages of espos.id")

    ways = {
        "feed": ("/feed",),
        "tag": ("/tag/{slug}", "https://solopos.espos.id/tag/{slug}"),
        "archive": ("/arsip?tgl={d}&bln={m}&thn={y}",),
        "home": ("/", "https://solopos.espos.id/"),
        "section": ("/bisnis", "/soloraya", "/jateng"),
        "sitemap": ("/sitemap.xml", "https://solopos.espos.id/sitemap.xml"),
    }
    daily = ("feed", "tag")
    article = r"^/(?:read/\d{8}/\d+/(\d+)/[^/]+|[^/]+-(\d{4,9}))/?$"

    title = "h1.post-title, h1"
    body = ".post-content-area, .detail-content, article"
    drop = (
        ".post-media, .iklan, .baca-juga, .related-post, .tag-lists, .author-box, #promosi, #konten-premium"
    )
    premium = "#konten-premium"
    date = "ul.post-meta li:has(i.fa-clock-o), .post-date, time"
    author = "li.post-author strong"
    editor = ".post-footer .author-box .author-info"
    section = "ul.post-meta a.post-cat"
    tags = ".tag-lists a"
    caption = ".post-media span > p"
    summary = ".post-header-area h1 + p"
    cut = (
        r"^Cek Berita dan Artikel",
        r"^Simak berbagai berita",
        r"^Rekomendasi$",
        r"^Berita Lainnya$",
        r"^SHARE :",
    )
