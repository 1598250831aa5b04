"""Which path of a sample site means what, platform by platform."""

from app import sample_feeds as feeds
from app import sample_lists as lists
from app.sample_sites import Maker

# way ("always": not optional), path, who answers; the first that matches.
ROUTES: dict[str, list[tuple[str, str, Maker]]] = {
    "wordpress": [
        ("always", r"/(?:page/(\d{1,4})/)?", lists.wp_home),
        ("feed", r"/(?:tag/(?P<tag>[\w-]+)/)?feed/", feeds.wp_feed),
        ("tag", r"/tag/([\w-]+)/(?:page/(\d{1,4})/)?", lists.wp_tag),
        ("category", r"/category/([\w-]+)/(?:page/(\d{1,4})/)?", lists.wp_category),
        ("rest", r"/wp-json/wp/v2/(\w+)/?", feeds.wp_rest),
        ("sitemap", r"/sitemap_index\.xml", feeds.wp_index),
        ("sitemap", r"/post-sitemap(\d{1,4})\.xml", feeds.wp_part),
        ("sitemap", r"/page-sitemap\.xml", feeds.wp_pages),
        ("wp-sitemap", r"/wp-sitemap\.xml", feeds.wp_index),
        ("wp-sitemap", r"/wp-sitemap-posts-post-(\d{1,4})\.xml", feeds.wp_part),
        ("wp-sitemap", r"/wp-sitemap-posts-page-1\.xml", feeds.wp_pages),
        ("always", r"/.+[^/]", lists.wp_slash),
    ],
    "kediri": [
        ("always", r"/", lists.home),
        ("api", r"/api/berita", feeds.kediri_api),
        ("listing", r"/p/([a-z]+)", lists.kediri_list),
    ],
    "solopos": [
        ("always", r"/", lists.home),
        ("feed", r"/feed/?", feeds.plain_feed),
        ("tag", r"/tag/([\w-]+)", lists.solopos_tag),
        ("archive", r"/arsip", lists.solopos_day),
        ("category", r"/([a-z]+)", lists.solopos_section),
    ],
    "side": [
        ("always", r"/", lists.home),
        ("tag", r"/tag/([\w-]+)/?", lists.side_tag),
        ("sitemap", r"/sitemap\.xml", feeds.every_url),
    ],
}
