from crawler.spider import WordPressSpider


class JoglosemarnewsSpider(WordPressSpider):
    """Joglosemar News of Solo and around. Inserts headlines of later years, and ends with the reporter's bare name."""

    name = "joglosemarnews"
    allowed_domains = ["joglosemarnews.com"]
    start_urls = ["https://joglosemarnews.com/"]
    covers = ("33", "34")
    evidence = (
        "URL form, breadcrumb, caption, lead, inserts and glued byline stand in stored page text; "
        "a feed existed in 2019. The theme is inferred from its text."
    )
    unproven = (
        "feed",
        "tag feed",
        "rest",
        "tag",
        "search",
        "search feed",
        "sitemap",
        "home",
        "drop",
        "title",
        "body",
        "date",
        "author",
        "tags",
        "caption",
        "covers",
    )

    title = "h1.entry-title, h1.tdb-title-text"
    body = ".td-post-content, [itemprop=articleBody], .entry-content"
    drop = ".td-a-rec, .wp-caption, figure, div:has(> a .ctaText), .sharedaddy, #comments"
    date = "time.entry-date, time.td-module-date"
    author = ".td-post-author-name a"
    tags = ".td-tags a"
    caption = ".td-post-featured-image figcaption, .wp-caption-text"
    junk = (r"^Baca Juga\s*:", r"^Beranda .+", r"^\d{3,6}$", r"/ Foto\s*:")
    cut = (r"^Tinggalkan Komentar", r"^Tinggalkan Balasan")
