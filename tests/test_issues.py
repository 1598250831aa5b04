"""A digest is composed once and mailed to many: each mail is whole, with its reader's own links, and later ones correct it."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from email import message_from_bytes, policy

import pytest

from app.digests import mail
from app.digests.html import MailLinks
from app.digests.issues import composer
from app.digests.links import Links
from app.digests.posting import AS_MAIL
from app.digests.week import read_week
from crawler.health_days import judged
from entities.errors import BadInput
from indexer.index import Query
from indexer.sqlite import SQLiteIndex
from state.mailing import Letter
from state.sqlite import SQLiteState
from tests.digests import WEEK, days, idr, program, release, story
from tests.mailing import FROM, LINKS, subscription

MONDAY = datetime(2021, 12, 27, 0, 2, tzinfo=UTC)
LETTER = Letter(subscription="siti", period="2021-W51", made_at=MONDAY, next_at=MONDAY)
GOODS = ("kopi", "rotan", "lada", "udang", "vanila")


@pytest.fixture
def index(tmp_path):
    held = SQLiteIndex(tmp_path / "p.db")
    held.put(
        story(
            f"a{n}",
            release(idr((n + 1) * 150_000_000), products=(good,), destinations=(country,)),
            programs=(program(f"Pelatihan {good}"),),
        )
        for n, (good, country) in enumerate(zip(GOODS, ("JP", "SG", "NL", "US", "DE"), strict=True))
    )
    yield held
    held.close()


@pytest.fixture
def state(tmp_path):
    held = SQLiteState(tmp_path / "p.state.db")
    yield held
    held.close()


@pytest.fixture
def compose(index, state):
    return composer(index, state, LINKS)


def parts(made):
    return {part.get_content_type(): part for part in made.walk()}


@pytest.mark.parametrize("language", ["id", "en"])
def test_a_mail_is_as_if_it_had_been_written_for_its_reader_alone(language, compose, monkeypatch):
    monkeypatch.setattr(Links, "token", lambda self, purpose, id: f"{purpose}.{id}")  # which holds the time
    issue = compose(Query(), WEEK, language)
    for id in ("siti", "budi"):
        one, letter = subscription(id, language=language), replace(LETTER, subscription=id)
        made = issue.message(letter, one, FROM)
        alone = mail.message(
            issue.digest,
            sender=f"Pantau <{FROM}>",
            recipient=one.address,
            links=MailLinks(
                public=LINKS.base,
                manage=LINKS.link("manage", id, language),
                unsubscribe=LINKS.link("unsubscribe", id, language),
            ),
            message_id=mail.message_id(id, "2021-W51", LINKS.host),
            date=MONDAY,
        )
        for name in ("From", "To", "Subject", "Date", "Message-ID", "List-Id", "Content-Language"):
            assert str(made[name]) == str(alone[name])
        mine, theirs = parts(made), parts(alone)
        assert list(mine) == list(theirs)
        assert mine["text/html"].get_content() == theirs["text/html"].get_content()
        squeezed = [" ".join(one["text/plain"].get_content().split()) for one in (mine, theirs)]
        assert squeezed[0] == squeezed[1]
        assert "pantau-manage-pantau" not in squeezed[0]


def test_every_reader_gets_the_pictures(compose):
    issue = compose(Query(), WEEK, "id")
    for id in ("siti", "budi"):
        made = issue.message(replace(LETTER, subscription=id), subscription(id), FROM)
        read = message_from_bytes(made.as_bytes(policy=AS_MAIL), policy=policy.default)
        text, related = read.iter_parts()
        assert (text.get_content_type(), related.get_content_type()) == ("text/plain", "multipart/related")
        page, *pictures = related.iter_parts()
        asked = re.findall(r'src="cid:([^"]+)"', page.get_content())
        assert [one["Content-ID"].strip("<>") for one in pictures] == asked != []
        assert all(one.get_content().startswith(b"\x89PNG") for one in pictures)
        assert {one.get_content_disposition() for one in pictures} == {"inline"}


def test_what_is_sent_is_ascii_in_short_lines(compose):
    raw = compose(Query(), WEEK, "id").message(LETTER, subscription("siti"), FROM).as_bytes(policy=AS_MAIL)
    assert raw.isascii()
    assert max(map(len, raw.split(b"\r\n"))) <= 998
    assert raw.count(b"\n") == raw.count(b"\r\n")


def test_missed_weeks_stand_in_text_and_page_of_who_missed_them(compose):
    issue = compose(Query(), WEEK, "en")
    late = issue.message(replace(LETTER, missed=("2021-W49", "2021-W50")), subscription("siti"), FROM)
    for kind in ("text/plain", "text/html"):
        assert "Not sent before: 2021-W49, 2021-W50." in " ".join(parts(late)[kind].get_content().split())
    other = issue.message(LETTER, subscription("budi"), FROM)
    assert "Not sent before" not in other.as_string()


def test_what_was_mailed_is_corrected_by_the_next_digest(index, state, compose):
    issue = compose(Query(), WEEK, "id")
    issue.keep()
    issue.keep()
    index.put([story("a0", release(idr(999_000_000), products=("kopi",), destinations=("JP",)))])
    following = read_week("2021-W52", date.min)
    corrected = composer(index, state, LINKS)(Query(), following, "id")
    assert [one.week for one in corrected.digest.corrections] == ["2021-W51"]
    assert composer(index, state, LINKS)(Query(), following, "en").digest.corrections == ()
    assert composer(index, state, LINKS)(Query(text="kopi"), following, "id").digest.corrections == ()


def test_no_source_is_judged_twice_of_one_moment_in_a_run(compose, monkeypatch):
    asked = []

    def counted(state, source, moment, off=None):
        asked.append((source, moment, off))
        return judged(state, source, moment, off)

    monkeypatch.setattr("app.digests.covering.judged", counted)
    for words in ("", "kopi", "keripik"):
        compose(Query(text=words), WEEK, "id")
    assert asked
    assert len(asked) == len(set(asked))


def test_what_was_not_mailed_is_not_corrected(index, state, compose):
    compose(Query(), WEEK, "id")
    assert state.mailing.issues(composer(index, state, LINKS)(Query(), WEEK, "id").search) == {}


def test_a_week_without_news_is_empty(compose):
    assert not compose(Query(), WEEK, "id").is_empty
    quiet = compose(Query(), read_week("2022-W10", date.min), "id")
    assert quiet.is_empty
    made = quiet.message(replace(LETTER, period="2022-W10"), subscription("siti", empty=True), FROM)
    assert "2022-W10" in made["Subject"]


def test_words_that_no_article_of_a_week_holds_together_are_no_news(index, compose):
    index.put(
        [story("tua", title="Kopi durian", body="Ekspor kopi durian.", published=WEEK.since - days(90))]
    )
    assert compose(Query(text="kopi durian"), WEEK, "id").is_empty


def test_a_search_with_days_is_no_search_of_a_digest(compose):
    with pytest.raises(BadInput, match="days of its week"):
        compose(Query(since=MONDAY), WEEK, "id")
