"""What an editor adds that the rules missed stands where the article says it, and only as long as it says it."""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

import jsonschema
import pytest

from app.facts import KINDS
from entities.correction_adding import added_sets, record_given
from entities.correction_release import amended
from entities.correction_sets import PROGRAM_KINDS, as_given, record_sets
from entities.correction_spots import MOST, spots
from entities.corrections import corrected, unfit
from entities.errors import BadInput
from entities.extract import annotate
from entities.records import (
    Correction,
    Mention,
    Money,
    PartialDate,
    Program,
    Quantity,
    Release,
    Story,
)
from entities.schema import schema
from entities.wire import dumps, loads, story_from, story_json
from tests.editing import ARTICLE, AT, LEAD

TALK = "Bupati meninjau gudang Sekar dan gudang Sekar Baru. Pembeli berikutnya asal Wakanda, kata dia, Sabtu (18/12/2021)."
WRITTEN = replace(ARTICLE, body=f"{LEAD}\n\n{TALK}")
READ = annotate(WRITTEN)


def added(words, kind, nth=0, story=READ, number=1, **given):
    """The correction that adds these words as a mention."""
    spot = spots(story.article, words)[nth]
    return Correction(
        article=story.article.id, kind="add-mention", at=AT, why="w", mention=kind, field=spot.field,
        text=spot.text, sentence=spot.sentence, place=spot.place, sets=added_sets(kind, spot.text, given), number=number,
    )  # fmt: skip


def record(words, of, story=READ, number=1, **given):
    """The correction that adds a release or programme of the sentence of these words."""
    spot = spots(story.article, words)[0]
    name = "release" if of is Release else "program"
    sets = record_given(story, of, spot, given)
    return Correction(
        article=story.article.id, kind=f"add-{name}", at=AT, why="w", field=spot.field,
        sentence=spot.sentence, sets=sets, number=number,
    )  # fmt: skip


def of(story, text):
    return [m for m in story.mentions if m.text == text]


def test_the_article_reads_as_the_tests_take_it():
    assert not of(READ, "Wakanda")
    assert not of(READ, "Sekar")
    assert len(READ.releases) == 1


# ---------------------------------------------------------------- mentions


def test_an_added_mention_stands_where_the_words_are_and_is_the_editors():
    story = corrected(READ, [added("Wakanda", "country", code="FJ", role="mention")])
    (mention,) = of(story, "Wakanda")
    assert WRITTEN.body[mention.start : mention.end] == "Wakanda"
    assert (mention.value, mention.name, mention.role) == ("FJ", "Fiji", "mention")
    assert mention.rule == "editor/editor"
    assert story.releases == READ.releases


def test_an_added_destination_joins_the_only_release():
    story = corrected(READ, [added("Wakanda", "country", code="FJ", role="destination")])
    (release,) = story.releases
    assert (release.destinations, release.edited) == (("JP", "FJ"), ("destinations",))
    assert of(story, "Wakanda")[0] in release.evidence


def test_of_several_places_the_one_that_is_told_is_meant():
    assert [(s.field, s.place) for s in spots(WRITTEN, "gudang Sekar")] == [("body", 0), ("body", 1)]
    story = corrected(READ, [added("gudang Sekar", "product", nth=1)])
    (mention,) = of(story, "gudang Sekar")
    assert mention.start == WRITTEN.body.rindex("gudang Sekar")
    assert (mention.value, mention.role) == ("gudang sekar", "mention")


def test_words_are_whole_unless_they_stand_only_within_longer_ones():
    inside = replace(WRITTEN, body="Keripiknya dari Solopos dan Solo.")
    assert [s.start for s in spots(inside, "Solo")] == [13, 28]
    assert spots(inside, "Solo")[0].field == "title"
    assert [s.text for s in spots(inside, "pos")] == ["pos"]


@pytest.mark.parametrize(
    ("words", "kind", "sets"),
    [
        ("Fiji", "country", {"code": "FJ", "role": "mention"}),
        ("Solo", "city", {"code": "33.72", "role": "mention"}),
        ("Rp1,5 miliar", "value", {"amount": 1_500_000_000, "currency": "IDR", "role": "other"}),
        ("18 ton", "quantity", {"amount": 18000, "unit": "kg"}),
        ("Kopi Luwak Asli", "product", {"name": "kopi luwak asli", "role": "mention"}),
        ("Solo Great Sale", "program", {"name": "Solo Great Sale"}),
    ],
)
def test_what_the_rules_read_of_the_words_alone_need_not_be_given(words, kind, sets):
    assert loads(added_sets(kind, words, {})) == sets


