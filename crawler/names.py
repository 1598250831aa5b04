"""What the names of elements say: words in class and id that hold on many sites' pages, and kinds of tags.

Words are matched whole between spaces, hyphens and underscores ("post-share" is `share`), as regular expressions.
Observed in the markup of Indonesian outlets and of WordPress themes, 2010-2026.
"""

import re

SKIP = frozenset(
    """script style noscript template iframe object embed svg canvas map select option button textarea input video
    audio head label datalist dialog ins marquee amp-ad amp-sidebar amp-iframe amp-embed amp-analytics""".split()
)
BLOCK = frozenset(
    """body p div section article main li ul ol h1 h2 h3 h4 h5 h6 table tr td th tbody thead tfoot caption
    blockquote pre figure figcaption header footer aside nav dl dt dd form fieldset center address hr time
    amp-img picture""".split()
)
HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])


def _words(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?:^|[\s_-])(?:{'|'.join(words.split())})(?:s?[\s_\d-]|s?$)", re.I)


# No article text, however much prose is inside.
FOREIGN = _words(r"comments? comment-?list commentlist respond komentar[\w-]* disqus\w* footer cookie[\w-]*")
# No article text, unless nearly all of the page's prose is inside.
NEVER = _words(
    r"""related terkait baca-?juga lihat-?juga linksisip lihatjg
    inject-baca-juga news-?ticker running-?text breaking-?news\w*
    rekomendasi recommend\w* popular terpopuler trending terkini latest newsletter
    taboola mgid outbrain jp-relatedposts yarpp[\w-]* jnews_inline_related_post ctatext posttitle kompasidrec\w*
    readmore read-more berita-lain\w* artikel-lain\w* td-post-next-prev sharedaddy addtoany[\w-]* twitter-tweet
    instagram-media tiktok-embed fb-post embed-?responsive"""
)
# No article text, unless much of the page's prose is inside: themes put such words on wrappers too.
RARELY = _words(
    r"""sidebar widget share sharing\w* share\w+ social\w* sosmed medsos nav navbar navigation menu breadcrumbs?
    crumbs? bread entry-crumbs ad ads adv advert\w* adsense iklan banner promo promosi sponsor\w* subscribe paging
    pagination pager tags? tag-?list\w* tag-?cloud author-?box author-?info authorbox bio popup modal copyright kanal
    teaser parallax\w* skyscrap\w* login search pencarian hidden d-none visually-hidden sr-only screen-reader-text
    post-?meta entry-?meta meta toolbar td-a-rec dropdown ticker hashtag print-only google-?news whatsapp telegram
    rating vote reaction\w* next-?post prev-?post polling adsbygoogle gpt\w* next-?article follow\w*"""
)
CAPTION = _words(
    r"""captions? wp-caption\w* photo-?caption image-?caption caption-?text keterangan ket-?foto ket_?gambar img-?desc
    photo-?desc deskripsi caption-?foto foto-?caption detail__media-caption photo__caption read__photo__caption"""
)
# Holds the article, if anything does.
BODY = _words(
    r"""(?:article|post|entry|detail\w*|news|read|story|isi|berita|artikel|single|td-post|itp|content)[_-]{0,2}(?:body\w*|content\w*|text\w*|isi|berita|artikel|news|detail|inner)
    articlebody isi konten bodycontent txt-article content_news content-inner"""
)

# How a thing looks or what it has beside it, in words that else say what it is; such classes are not heard.
LOOKS = re.compile(
    r"(?:^|\s)(?:[\w:-]*overflow(?:-[xy])?-hidden|[\w-]*label-hidden|hidden-(?:xs|sm|md|lg|xl|print|phone|tablet)|"
    r"elementor-widget(?:-(?:wrap|container|text-editor|theme-post-content|heading))?|ez-toc-section|"
    r"(?:has|no|with|without|enable)-[\w-]+)(?=\s|$)|(?:^|\s)widget(?= Blog(?:\s|$))"
)
# Hidden on a telephone only.
SHOWN_WIDE = re.compile(
    r"(?:^|\s)(?:(?:sm|md|lg|xl):(?:block|flex|grid|inline|contents)|d-(?:sm|md|lg|xl)-(?:block|flex|inline))"
)
NARROW = re.compile(r"(?:^|\s)(?:hidden|d-none)(?=\s|$)")

INTRO = _words(
    r"""(?:[a-z]+[_-]{1,2})?(?:intro|introduction|introtext|lead|abstract|standfirst|excerpt|summary|subtitle|ringkasan|subjudul|sub-?judul|sinopsis)"""
)
TAG_BOX = _words(r"tags? tag-?list\w* topi[ck]s? keywords? hashtag tagcloud")
AUTHOR_BOX = _words(
    r"(?:author|byline|penulis|reporter|jurnalis|journalist|pewarta|wartawan)(?:[_-]?(?:name|nama|link))?"
)
EDITOR_BOX = _words(r"(?:editor|redaktur|penyunting)(?:[_-]?(?:name|nama))?")
CRUMB_BOX = _words(r"breadcrumbs?\w* crumbs? bread entry-crumbs")
# Words that stand where a writer's name belongs and name nobody.
NOBODY = re.compile(
    r"\.(?:com|id|net|org)\b|\d{3}|^(?:admin|redaktur|editor|author|writer|tim|pt|root|user|null|none|"
    r"unknown|administrator|super ?admin|antara)\b",
    re.I,
)
# A paper's own desk ("Redaksi Ekonomi"): an author where no person is named.
DESK = re.compile(r"^redaksi\b", re.I)
PICTURE = _words(r"photo foto image gambar caption figure media picture")
IMAGE_BOX = _words(r"(?:[a-z]+[_-]{1,2})?(?:photo|foto|image|gambar|img|thumb|thumbnail|picture)")
TITLE_BOX = _words(r"judul\w* jdl title headline")
