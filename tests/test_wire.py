"""Records survive the way to JSON and back, digit for digit."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from entities.errors import BadInput
from entities.records import Article, Copy, DateRead, Mention, Money, Program, Quantity, Release, Story
from entities.wire import article_from, dumps, loads, story_from, story_json

VALUE = Mention(
    kind="value",
    field="body",
    start=7,
    end=20,
    text="Rp2,5-3 miliar",
    value=Money(amount=Decimal(2_500_000_000), currency="IDR", upto=Decimal(3_000_000_000), deal=1),
    name="IDR 2500000000-3000000000",
    role="transaction",
    rule="range",
)
STORY = Story(
    article=Article(
        id="solopos-1",
        source="solopos",
        url="https://example.com/a-1",
        title="Judul",
        body="Satu.\n\nDua.",
        published_at=datetime(2021, 12, 22, 9, tzinfo=UTC),
        date=DateRead(raw="22 Des", source="shown", precision="day", flags=("no-zone",)),
        authors=("Penulis",),
        sample=True,
    ),
    topics=("export_release",),
    mentions=(VALUE,),
    releases=(
        Release(
            date=date(2021, 12, 20),
            origins=("33.72",),
            values=(Money(amount=Decimal("136056.11"), currency="USD", approximate=True),),
            quantities=(Quantity(amount=Decimal(10000), unit="kg", upto=Decimal(15000)),),
            evidence=(VALUE,),
        ),
    ),
    programs=(Program(name="Solo Great Sale", kind="exhibition", start=date(2021, 12, 20)),),
    learnt_at=datetime(2021, 12, 23, tzinfo=UTC),
    copy_of=Copy(id="side-2", by="text", similarity=Decimal("0.92")),
)


def test_a_story_survives_the_wire():
    assert story_from(loads(dumps(story_json(STORY)))) == STORY


def test_a_range_prints_its_two_ends_over_one_span():
    low, high = story_json(STORY)["mentions"]
    assert (low["amount"], high["amount"]) == (2_500_000_000, 3_000_000_000)
    assert (low["start"], low["end"]) == (high["start"], high["end"])


def test_cents_keep_their_digits():
    assert '"amount": 136056.11,' in dumps(story_json(STORY))


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ('{"id": 1, "title": "", "body": ""}', '"id"'),
        ('{"id": "a", "title": "t", "body": "b", "published_at": "2021-12-22T09:00:00"}', "no time zone"),
        ('{"id": "a", "title": "t", "body": "b", "published_at": "kemarin"}', "ISO 8601"),
        ("[]", "JSON object"),
        ("{", "not JSON"),
    ],
)
def test_a_bad_line_is_refused_with_its_reason(line, says):
    with pytest.raises(BadInput, match=says):
        article_from(loads(line))


def test_no_character_breaks_a_json_line():
    assert len(dumps({"a": "x\u2028y\x85z\n"}).splitlines()) == 1
