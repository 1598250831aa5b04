"""`pantau why` names for every value sentence, words, rules, rate and source; it invents nothing."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from app.why import answers, askable, overview, run_why
from entities.errors import BadInput
from entities.rates import convert
from entities.records import Article, DateRead, Mention, Money, PartialDate, Program, Release, Story
from indexer.sqlite import SQLiteIndex

TITLE = "Kopi Bondowoso Dikirim ke Korea"
BODY = (
    "Koperasi Kawah Biru melepas 12 ton kopi dari Bondowoso ke Korea, Rabu (15/12). "
    "Nilainya Rp1,5 miliar.\n\nDinas Koperasi Bondowoso membuka Kelas Sangrai, diikuti dua puluh petani."
)


def seen(
    words: str, kind: str, value, name: str, rule: str, role: str | None = None, field="body"
) -> Mention:
    text = TITLE if field == "title" else BODY
    start = text.index(words)
    return Mention(
        kind=kind,
        field=field,
        start=start,
        end=start + len(words),
        text=words,
        value=value,
        name=name,
        role=role,
        rule=rule,
    )


RUPIAH = Money(amount=Decimal(1_500_000_000), currency="IDR")
FROM = seen("Bondowoso", "city", "35.11", "Kabupaten Bondowoso", "name/goods-of", "origin")
TO = seen("Korea", "country", "KR", "Korea Selatan", "bare/toward", "destination", field="title")
WORTH = seen("Rp1,5 miliar", "value", RUPIAH, "IDR 1500000000", "sign/deal", "transaction")
DAY = seen("Rabu (15/12)", "date", PartialDate(year=2021, month=12, day=15), "2021-12-15", "weekday-paren")
CLASS = seen("Kelas Sangrai", "program", "Kelas Sangrai", "Kelas Sangrai", "named")
STORY = Story(
    article=Article(
        id="warta-1",
        source="warta",
        url="https://example.com/kopi",
        title=TITLE,
        body=BODY,
        published_at=datetime(2021, 12, 16, 2, tzinfo=UTC),
        date=DateRead(raw="16/12/2021 02:00", source="shown", precision="minute", flags=("no-zone",)),
        fetched_at=datetime(2021, 12, 16, 3, tzinfo=UTC),
        sample=True,
    ),
    mentions=(FROM, TO, WORTH, CLASS),
    releases=(
        Release(
            date=date(2021, 12, 15),
            origins=("35.11",),
            destinations=("KR",),
            values=(RUPIAH,),
            exporter="Koperasi Kawah Biru",
            evidence=(DAY, FROM, TO, WORTH),
        ),
    ),
    programs=(
        Program(name="Kelas Sangrai", agency="Dinas Koperasi Bondowoso", participants=20, evidence=(CLASS,)),
    ),
)


def only(asked: str):
    (answer,) = answers(STORY, asked)
    (ground,) = answer.grounds
    return answer, ground


# ---------------------------------------------------------------- what a value rests on


@pytest.mark.parametrize(
    ("asked", "told", "words", "finder", "decided"),
    [
        ("releases.0.date", "15 Desember 2021", "Rabu (15/12)", "weekday-paren", None),
        ("releases.0.origins", "Kabupaten Bondowoso (35.11)", "Bondowoso", "name", "goods-of"),
        ("releases.0.destinations", "Korea Selatan (KR)", "Korea", "bare", "toward"),
        ("releases.0.values", "Rp1,5 miliar", "Rp1,5 miliar", "sign", "deal"),
        ("releases.0.exporter", "Koperasi Kawah Biru", "Koperasi Kawah Biru", None, None),
        ("programs.0.name", "Kelas Sangrai", "Kelas Sangrai", "named", None),
        ("programs.0.agency", "Dinas Koperasi Bondowoso", "Dinas Koperasi Bondowoso", None, None),
    ],
)
def test_a_value_names_its_words_and_the_rules_that_read_them(asked, told, words, finder, decided):
    answer, ground = only(asked)
    assert answer.told == (told,)
    assert (ground.text, ground.finder, ground.decided) == (words, finder, decided)


def test_the_sentence_is_the_original_text_with_the_words_at_their_place():
    _, ground = only("releases.0.values")
    assert ground.sentence == "Nilainya Rp1,5 miliar."
    assert ground.sentence[ground.at : ground.at + len(ground.text)] == ground.text
    assert BODY[ground.start : ground.end] == ground.text


def test_a_value_that_was_converted_names_rate_day_and_source():
    (answer,) = answers(STORY, "releases.0.values")
    assert answer.rates == ((RUPIAH, convert(RUPIAH, "USD", date(2021, 12, 15))),)


def test_two_values_of_one_deal_that_do_not_fit_are_told():
    dollars = Money(amount=Decimal(80_000_000), currency="USD", deal=1)
    release = replace(STORY.releases[0], values=(replace(RUPIAH, deal=1), dollars))
    (answer,) = answers(replace(STORY, releases=(release,)), "releases.0.values")
    (warning,) = answer.warnings
    assert warning.startswith("Dua nilai satu transaksi tidak cocok: Rp1,5 miliar setara US$")
    assert answers(STORY, "releases.0.values")[0].warnings == ()


def test_what_the_article_does_not_say_has_no_ground():
    (answer,) = answers(STORY, "releases.0.quantities")
    assert (answer.told, answer.value, answer.grounds) == ((), [], ())


def test_a_value_without_words_of_its_own_claims_none():
    (answer,) = answers(STORY, "programs.0.participants")
    assert (answer.told, answer.grounds) == (("20",), ())


def test_the_moment_of_publication_names_the_words_of_the_page_and_what_is_odd_about_them():
    (answer,) = answers(STORY, "published")
    assert answer.told == ("16 Desember 2021 09.00 WIB",)
    assert answer.note == "'16/12/2021 02:00' (shown, minute; no-zone)"


# ---------------------------------------------------------------- what can be asked


@pytest.mark.parametrize(
    ("asked", "paths"),
    [
        ("value", ["releases.0.values", "programs.0.values"]),
        ("Destination", ["releases.0.destinations"]),
        ("origin", ["releases.0.origins"]),
        ("date", ["releases.0.date"]),
        ("releases.date", ["releases.0.date"]),
        ("release.0.value", ["releases.0.values"]),
        ("releases.0.values.0", ["releases.0.values"]),
        ("countries", ["countries"]),
    ],
)
def test_a_field_is_asked_for_by_path_or_by_name(asked, paths):
    assert [answer.path for answer in answers(STORY, asked)] == paths


def test_a_record_alone_is_asked_for_whole():
    assert {answer.path.rpartition(".")[0] for answer in answers(STORY, "programs.0")} == {"programs.0"}


def test_a_story_without_release_answers_by_its_mentions():
    plain = replace(STORY, releases=(), programs=())
    (answer,) = answers(plain, "destinations")
    assert (answer.told, [g.text for g in answer.grounds]) == (("Korea Selatan (KR)",), ["Korea"])
    assert [a.path for a in overview(plain)] == askable(plain)
    assert "destinations" in askable(plain)
    assert all(answers(plain, path) for path in askable(plain))


@pytest.mark.parametrize(
    "asked", ["colour", "releases.7.date", "releases.0.colour", "", "releases.", "0", "\x00"]
)
def test_an_unknown_field_is_told_what_can_be_asked(asked):
    with pytest.raises(BadInput, match=r"releases\.0\.date.*programs\.0\.agency"):
        answers(STORY, asked)


def test_everything_that_can_be_asked_is_answered():
    assert all(answers(STORY, path) for path in askable(STORY))


# ---------------------------------------------------------------- the command


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    path = tmp_path_factory.mktemp("why") / "p.db"
    held = SQLiteIndex(path)
    held.put([STORY])
    held.close()
    return f"sqlite:///{path}"


@pytest.fixture
def told(index, capsys):
    """What the command prints."""

    def told(field: str | None = None, *, as_json: bool = False) -> str:
        run_why("warta-1", field, index=index, as_json=as_json)
        return capsys.readouterr().out

    return told


def test_people_read_sentence_words_rules_link_fetch_and_archive(told):
    printed = told("releases.0.destinations")
    for part in (
        "CONTOH",
        "Kopi Bondowoso Dikirim ke [Korea]",
        "bare",
        "tujuan, oleh aturan toward",
        "https://example.com/kopi",
        "16 Desember 2021 10.00 WIB",
        "belum ada arsip",
    ):
        assert part in printed


def test_people_read_the_rate_in_a_form_that_can_be_counted_again(told):
    printed = told("releases.0.values")
    assert "1 USD = 14.3" in printed
    assert "European" in printed or "ECB" in printed


def test_without_a_field_all_that_can_be_asked_is_listed(told):
    printed = told()
    assert all(answer.path in printed for answer in overview(STORY))


def test_machines_read_a_line_for_each_field(told):
    (line,) = map(json.loads, told("releases.0.values", as_json=True).splitlines())
    assert (line["id"], line["field"]) == ("warta-1", "releases.0.values")
    assert (line["grounds"][0]["text"], line["grounds"][0]["finder"]) == ("Rp1,5 miliar", "sign")
    assert (line["converted"][0]["currency"], line["converted"][0]["rate_date"]) == ("USD", "2021-12-15")
    assert (line["url"], line["page"]) == ("https://example.com/kopi", None)


def test_an_unknown_article_is_bad_input(index):
    with pytest.raises(BadInput, match="no article"):
        run_why("warta-2", None, index=index, as_json=False)


def test_control_characters_of_a_page_never_reach_the_terminal(tmp_path, capsys):
    evil = replace(STORY, article=replace(STORY.article, body=BODY.replace("melepas", "m\x1b[31mle")))
    held = SQLiteIndex(tmp_path / "p.db")
    held.put([evil])
    held.close()
    run_why("warta-1", "exporter", index=f"sqlite:///{tmp_path / 'p.db'}", as_json=False)
    assert "\x1b[31m" not in capsys.readouterr().out
