from crawler.spider import WordPressSpider


class BeritadaerahSpider(WordPressSpider):
    """Beritadaerah, business news of the regions; a Wali Kota's visit may reach it a day after the province's site."""

    name = "beritadaerah"
    allowed_domains = ["beritadaerah.co.id"]
    start_urls = ["https://www.beritadaerah.co.id/"]
    covers = ("ID",)
    evidence = (
        "URL form, lead, byline lines and comment form stand in stored page text of 2021 to 2024; "
        "WordPress is known from upload paths."
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
    )

    title = "h1.entry-title, h1.tdb-title-text, h1.jeg_post_title"
    body = ".entry-content, .post-content, .td-post-content, .content-inner"
    drop = "#respond, .comments-area, .sharedaddy, .jp-relatedposts, .td-a-rec, .jnews_inline_related_post"
    date = "time.entry-date, .jeg_meta_date, .post-date"
    author = ".td-post-author-name a, .jeg_meta_author a, .author a"
    tags = ".tags-links a, .td-tags a, .jeg_post_tags a"
    caption = ".entry-content figcaption, .wp-caption-text"
    junk = (r"^\S.{0,60}/Journalist/\w+$", r"^Editor\s*:")
    cut = (r"^Leave a Reply", r"email address will not be published")