@pytest.mark.parametrize(
    ("words", "kind", "given"),
    [
        ("Wakanda", "country", {}),
        ("lima ton lebih", "value", {"amount": "5"}),
        ("Wakanda", "country", {"code": "XX"}),
        ("Wakanda", "country", {"code": "FJ", "role": "origin"}),
        ("Wakanda", "country", {"code": "FJ", "amount": "5"}),
        ("Senin", "date", {}),
    ],
)
def test_what_says_too_little_or_cannot_be_is_refused(words, kind, given):
    with pytest.raises(BadInput):
        added_sets(kind, words, given)


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(f"Kabar dari pelabuhan ke Wakanda.\n\n{WRITTEN.body}", id="a paragraph before it"),
        pytest.param(WRITTEN.body.replace("18 ton", "19 ton"), id="another sentence changed"),
        pytest.param(WRITTEN.body.replace("berikutnya asal", "berikutnya\u00a0 asal"), id="other blanks"),
    ],
)
def test_it_holds_when_the_article_is_read_again(body):
    one = added("Wakanda", "country", code="FJ")
    again = replace(WRITTEN, body=body)
    story = corrected(annotate(again), [one])
    (mention,) = of(story, "Wakanda")
    assert again.body[mention.start - 5 : mention.end] == "asal Wakanda"
    assert unfit(story, [one]) == ()


def test_where_the_sentence_says_something_else_by_now_nothing_is_added_and_that_is_told():
    made = [
        added("Wakanda", "country", code="FJ"),
        record("berikutnya asal", Release, destinations="FJ", number=2),
    ]
    changed = annotate(replace(WRITTEN, body=WRITTEN.body.replace("berikutnya asal", "batal ke")))
    assert corrected(changed, made) == changed
    assert unfit(changed, made) == tuple(made)


def test_where_the_rules_read_the_words_by_now_the_editor_has_the_word():
    one = added("Wakanda", "country", code="FJ", role="mention")
    (mention,) = of(corrected(READ, [one]), "Wakanda")
    by_now = replace(
        READ, mentions=(*READ.mentions, replace(mention, value="NZ", name="x", rule="name/no-cue"))
    )
    assert of(corrected(by_now, [one]), "Wakanda") == [mention]


def test_words_with_characters_that_nobody_sees_are_found_and_stand_as_they_are():
    article = replace(WRITTEN, body=TALK.replace("Wakanda", "Wa\u00adkan\u200bda"))
    story = annotate(article)
    story = corrected(story, [added("Wakanda", "country", story=story, code="FJ")])
    (mention,) = (m for m in story.mentions if m.value == "FJ")
    assert mention.text == article.body[mention.start : mention.end] == "Wa\u00adkan\u200bda"


@pytest.mark.parametrize("words", ["", " ", "\u200b", "Wakanda\n\nBupati", "x" * 400, "Baru. Pembeli", ".*"])
def test_words_that_no_sentence_holds_stand_nowhere(words):
    assert spots(WRITTEN, words) == ()


def test_a_word_that_stands_very_often_is_found_in_time():
    long = replace(WRITTEN, body="a " * 300_000)
    assert len(spots(long, "a")) == MOST
    assert spots(long, "a")[-1].start == 2 * (MOST - 1)


# ---------------------------------------------------------------- releases and programmes


def test_an_added_release_says_what_its_sentence_says_and_what_is_given():
    first = corrected(READ, [added("Wakanda", "country", code="FJ", role="mention")])
    one = record("berikutnya asal", Release, story=first, destinations="FJ", quantities="500..800 kg")
    story = corrected(READ, [added("Wakanda", "country", code="FJ", role="mention"), replace(one, number=2)])
    assert story.releases[0] == READ.releases[0]
    release = story.releases[1]
    assert release.destinations == ("FJ",)
    assert release.quantities == (Quantity(amount=Decimal(500), upto=Decimal(800), unit="kg"),)
    assert set(release.edited) >= {"destinations", "quantities"}
    assert [(m.text, m.rule) for m in release.evidence if m.kind == "country"] == [("Wakanda", "editor")]


def test_a_release_added_of_a_sentence_takes_its_mentions_for_evidence_and_no_others():
    bare = replace(READ, releases=(), topics=())
    (release,) = corrected(bare, [record("Sebanyak 18 ton", Release, story=bare)]).releases
    assert (release.origins, release.destinations) == (("33.72",), ("JP",))
    assert release.values == READ.releases[0].values
    assert {m.field for m in release.evidence} == {"body"}


def test_an_added_day_rests_on_the_day_that_is_printed():
    (_, release) = corrected(
        READ, [record("berikutnya", Release, date="2021-12-18", exporter="CV Contoh")]
    ).releases
    (day,) = (m for m in release.evidence if m.kind == "date")
    assert (day.value, release.date) == (PartialDate(year=2021, month=12, day=18), date(2021, 12, 18))


def test_an_added_release_brings_the_topic():
    bare = replace(READ, releases=(), topics=())
    assert corrected(bare, [record("berikutnya", Release, destinations="FJ")]).topics == ("export_release",)


def test_what_the_rules_read_by_now_is_not_told_twice():
    bare = replace(READ, releases=())
    one = record("Sebanyak 18 ton", Release, story=bare, exporter="CV Contoh")
    (release,) = corrected(READ, [one]).releases
    assert (release.exporter, release.destinations) == ("CV Contoh", ("JP",))


