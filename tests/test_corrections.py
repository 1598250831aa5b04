"""What an editor says of an article holds however often it is read again, and is marked as the editor's."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from entities.correction_release import said
from entities.correction_sets import mention_sets, record_sets
from entities.correction_spots import sentence_of
from entities.corrections import corrected, unfit
from entities.errors import BadInput
from entities.extract import annotate
from entities.records import Correction, Money, Release, Story
from entities.wire import dumps, loads, story_from, story_json
from entities.worth import worth
from tests.editing import ARTICLE, AT

READ = annotate(ARTICLE)


def of_mention(kind, text, sets="", story=READ, number=1):
    """Corrections of each mention of these words."""
    how = "set-mention" if sets else "reject-mention"
    for at, m in enumerate(m for m in story.mentions if (m.kind, m.text) == (kind, text)):
        yield Correction(
            article=story.article.id, kind=how, at=AT, why="w", mention=kind, field=m.field, text=text,
            sentence=sentence_of(story.article, m), sets=sets, number=number + at,
        )  # fmt: skip


def of_release(kind, sets="", story=READ, place=0, number=1):
    claims = said(story.releases[place])
    return Correction(
        article=story.article.id,
        kind=kind,
        at=AT,
        why="w",
        place=place,
        said=claims,
        sets=sets,
        number=number,
    )


def test_the_article_reads_as_the_tests_take_it():
    (release,) = READ.releases
    assert (release.origins, release.destinations) == (("33.72",), ("JP",))
    assert release.values == (Money(amount=Decimal(1_500_000_000), currency="IDR"),)


def test_a_rejected_mention_is_gone_from_the_article_and_from_its_release():
    story = corrected(READ, of_mention("country", "Jepang"))
    assert not [m for m in (*story.mentions, *story.releases[0].evidence) if m.text == "Jepang"]
    assert (story.releases[0].destinations, story.releases[0].edited) == ((), ("destinations",))


def test_a_value_stays_in_the_release_while_another_mention_bears_it():
    first, *_ = of_mention("country", "Jepang")
    assert corrected(READ, [first]).releases[0].destinations == ("JP",)


def test_an_amended_amount_is_what_the_release_is_worth():
    sets = mention_sets("value", {"amount": "1500000"})
    story = corrected(READ, of_mention("value", "Rp1,5 miliar", sets))
    (release,) = story.releases
    assert worth(release.values, date(2021, 12, 20)).rupiah == 1_500_000
    (value,) = (m for m in story.mentions if m.kind == "value")
    assert (value.rule.partition("/")[0], value in release.evidence) == ("editor", True)
    assert value.name == "IDR 1500000"


def test_a_role_that_is_taken_away_takes_the_value_out_of_the_release():
    story = corrected(READ, of_mention("value", "Rp1,5 miliar", mention_sets("value", {"role": "other"})))
    assert (story.releases[0].values, [m.role for m in story.mentions if m.kind == "value"]) == (
        (),
        ["other"],
    )
    assert all(m.rule.endswith("/editor") for m in story.mentions if m.kind == "value")


def test_a_country_that_becomes_a_destination_joins_the_only_release():
    sets = mention_sets("country", {"role": "destination"})
    story = corrected(READ, of_mention("country", "Singapura", sets))
    assert story.releases[0].destinations == ("JP", "SG")


def test_another_code_brings_its_name():
    story = corrected(READ, of_mention("city", "Solo", mention_sets("city", {"code": "33.11"})))
    assert story.releases[0].origins == ("33.11",)
    assert {m.name for m in story.mentions if m.text == "Solo"} == {"Kabupaten Sukoharjo"}


def test_a_release_takes_the_fields_that_are_set_with_the_evidence_there_is():
    sets = record_sets(
        Release, {"destinations": "SG", "date": "2021-12-19", "exporter": "CV Contoh", "values": "USD 100000"}
    )
    (release,) = corrected(READ, [of_release("set-release", sets)]).releases
    assert (release.destinations, release.date, release.exporter) == (
        ("SG",),
        date(2021, 12, 19),
        "CV Contoh",
    )
    assert release.values == (Money(amount=Decimal(100_000), currency="USD"),)
    assert {(m.text, m.rule) for m in release.evidence if m.kind in ("country", "value", "date")} == {
        ("Singapura", "editor")
    }
    assert release.edited == ("destinations", "date", "exporter", "values")
    assert release.origins == READ.releases[0].origins


def test_a_rejected_release_takes_the_topic_with_it():
    story = corrected(READ, [of_release("reject-release")])
    assert (story.releases, story.topics) == ((), ())


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(f"Kabar dari pelabuhan.\n\n{ARTICLE.body}", id="a paragraph before it"),
        pytest.param(ARTICLE.body.replace("dua kontainer", "tiga kontainer"), id="another sentence changed"),
    ],
)
def test_it_holds_when_the_article_is_read_again(body):
    made = [
        *of_mention("city", "Solo"),
        of_release("set-release", record_sets(Release, {"exporter": "CV Contoh"}), number=9),
    ]
    story = corrected(annotate(replace(ARTICLE, body=body)), made)
    assert unfit(story, made) == ()
    assert (story.releases[0].origins, story.releases[0].exporter) == ((), "CV Contoh")


def test_what_no_longer_fits_is_left_alone_and_told():
    made = [*of_mention("value", "Rp1,5 miliar"), of_release("reject-release", number=7)]
    changed = annotate(replace(ARTICLE, body=ARTICLE.body.replace("1,5 miliar", "3 miliar")))
    assert corrected(changed, made) == changed
    assert unfit(changed, made) == tuple(made)


def test_of_two_releases_only_the_one_that_is_meant_is_touched():
    other = Release(date=date(2021, 12, 22), destinations=("DE",))
    two = replace(READ, releases=(READ.releases[0], other))
    one = of_release("reject-release", story=two, place=1)
    assert corrected(two, [one]).releases == (READ.releases[0],)
    assert corrected(replace(two, releases=two.releases[::-1]), [one]).releases == (READ.releases[0],)


def test_corrections_apply_in_their_order():
    first = of_release("set-release", record_sets(Release, {"destinations": "SG"}), number=1)
    then = corrected(READ, [first])
    second = of_release("reject-release", story=then, number=2)
    assert corrected(READ, [first, second]).releases == ()
    assert unfit(corrected(READ, [second]), [second]) == (second,)


def test_corrections_of_another_article_say_nothing():
    assert corrected(READ, [replace(of_release("reject-release"), article="a-2")]) == READ


def test_a_corrected_story_is_the_same_as_its_line():
    sets = mention_sets("value", {"amount": "1500000.5", "currency": "usd", "role": "transaction"})
    made = [
        *of_mention("value", "Rp1,5 miliar", sets),
        of_release("set-release", record_sets(Release, {"date": ""}), number=5),
    ]
    story = corrected(READ, made)
    assert isinstance(story, Story)
    assert story_from(loads(dumps(story_json(story)))) == story
    assert "corrections" not in story_json(READ)
    assert "edited" not in story_json(READ)["releases"][0]


@pytest.mark.parametrize(
    ("kind", "given"),
    [
        ("city", {"code": "99.99"}),
        ("city", {"code": "33"}),
        ("country", {"code": "XX"}),
        ("country", {"role": "origin"}),
        ("value", {"amount": "Rp5"}),
        ("value", {"amount": "NaN"}),
        ("value", {"amount": "-1"}),
        ("value", {"amount": "0.1234567890123456"}),
        ("value", {"currency": "rupiah"}),
        ("value", {"code": "ID"}),
        ("quantity", {"unit": "ton"}),
        ("product", {"name": "\u202ekopi"}),
        ("product", {"name": ""}),
        ("program", {"role": "origin"}),
        ("value", {}),
    ],
)
def test_what_cannot_be_set_of_a_mention_is_refused(kind, given):
    with pytest.raises(BadInput):
        mention_sets(kind, given)


@pytest.mark.parametrize(
    "given",
    [
        {"date": "20/12/2021"},
        {"origins": "Solo"},
        {"destinations": "Jepang"},
        {"values": "5 IDR"},
        {"place": "1"},
        {},
    ],
)
def test_what_cannot_be_set_of_a_release_is_refused(given):
    with pytest.raises(BadInput):
        record_sets(Release, given)
