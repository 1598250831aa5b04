"""The mail of a digest: complete, small, readable without pictures, the same bytes each time, safe in every header."""

import email
import re
from datetime import UTC, datetime
from email import policy
from html.parser import HTMLParser

import pytest

from app.digests.html import MailLinks
from app.digests.mail import header, message, message_id
from entities.errors import BadInput
from indexer.index import Query
from indexer.sqlite import SQLiteIndex
from tests.digests import MONDAY, PUBLIC, days, idr, kg, made, program, release, story

AT = datetime(2021, 12, 27, 0, 5, tzinfo=UTC)
SENDER = "Pantau <pantau@pantau.example.go.id>"
LINKS = MailLinks(
    public=PUBLIC,
    page=f"{PUBLIC}/digests/2021-W51.html",
    manage=f"{PUBLIC}/subscriptions/manage/abc",
    unsubscribe=f"{PUBLIC}/subscriptions/unsubscribe/abc",
)


def sent(digest, **how):
    """A mail as its reader gets it."""
    given = {
        "sender": SENDER,
        "recipient": "tim@dinas.example",
        "links": LINKS,
        "message_id": message_id("7", "2021-W51", "pantau.example.go.id"),
        "date": AT,
    }
    whole = message(digest, **{**given, **how}).as_bytes()
    return email.message_from_bytes(whole, policy=policy.default)


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    held = SQLiteIndex(tmp_path_factory.mktemp("mail") / "p.db")
    held.put(
        [
            story(
                "z", release(products=("teh",), date=(MONDAY - days(15)).date()), published=MONDAY - days(15)
            ),
            story(
                "a",
                release(
                    idr(1_500_000_000),
                    printed=("Rp1,5 miliar",),
                    products=("kopi",),
                    quantities=(kg(900),),
                    destinations=("JP", "NL"),
                ),
            ),
            story("b", release(products=("batik",), origins=("51.71",), destinations=("US",))),
            story("c", programs=(program("Klinik Ekspor"),)),
        ]
    )
    return held


@pytest.fixture
def mail(index):
    return sent(made(index))


def test_it_has_a_text_and_a_page_and_says_so_in_the_right_order(mail):
    assert mail.get_content_type() == "multipart/alternative"
    first, last = mail.iter_parts()
    assert first.get_content_type() == "text/plain"
    assert last.get_content_type() in ("text/html", "multipart/related")
    assert mail.get_body(("plain",)).get_content().startswith("EKSPOR UMKM, PEKAN 2021-W51")
    assert "<h1" in mail.get_body(("html",)).get_content()


def test_its_headers_are_those_of_a_list(mail):
    assert mail["Subject"] == "Pantau 2021-W51: 2 peristiwa ekspor, 1 program"
    assert mail["From"].addresses[0].addr_spec == "pantau@pantau.example.go.id"
    assert mail["To"].addresses[0].addr_spec == "tim@dinas.example"
    assert mail["List-Id"] == "Pantau <pantau-digest.pantau.example.go.id>"
    assert mail["Date"].datetime == AT
    assert re.fullmatch(r"<[0-9a-f]{32}@pantau\.example\.go\.id>", str(mail["Message-ID"]).strip())
    assert mail["Content-Language"] == "id"
    assert "List-Unsubscribe" not in mail


def test_the_message_id_is_that_of_the_subscriber_and_the_period():
    one = message_id("7", "2021-W51", "pantau.example")
    assert one == message_id("7", "2021-W51", "PANTAU.example")
    assert (
        len(
            {
                one,
                message_id("8", "2021-W51", "pantau.example"),
                message_id("7", "2021-W52", "pantau.example"),
            }
        )
        == 3
    )
    assert message_id("7", "12021-W51", "a.example") != message_id("71", "2021-W51", "a.example")
    with pytest.raises(BadInput, match="no name of a host"):
        message_id("7", "2021-W51", "a>\r\nBcc: x@y.example")


def test_the_same_digest_is_the_same_bytes(index):
    given = {
        "sender": SENDER,
        "recipient": "a@b.example",
        "links": LINKS,
        "message_id": "<1@a.example>",
        "date": AT,
    }
    one, other = (message(made(index), **given).as_bytes() for _ in range(2))
    assert one == other


