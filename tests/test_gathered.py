"""What is drawn of a search is what the search finds: every figure is asked of the index once more, another way."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from app.cli import main
from app.coverage import Coverage, Source, Span, coverage, provinces
from app.drawing.draw import draw
from app.drawing.gathered import Asked, bars, inside, period, points, scope, tiles
from app.drawing.gathered_flows import flows
from app.drawing.over_time import midnight, series
from app.drawing.sides import compared, read_days, read_sides
from app.drawing.table import notes, table
from crawler.health import History, judge
from entities import countries, regions
from entities.errors import BadInput
from indexer.index import Query, open_index
from tests.web import sample_index

NOW = datetime(2026, 11, 26, 5, tzinfo=UTC)
ALL = Query(of="events")
KINDS = ("events", "releases", "stories", "programs", "schemes")


@pytest.fixture(scope="module")
def held():
    made = open_index(sample_index())
    yield made
    made.close()


@pytest.fixture
def ask(held):
    """A search of the sample press, as nobody watched then."""

    def make(query=ALL, language="id"):
        return Asked(held, query, lambda other: coverage(held, None, other, NOW), language)

    return make


def total(held, query):
    return held.search(replace(query, limit=1, facets=())).total


# ---------------------------------------------------------------- by place


@pytest.mark.parametrize("of", KINDS)
def test_a_tile_shows_what_the_search_narrowed_to_its_province_finds(held, ask, of):
    field = "origins" if of in ("events", "releases") else "places"
    drawn = tiles(ask(Query(of=of)))
    assert [tile.code for tile in drawn.tiles] == list(provinces())
    for tile in drawn.tiles:
        assert (tile.value or 0) == total(held, Query(of=of, **{field: (tile.code,)})), tile.name
    assert any(tile.value for tile in drawn.tiles)


@pytest.mark.parametrize("of", KINDS)
def test_what_names_no_province_is_counted_beside_the_tiles(held, ask, of):
    field = "origins" if of in ("events", "releases") else "places"
    drawn = tiles(ask(Query(of=of)))
    assert drawn.unplaced == total(held, Query(of=of)) - total(held, Query(of=of, **{field: provinces()}))


def test_a_tile_of_money_shows_the_sum_of_its_province(held, ask):
    drawn = tiles(ask(), "IDR")
    for tile in drawn.tiles:
        if tile.value is not None:
            assert tile.value == held.totals(replace(ALL, origins=(tile.code,))).rupiah
    sums = held.totals(ALL)
    assert any(f"{sums.valued} yang bernilai; {sums.unvalued} tanpa nilai" in note for note in notes(drawn))


def test_a_search_for_a_town_stays_one_within_its_province(held, ask):
    query = replace(ALL, origins=("35.71",))
    drawn = {tile.code: tile.value for tile in tiles(ask(query), "IDR").tiles}
    assert drawn["35"] == held.totals(query).rupiah


@pytest.mark.parametrize(
    ("asked", "codes", "narrowed"),
    [
        ((), ("33",), ("33",)),
        (("33.72", "35.71"), ("33",), ("33.72",)),
        (("33", "33.72"), ("33",), ("33",)),
        (("35.71",), ("33", "35"), ("33", "35.71")),
    ],
)
def test_narrowing_to_provinces_keeps_their_parts(asked, codes, narrowed):
    assert inside(asked, codes) == narrowed


@pytest.mark.parametrize("of", KINDS)
def test_a_bubble_shows_what_the_search_narrowed_to_its_town_finds(held, ask, of):
    field = "origins" if of in ("events", "releases") else "places"
    drawn = points(ask(Query(of=of)))
    assert drawn.spots
    for spot in drawn.spots:
        assert spot.value == total(held, Query(of=of, **{field: (spot.code,)}))
        assert (spot.lat, spot.lon) == tuple(regions.centroid(spot.code) or (None, None))


@pytest.mark.parametrize("origins", [(), ("33",), ("36", "33.72")])
def test_what_names_no_town_is_counted_beside_the_bubbles(held, ask, origins):
    query = Query(of="releases", origins=origins)
    bare = [hit for hit in held.hits(query) if all(len(code) == 2 for code in hit.release.origins)]
    assert points(ask(query)).unplaced == len(bare)


def test_dots_and_bubbles_are_all_towns_whose_point_is_known(ask):
    drawn = points(ask())
    known = [code for code in regions.codes() if len(code) == 5 and regions.centroid(code)]
    assert len(drawn.dots) + sum(spot.lat is not None for spot in drawn.spots) == len(known)


# ---------------------------------------------------------------- the three states, by coverage


def covered(*sources):
    return Coverage(first=None, last=None, sources=tuple(sources))


def source(name, covers, *, held=0, days=7, spans=()):
    return Source(
        name=name, covers=covers, health=judge(History(source=name), NOW), held=held, days=days,
        begun=date(2021, 12, 20), spans=spans,
    )  # fmt: skip


SILENT = Span(state="silent", first=date(2021, 12, 20), last=date(2021, 12, 26))


def test_no_news_of_a_covered_province_is_told_from_no_source(held):
    look = covered(
        source("solopos", ("33",), held=4),
        source("bali", ("51.71",)),
        source("papua", ("91",), spans=(SILENT,)),
        source("nusantara", ("ID",), held=9),
    )
    drawn = {tile.code: tile for tile in tiles(Asked(held, ALL, lambda query: look)).tiles}
    assert (drawn["33"].state, drawn["33"].sources) == ("value", ("solopos",))
    assert (drawn["51"].state, drawn["51"].sources) == ("quiet", ("bali (Kota Denpasar)",))
    assert (drawn["91"].state, drawn["91"].sources) == ("unsourced", ("papua (diam)",))
    assert (drawn["18"].state, drawn["18"].sources) == ("value", ())  # told by a source of the whole country
    assert (drawn["61"].state, drawn["61"].value) == ("unsourced", None)


def test_below_every_drawing_stands_who_was_silent(held):
    look = covered(source("solopos", ("33",), held=4), source("papua", ("91",), spans=(SILENT,)))
    asked = Asked(held, ALL, lambda query: look)
    sides = read_sides(asked, ["Jateng", "Jatim"])
    for drawn in (
        tiles(asked),
        points(asked),
        bars(asked, "product"),
        flows(asked),
        series(asked),
        compared(asked, sides),
    ):
        assert "Diam atau rusak: papua (7 dari 7 hari)." in notes(drawn)
        assert "Sumber dengan artikel dalam periode ini: solopos 4." in notes(drawn)


def test_two_periods_have_their_own_coverage(ask):
    asked = ask()
    drawn = compared(asked, read_sides(asked, ["2021-12", "1999"]))
    assert any(note.startswith("Desember 2021: Sumber dengan artikel") for note in notes(drawn))
    assert any(note.startswith("1999: Tidak dipantau, tanpa artikel: beritadaerah") for note in notes(drawn))


# ---------------------------------------------------------------- flows


def test_a_band_is_what_goes_from_a_province_to_a_country(held, ask):
    drawn = flows(ask(), most=3)
    names = {regions.label(code): code for code in provinces()}
    goals = {countries.label(code): code for code in countries.codes()}
    checked = 0
    for link in drawn.links:
        origin, goal = drawn.origins[link.origin], drawn.destinations[link.destination]
        if not origin.rest and not goal.rest:
            query = replace(ALL, origins=(names[origin.name],), destinations=(goals[goal.name],))
            assert link.value == total(held, query)
            checked += 1
    assert checked >= 3


def test_the_rest_of_flows_stands_together_and_nothing_is_lost(held, ask):
    few, all_of_it = flows(ask(), most=2), flows(ask(), most=60)
    assert sum(link.value for link in few.links) == sum(link.value for link in all_of_it.links)
    assert [node.rest for node in few.destinations] == [False, False, True]
    assert few.destinations[2].name == f"Lainnya ({len(all_of_it.destinations) - 2})"
    both = replace(ALL, origins=provinces(), destinations=tuple(countries.codes()))
    lost = total(held, ALL) - total(held, both)
    assert (f"{lost} tidak menyebut asal atau tujuan, jadi tidak tergambar." in notes(few)) == bool(lost)


@pytest.mark.parametrize("of", ["programs", "schemes"])
def test_programmes_do_not_flow(ask, of):
    with pytest.raises(BadInput, match="no destinations"):
        flows(ask(Query(of=of)))


# ---------------------------------------------------------------- time


def test_a_series_is_that_of_the_index(held, ask):
    drawn = series(ask())
    buckets = {one.period: one.count for one in held.series(ALL, "week") if one.count}
    assert {step.period: step.value for step in drawn.steps if step.value} == buckets


def test_a_series_of_money_is_that_of_the_index(held, ask):
    drawn = series(ask(), "year", "USD")
    buckets = {one.period: one.dollars for one in held.series(ALL, "year") if one.count}
    assert {step.period: step.value for step in drawn.steps if step.period in buckets} == buckets


def test_a_series_spans_all_days_asked_for_and_knows_what_nobody_watched(ask):
    query = replace(ALL, since=midnight(date(2021, 11, 1)), until=midnight(date(2022, 1, 31)))
    drawn = series(ask(query))
    assert (drawn.steps[0].period, drawn.steps[-1].period, len(drawn.steps)) == ("2021-W44", "2022-W04", 13)
    assert drawn.steps[0].value is None
    assert "Periode pertama atau terakhir tidak penuh." not in notes(drawn)


def test_a_week_in_which_a_source_was_watched_is_nothing_and_no_gap(held):
    look = covered(source("solopos", ("33",), days=7))
    query = replace(
        ALL,
        text="tidakadakatasepertiini",
        since=midnight(date(2021, 12, 13)),
        until=midnight(date(2022, 1, 10)),
    )
    drawn = series(Asked(held, query, lambda other: look))
    values = {step.period: step.value for step in drawn.steps}
    assert values["2021-W51"] == 0
    assert values["2022-W01"] is None  # no article at all, and the source was not judged for it


def test_days_that_cut_a_week_are_told(ask):
    query = replace(ALL, since=midnight(date(2021, 12, 15)), until=midnight(date(2021, 12, 27)))
    assert "Periode pertama atau terakhir tidak penuh." in notes(series(ask(query)))


def test_the_year_before_stands_week_for_week(held, ask):
    query = replace(ALL, since=midnight(date(2022, 12, 5)), until=midnight(date(2023, 1, 2)))
    drawn = series(ask(query), before=True)
    assert [step.period for step in drawn.before] == ["2021-W49", "2021-W50", "2021-W51", "2021-W52"]
    week = replace(ALL, since=midnight(date(2021, 12, 20)), until=midnight(date(2021, 12, 27)))
    assert drawn.before[2].value == total(held, week) > 0


def test_a_year_without_week_53_has_no_figure_for_it(ask):
    query = replace(ALL, since=midnight(date(2020, 12, 28)), until=midnight(date(2021, 1, 11)))
    drawn = series(ask(query), before=True)
    assert (drawn.before[0].period, drawn.before[0].value) == ("", None)


def test_a_week_53_alone_has_no_year_before(ask):
    query = replace(ALL, since=midnight(date(2020, 12, 28)), until=midnight(date(2021, 1, 4)))
    drawn = series(ask(query), before=True)
    assert [(step.period, step.value) for step in drawn.before] == [("", None)]


def test_what_was_released_before_any_article_is_not_lost(held, ask):
    """By the day of release a match may lie outside the days of the articles that are held."""
    query = replace(ALL, by="release")
    drawn = series(ask(query))
    buckets = {one.period: one.count for one in held.series(query, "week") if one.count}
    assert {step.period: step.value for step in drawn.steps if step.value} == buckets


def test_a_series_without_end_is_refused(ask):
    query = replace(ALL, since=midnight(date(1900, 1, 1)), until=midnight(date(2022, 1, 1)))
    with pytest.raises(BadInput, match="narrow it by days"):
        series(ask(query))


# ---------------------------------------------------------------- bars and pairs


@pytest.mark.parametrize("facet", ["product", "destination", "group", "exporter", "origin", "source"])
def test_bars_are_the_largest_of_their_facet(held, ask, facet):
    counted = held.search(replace(ALL, limit=1, facets=(facet,))).facets[facet]
    if facet == "origin":
        counted = {code: n for code, n in counted.items() if len(code) == 2}
    drawn = bars(ask(), facet, most=4)
    assert [bar.value for bar in drawn.bars] == list(counted.values())[:4]
    assert drawn.others == max(0, len(counted) - 4)


def test_a_pair_is_what_either_side_finds(held, ask):
    asked = ask()
    drawn = compared(asked, read_sides(asked, ["Jateng", "Jawa Timur"]), "destination", most=60)
    goals = {countries.label(code): code for code in countries.codes()}
    for pair in drawn.pairs:
        for code, value in (("33", pair.left), ("35", pair.right)):
            assert value == total(held, replace(ALL, origins=(code,), destinations=(goals[pair.name],)))
    assert (drawn.whole.left, drawn.whole.right) == tuple(
        total(held, replace(ALL, origins=(c,))) for c in ("33", "35")
    )
    assert (drawn.left, drawn.right, drawn.others) == ("Jawa Tengah", "Jawa Timur", 0)


@pytest.mark.parametrize(
    ("written", "days"),
    [
        ("2021", (date(2021, 1, 1), date(2021, 12, 31))),
        ("2021-02", (date(2021, 2, 1), date(2021, 2, 28))),
        ("2021-12", (date(2021, 12, 1), date(2021, 12, 31))),
        ("2020-W53", (date(2020, 12, 28), date(2021, 1, 3))),
        ("2021-12-20..2021-12-26", (date(2021, 12, 20), date(2021, 12, 26))),
        ("Solo", None),
        ("33.72", None),
    ],
)
def test_a_period_is_read_as_people_write_it(written, days):
    assert read_days(written) == days


@pytest.mark.parametrize(
    "written", ["2021-13", "2021-W60", "2021-12-26..2021-12-20", "2021-02-30..2021-03-01", "0000", "9999-12"]
)
def test_an_impossible_period_is_one_sentence(written):
    with pytest.raises(BadInput, match="is no period"):
        read_days(written)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (["Jateng"], "two sides are compared, not 1"),
        (["Jateng", "2021"], "not of one kind"),
        (["Jateng", "Jawa Tengah"], "are the same"),
        (["Jateng", "Jawa Tengha"], "perhaps"),
        (["Jateng", "zzzz"], "is no side; name"),
    ],
)
def test_sides_that_cannot_be_compared_are_one_sentence(ask, written, said):
    with pytest.raises(BadInput, match=said):
        read_sides(ask(), written)


# ---------------------------------------------------------------- titles


def test_a_title_says_what_was_asked(ask):
    query = replace(
        ALL, text="kopi", origins=("33.72",), destinations=("JP",),
        since=midnight(date(2021, 12, 20)), until=midnight(date(2021, 12, 27)),
    )  # fmt: skip
    assert scope(query, "id") == ["“kopi”", "Kota Surakarta", "Jepang", "20 Desember 2021 – 26 Desember 2021"]
    assert tiles(ask(ALL, "en")).about.title == "SAMPLE: Export releases by province"


def test_a_title_and_its_bars_name_countries_and_groups_in_the_language_of_the_page(ask):
    query = replace(ALL, destinations=("JP",), groups=("44",))
    assert scope(query, "id") == ["Jepang", "kayu, arang, barang kayu (44)"]
    assert scope(query, "en") == ["Japan", "wood, charcoal and articles of it (44)"]
    named = {
        language: {bar.name for bar in bars(ask(ALL, language), "group").bars} for language in ("id", "en")
    }
    assert "kopi, teh, rempah (09)" in named["id"] - named["en"]
    assert "coffee, tea, spices (09)" in named["en"] - named["id"]


@pytest.mark.parametrize(
    ("first", "end", "said"),
    [
        (date(2021, 1, 1), date(2022, 1, 1), "2021"),
        (date(2021, 5, 1), date(2021, 6, 1), "Mei 2021"),
        (date(2021, 5, 3), date(2021, 5, 4), "3 Mei 2021"),
    ],
)
def test_a_whole_month_or_year_is_named_so(first, end, said):
    assert period(Query(since=midnight(first), until=midnight(end)), "id") == said


def test_invented_news_is_marked_in_title_and_notes(ask):
    drawn = bars(ask(), "product")
    assert drawn.about.title.startswith("CONTOH: ")
    assert notes(drawn)[0] == "CONTOH: data rekaan dari pers contoh, bukan berita."


def test_countries_have_their_names_in_the_reader_s_language(ask):
    assert {bar.name for bar in bars(ask(), "destination", 60).bars} >= {"Jepang", "Jerman"}
    assert {bar.name for bar in bars(ask(ALL, "en"), "destination", 60).bars} >= {"Japan", "Germany"}


# ---------------------------------------------------------------- the command


def run(monkeypatch, capsys, *words):
    monkeypatch.setattr("sys.argv", ["pantau", "draw", *map(str, words), "--index", sample_index()])
    with pytest.raises(SystemExit) as ended:
        main()
    return ended.value.code or 0, capsys.readouterr()


@pytest.mark.parametrize(
    "words",
    [
        ["tiles", "kopi"],
        ["map", "--destination", "Jepang"],
        ["flows", "--most", "3"],
        ["series", "--since", "2021-12-01", "--until", "2021-12-31", "--before"],
        ["bars", "--of", "programs", "--facet", "program"],
        ["compare", "--side", "Jateng", "--side", "Jatim", "--language", "en"],
    ],
    ids=lambda words: words[0],
)
def test_every_kind_is_drawn_from_the_command_line(monkeypatch, capsys, tmp_path, words):
    status, said = run(monkeypatch, capsys, *words, "--to", tmp_path / "a.svg")
    assert (status, said.out.strip()) == (0, str(tmp_path / "a.svg"))
    assert (tmp_path / "a.svg").read_text("utf-8").startswith("<svg ")


def test_the_table_is_printed_where_no_file_is_asked_for(monkeypatch, capsys, held, ask):
    status, said = run(monkeypatch, capsys, "bars", "--facet", "destination", "--json")
    rows = [json.loads(line) for line in said.out.splitlines()]
    assert status == 0
    assert rows == [{"name": bar.name, "value": bar.value} for bar in bars(ask(), "destination").bars]
    status, said = run(monkeypatch, capsys, "tiles")
    assert "Jawa Tengah" in said.out
    assert "Sumber dengan artikel dalam periode ini" in said.out


def test_a_picture_is_drawn_from_the_command_line(monkeypatch, capsys, tmp_path):
    run(monkeypatch, capsys, "bars", "--to", tmp_path / "a.PNG", "--table")
    assert (tmp_path / "a.PNG").read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["tiles", "--to", "a.pdf"], "a.pdf is neither .svg nor .png"),
        (["tiles", "--to", "/nowhere/at/all/a.svg"], "cannot be written"),
        (["compare", "--side", "Jateng"], "two sides are compared, not 1"),
    ],
)
def test_what_cannot_be_drawn_is_one_sentence(monkeypatch, capsys, words, said):
    status, told = run(monkeypatch, capsys, *words)
    assert status == 2
    assert said in told.err
    assert told.err.count("\n") == 1


def test_the_whole_way_gives_the_same_bytes(ask):
    assert draw(tiles(ask())) == draw(tiles(ask()))
    assert table(tiles(ask(), "IDR")).json()[0]["value"] is None
    assert isinstance(next(tile.value for tile in tiles(ask(), "IDR").tiles if tile.value), Decimal)