def test_an_added_programme_is_told_with_its_fields():
    given = {"name": "Klinik Ekspor", "kind": "training", "start": "2021-12-18", "participants": "50"}
    story = corrected(READ, [record("meninjau gudang", Program, **given)])
    (program,) = story.programs
    assert (program.name, program.kind, program.participants) == ("Klinik Ekspor", "training", 50)
    assert (program.start, program.edited) == (
        date(2021, 12, 18),
        tuple(as_given(Program()))[0:1] + program.edited[1:],
    )
    assert "program" in story.topics


def test_nothing_to_tell_is_refused():
    for kind in (Release, Program):
        with pytest.raises(BadInput, match="at least one field"):
            record("meninjau gudang", kind)


def test_a_programmes_fields_are_set():
    program = Program(name="Klinik", kind="training", start=date(2021, 12, 1))
    held = replace(READ, programs=(program,))
    sets = record_sets(
        Program, {"agency": "Dinas Koperasi", "end": "2021-12-31", "values": "IDR 5000000", "places": "33.72"}
    )
    one = Correction(
        article="a-1", kind="set-program", at=AT, why="w", place=0, said=(("name", ("Klinik",)),), sets=sets
    )
    (now,) = corrected(held, [one]).programs
    assert (now.agency, now.end, now.start) == ("Dinas Koperasi", date(2021, 12, 31), date(2021, 12, 1))
    assert now.values == (Money(amount=Decimal(5_000_000), currency="IDR"),)
    assert [m.text for m in now.evidence if m.kind == "city"] == ["Solo", "Solo"]
    assert now.edited == ("agency", "end", "values", "places")


def test_a_programme_keeps_the_days_of_its_stages_when_another_is_set():
    def day(number):
        value = PartialDate(year=2021, month=12, day=number)
        return Mention(
            kind="date", field="body", start=0, end=8, text="Sebanyak", value=value, name="", rule=f"{number}"
        )

    held = Program(
        name="A", start=date(2021, 12, 1), end=date(2021, 12, 9), evidence=(day(1), day(5), day(9))
    )
    for field, left in (("start", ["5", "9"]), ("end", ["1", "5"])):
        now = amended(held, record_sets(Program, {field: "2021-12-20"}), ())
        assert [m.rule for m in now.evidence] == left
    assert amended(held, record_sets(Program, {"start": ""}), ()).evidence == (day(5), day(9))


def test_an_amount_that_a_mention_bears_is_told_as_it_is_printed():
    about = Money(amount=Decimal(1_500_000_000), currency="IDR", approximate=True, deal=1)
    held = replace(
        READ, mentions=tuple(replace(m, value=about) if m.kind == "value" else m for m in READ.mentions)
    )
    (_, release) = corrected(
        held, [record("berikutnya", Release, values="IDR 1500000000", date="2021-12-18")]
    ).releases
    assert release.values == (about,)


@pytest.mark.parametrize(
    "record",
    [
        Release(
            date=date(2021, 12, 20), origins=("33.72", "33"), products=("kopi", "gula semut"), exporter="PT A",
            values=(Money(amount=Decimal("1500000.5"), currency="USD", upto=Decimal(2_000_000)),),
            quantities=(Quantity(amount=Decimal(18_000), unit="kg"),),
        ),
        Program(name="A", kind="grant", start=date(2021, 1, 2), participants=7, places=("33.72",)),
        Release(),
    ],
    ids=["release", "programme", "nothing"],
)  # fmt: skip
def test_a_record_as_given_is_read_as_it_was(record):
    one = Correction(
        article="a-1", kind=f"add-{'release' if isinstance(record, Release) else 'program'}", at=AT,
        field="title", sentence=WRITTEN.title, sets=record_sets(type(record), as_given(record)),
    )  # fmt: skip
    empty = Story(article=WRITTEN)
    found = (*(story := corrected(empty, [one])).releases, *story.programs)
    assert [as_given(one) for one in found] == [as_given(record)]


@pytest.mark.parametrize(
    "given",
    [
        {"kind": "party"},
        {"participants": "-1"},
        {"participants": "banyak"},
        {"start": "besok"},
        {"date": "2021-12-20"},
    ],
)
def test_what_cannot_be_set_of_a_programme_is_refused(given):
    with pytest.raises(BadInput):
        record_sets(Program, given)


def test_the_kinds_of_programmes_are_those_of_the_contract():
    assert set(PROGRAM_KINDS) == set(KINDS)


def test_a_story_with_additions_is_the_same_as_its_line():
    made = [
        added("Wakanda", "country", code="FJ"),
        record("berikutnya", Release, date="2021-12-18", number=2),
    ]
    story = corrected(READ, made)
    assert len(story.corrections) == 2
    jsonschema.validate(json.loads(dumps(story_json(story))), schema("story"))
    assert story_from(loads(dumps(story_json(story)))) == story