def test_styles_are_at_their_elements_and_dark_mode_is_kept(mail):
    html = mail.get_body(("html",)).get_content()
    assert re.search(r'<h1[^>]* style="[^"]*font-size', html)
    assert re.search(r'<p class="quiet" style="[^"]*color', html)
    assert "prefers-color-scheme: dark" in html
    assert 'name="color-scheme"' in html
    assert "<link" not in html
    assert not re.search(r'(?:src|href)="http[^"]*\.(?:css|png|js|svg)"', html)


class Words(HTMLParser):
    def __init__(self):
        super().__init__()
        self.words, self.images, self.skip = [], [], 0

    def handle_starttag(self, tag, attrs):
        self.skip += tag in ("style", "title")
        if tag == "img":
            self.images.append(dict(attrs))

    def handle_endtag(self, tag):
        self.skip -= tag in ("style", "title")

    def handle_data(self, data):
        if not self.skip:
            self.words += data.split()


def test_every_picture_is_in_the_mail_and_told_in_words(mail):
    read = Words()
    read.feed(mail.get_body(("html",)).get_content())
    held = {
        part["Content-ID"].strip("<>"): part for part in mail.walk() if part.get_content_maintype() == "image"
    }
    assert {image["src"].removeprefix("cid:") for image in read.images} == set(held)
    assert len(held) == 2
    for image in read.images:
        assert len(image["alt"]) > 30
        assert int(image["width"]) <= 600
        assert len(held[image["src"][4:]].get_content()) < 60_000
        assert held[image["src"][4:]].get_content().startswith(b"\x89PNG")


def test_the_text_tells_what_the_page_tells(mail):
    read = Words()
    read.feed(mail.get_body(("html",)).get_content())
    text = " ".join(mail.get_body(("plain",)).get_content().split()).casefold()
    lost = {word.strip(".,;:()⚠") for word in read.words} - {""}
    lost = {word for word in lost if word.casefold() not in text}
    assert lost <= {"2021-W51"}, lost


def test_the_page_is_mostly_words_and_not_large(mail):
    html = mail.get_body(("html",)).get_content()
    read = Words()
    read.feed(html)
    assert len(" ".join(read.words)) / len(html) > 0.15
    assert len(html.encode()) < 100_000


def test_it_ends_with_where_to_change_and_to_end_it(mail):
    text, html = (mail.get_body((kind,)).get_content() for kind in ("plain", "html"))
    for part in (text, html):
        assert LINKS.unsubscribe in part
        assert LINKS.manage in part
        assert LINKS.page in part
    assert "Anda menerimanya karena alamat ini berlangganan pencarian itu." in " ".join(text.split())


def test_without_a_page_the_mail_shows_commands(index):
    mail = sent(made(index), links=MailLinks())
    assert (
        "pantau releases --since 2021-12-20 --until 2021-12-26 --by learnt"
        in mail.get_body(("html",)).get_content()
    )


def test_an_empty_week_is_a_mail_of_one_line(index):
    mail = sent(made(index, Query(text="zzyzx")))
    assert mail["Subject"] == "Pantau 2021-W51: tidak ada yang baru · zzyzx"
    assert "Tidak ada yang baru pekan 2021-W51" in mail.get_body(("plain",)).get_content()


# ---------------------------------------------------------------- what must not get into a header

NASTY = {
    "line break": "kopi\r\nBcc: lain@contoh.example",
    "line feed": "kopi\nX-A: b",
    "unicode line": "kopi\u2028Bcc: a@b.example",
    "null": "kopi\x00",
    "bidi": "kopi \u202eedisrevni",
    "escape": "kopi\x1b[31m",
    "long": "kopi" * 600,
}


@pytest.mark.parametrize("case", NASTY)
def test_a_search_never_becomes_a_header(index, case):
    mail = sent(made(index, Query(text=NASTY[case])))
    assert set(mail.keys()) <= {
        "From", "To", "Subject", "Date", "Message-ID", "List-Id", "Auto-Submitted", "Content-Language",
        "Content-Type", "MIME-Version",
    }  # fmt: skip
    subject = str(mail["Subject"])
    assert subject.isprintable()
    assert len(subject) <= 150


@pytest.mark.parametrize("case", NASTY)
def test_a_header_is_one_line_that_steers_nothing(case):
    assert header(NASTY[case]).isprintable()


@pytest.mark.parametrize(
    "address",
    [
        "a@b.example\r\nBcc: c@d.example",
        "a@b.example\n",
        "kein address",
        "",
        "a@@b",
        "<>",
        "a@b.example, c@d.example",
    ],
)
def test_what_is_no_address_is_refused(index, address):
    with pytest.raises(BadInput):
        sent(made(index), recipient=address)
