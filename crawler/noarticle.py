"""What says that a page is no article: a list of articles, or a notice that nothing is here; asked of unknown sites."""

from dataclasses import dataclass

from crawler.bodytext import Body
from crawler.lines import Line, Page, only_link
from crawler.markup import Element
from crawler.metadata import Metadata
from crawler.names import HEADINGS
from entities.junk import junk_of

SHORT = 300  # characters of prose below which a page is asked whether it is an article at all
HEADLINE = 25  # characters that a link to another article has at least; a menu's words have fewer


@dataclass(frozen=True, kw_only=True)
class Read:
    """What was read of a page: its lines, the line of its title and the title, what is taken for its text."""

    page: Page
    top: int
    title: str
    body: Body
    meta: Metadata


def why_no_article(read: Read) -> str | None:
    """Words for what the page is instead ("is a list of articles"); None where nothing speaks against an article."""
    if read.body.prose < 2 * SHORT and junk_of("").refusal.match(read.title):
        return "is a notice that there is nothing to read"
    if _calls_itself_article(read):
        return None
    lists = read.body.prose < SHORT and (_links_above_text(read) or _is_card(read))
    return "is a list of articles, no article itself" if lists or _titles_within(read) > 2 else None


def _calls_itself_article(read: Read) -> bool:
    stated = [*read.meta.meta("og:type"), *read.meta.meta("article:published_time")]
    named = any(node.bonus > 1.2 for node in read.page.nodes)
    return named or bool(read.meta.ld("headline")) or any(s == "article" or s[:1].isdigit() for s in stated)


def _links_above_text(read: Read) -> bool:
    """Whether headlines of others stand between the title and the text, which are side by side on an article."""
    end = read.body.first if read.body.paragraphs else len(read.page.lines)
    near = read.page.lines[read.top + 1 : end]
    return sum(map(_is_headline, near)) >= (3 if read.top else 5)


def _is_card(read: Read) -> bool:
    """Whether the title is a link like another heading below it: the first teaser of several."""
    title, *below = read.page.lines[read.top :] or [None]
    alike = [line for line in below if title and line.tag == title.tag and _is_headline(line)]
    return bool(alike) and title is not None and title.tag in HEADINGS and _is_headline(title)


def _titles_within(read: Read) -> int:
    """How many linked headings have prose right below them: whole articles, one below the other."""
    lines = [line for line in read.page.lines if not read.page.nodes[line.node].level]
    return sum(
        one.tag in ("h1", "h2", "h3")
        and _is_headline(one)
        and any(line.worth >= 100 for line in below)
        and not _is_anchor(read.page.nodes[one.node].element)
        for one, *below in zip(lines, lines[1:], lines[2:], lines[3:], strict=False)
    )


def _is_anchor(heading: Element) -> bool:
    """Whether a heading leads to itself, as in manuals."""
    link = heading.find(".//a")
    return link is not None and (link.get("href") or "").startswith("#")


def _is_headline(line: Line) -> bool:
    return only_link(line) and len(line.text) >= HEADLINE
