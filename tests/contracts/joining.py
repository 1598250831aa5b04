"""What an Index promises of events: each shipment once, however many articles tell of it, in whatever order they came."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import permutations

import pytest

from entities.ledger import Ledger
from entities.ledger_decisions import Decision, Decisions
from entities.ledger_report import reports_of
from entities.records import Story
from indexer.copying import copy
from indexer.index import Between, Index, Query
from indexer.sqlite import SQLiteIndex
from tests.contracts.making import DAY, Finding, ids, paged, sale, scheme, story

EVENTS = Query(of="events")
WHEN = datetime(2026, 1, 1, tzinfo=UTC)


def told(
    id: str,
    hours: int = 0,
    *,
    value: str = "IDR 1500000000",
    to: str = "JP",
    day: str | None = "2021-12-20",
    **more,
):
    """A story that tells of a shipment of coffee from Kota Surakarta."""
    release = sale(
        value,
        day=day,
        to=to,
        origins=more.pop("origins", ("33.72",)),
        products=more.pop("products", ("kopi",)),
    )
    published_at = DAY + timedelta(hours=hours)
    return story(
        id, source=more.pop("source", f"koran{id}"), published_at=published_at, releases=(release,), **more
    )


def groups(index: Index) -> set[tuple[str, ...]]:
    """The articles of each event."""
    return {tuple(sorted(report.article for report in hit.event.event.reports)) for hit in index.hits(EVENTS)}


def expected(*stories: Story) -> set[tuple[str, ...]]:
    events = Ledger(report for one in stories for report in reports_of(one)).events()
    return {tuple(sorted(report.article for report in event.reports)) for event in events}


def decision(kind: str, one: str, other: str) -> Decision:
    return Decision(kind=kind, one=(f"{one}-r1",), other=(f"{other}-r1",), at=WHEN)


class Joining(Finding):
    def test_reports_of_one_shipment_are_one_event(self, index):
        index.put([told("a"), told("b", 2), told("c", 3, origins=("35.78",), products=("batik",), to="DE")])
        assert groups(index) == {("a", "b"), ("c",)}
        assert index.search(EVENTS).total == 2
        assert index.search(Query(of="releases")).total == 3

    @pytest.mark.parametrize("order", list(permutations(range(4))))
    def test_events_are_the_same_in_whatever_order_reports_come(self, index, order):
        """The middle report ties the others together: it names both countries."""
        all_of_them = [
            told("a", to="JP"),
            told("b", 1, to="DE"),
            told("c", 2, to="JP DE"),
            told("d", 3, day="2022-02-01"),
        ]
        for n in order:
            index.put([all_of_them[n]])
        assert groups(index) == expected(*all_of_them)

    def test_an_event_is_shown_with_all_that_its_reports_claim(self, index):
        index.put([told("a"), told("b", 2), told("c", 4, value="IDR 2500000000")])
        (hit,) = index.search(EVENTS).hits
        assert (hit.story.article.id, hit.release) == ("a", hit.story.releases[0])
        assert (hit.event.sources, hit.event.worth.rupiah) == (3, Decimal(1_500_000_000))
        assert [conflict.field for conflict in hit.event.conflicts] == ["values"]

    def test_an_event_is_found_by_its_id_and_by_ids_it_had(self, index):
        index.put([told("b", 2)])
        before = next(index.hits(EVENTS)).event.id
        index.put([told("a")])
        now = index.event(before)
        assert now.id != before
        assert before in now.event.aliases
        assert index.event(now.id) == index.event(now.id.rpartition("-")[2].upper()) == now
        assert index.event("EV-2021-33.72-zzzzzzzz") is None

    def test_a_changed_article_leaves_its_event_and_comes_into_another(self, index):
        index.put([told("a"), told("b", 2), told("c", 3, to="DE", products=("batik",), value="IDR 9")])
        index.put([told("b", 2, to="DE", products=("batik",), value="IDR 9")])
        assert groups(index) == {("a",), ("b", "c")}

    def test_an_article_that_tells_of_nothing_any_more_takes_its_report_along(self, index):
        index.put([told("a"), told("b", 2)])
        index.put([story("a")])
        assert groups(index) == {("b",)}
        index.put([story("b")])
        assert index.search(EVENTS).total == 0

    def test_what_one_report_held_together_falls_apart_without_it(self, index):
        parts = [told("a", to="JP"), told("b", 1, to="DE"), told("c", 2, to="JP DE")]
        index.put(parts)
        index.forget("c")
        assert groups(index) == expected(*parts[:2])

    def test_a_republished_report_counts_for_the_source_that_had_it_first(self, index):
        text = " ".join(f"kata{n}" for n in range(80))
        index.put(
            [told("a", title="Asli di sini", body=text), told("b", 3, title="Ulang di sana", body=text)]
        )
        (hit,) = index.search(EVENTS).hits
        assert (len(hit.event.event.reports), hit.event.sources) == (2, 1)

    def test_the_first_publication_may_come_last(self, index):
        text = " ".join(f"kata{n}" for n in range(80))
        index.put([told("b", 3, title="Ulang di sana", body=text)])
        index.put([told("a", title="Asli di sini", body=text)])
        (hit,) = index.search(EVENTS).hits
        assert {report.first for report in hit.event.event.reports} == {"a"}

    # ------------------------------------------------------------ decisions

    def test_people_split_what_the_rules_join_and_join_what_they_part(self, index):
        index.put([told("a"), told("b", 2), told("c", 3, origins=("35.78",), to="DE")])
        index.decide(Decisions([decision("split", "b", "a"), decision("join", "b", "c")]))
        assert groups(index) == {("a",), ("b", "c")}
        index.put([told("b", 2), told("d", 5)])
        assert {("b", "c")} <= groups(index)
        index.decide(Decisions())
        assert groups(index) == expected(
            told("a"), told("b", 2), told("c", 3, origins=("35.78",), to="DE"), told("d", 5)
        )

    def test_decisions_come_before_what_they_are_about(self, index):
        index.decide(decided := Decisions([decision("join", "a", "c")]))
        index.put([told("a")])
        index.put([told("c", 3, origins=("35.78",), to="DE")])
        assert groups(index) == {("a", "c")}
        assert index.decisions() == decided

    def test_decisions_are_copied_with_an_index(self, index, tmp_path):
        index.put([told("a"), told("b", 2)])
        index.decide(Decisions([decision("split", "b", "a")]))
        other = SQLiteIndex(tmp_path / "other.db")
        copy(index, other)
        assert groups(other) == groups(index) == {("a",), ("b",)}

    # ------------------------------------------------------------ asking

    def test_an_event_is_found_by_what_any_of_its_reports_says(self, index):
        index.put([told("a", body="robusta"), told("b", 2, body="arabika")])
        index.put([told("c", 3, body="robusta", origins=("35.78",), to="DE")])
        found = {
            text: ids(index.search(Query(of="events", text=text)))
            for text in ("robusta arabika", "arabika", "robusta -arabika", '"kopi robusta"')
        }
        assert found == {
            "robusta arabika": ["a"],
            "arabika": ["a"],
            "robusta -arabika": ["c"],
            '"kopi robusta"': [],
        }
        assert ids(index.search(Query(of="events", text="id:b"))) == ["a"]

    @pytest.mark.parametrize(
        "asked",
        [{"sources": ("koranb",)}, {"destinations": ("JP",)}, {"origins": ("33",)}, {"products": ("kopi",)}],
    )
    def test_filters_hold_for_any_report(self, index, asked):
        index.put(
            [told("a", to=""), told("b", 2), told("c", 4, origins=("35.78",), to="DE", products=("batik",))]
        )
        assert ids(index.search(Query(of="events", **asked))) == ["a"]

    def test_facets_count_events(self, index):
        index.put([told("a"), told("b", 2), told("c", 3, origins=("35.78",), to="DE JP")])
        facets = index.search(EVENTS).facets
        assert facets["destination"] == {"JP": 2, "DE": 1}
        assert facets["source"] == {"korana": 1, "koranb": 1, "koranc": 1}

    def test_totals_count_an_event_once_with_the_value_shown(self, index):
        index.put(
            [
                told("a"),
                told("b", 2),
                told("c", 3, value="IDR 2500000000"),
                told("d", 5, value="IDR 100", origins=("35.78",), to="DE"),
            ]
        )
        totals = index.totals(EVENTS)
        assert (totals.reports, index.totals(Query(of="releases")).reports) == (4, 4)
        assert (totals.releases, totals.valued, totals.rupiah, totals.restated) == (
            2,
            2,
            Decimal(1_500_000_100),
            1,
        )
        assert index.totals(Query(of="releases")).releases == 4

    def test_a_series_counts_an_event_once_by_its_first_report(self, index):
        index.put([told("a"), told("b", 24 * 5)])
        assert {(b.period, b.count, b.rupiah) for b in index.series(EVENTS, "week")} == {
            ("2021-W51", 1, Decimal(1_500_000_000))
        }

    def test_an_event_is_learnt_of_with_the_first_of_its_reports_that_is(self, index):
        early, late = WHEN, WHEN + timedelta(days=30)
        index.put([told("b", 2, learnt_at=early)])
        index.put([told("a", learnt_at=late)])
        window = {"of": "events", "by": "learnt"}
        assert index.search(Query(**window, since=late)).total == 0
        assert index.search(Query(**window, until=late)).total == 1
        assert [b.period for b in index.series(Query(**window), "year")] == ["2026"]

    def test_value_and_day_are_those_shown(self, index):
        index.put([told("a"), told("b", 2), told("c", 4, value="IDR 9000000000")])
        most = Query(of="events", value=Between(unit="IDR", low=Decimal(2_000_000_000)))
        assert index.search(most).total == 0
        assert (
            index.search(replace(EVENTS, by="release", since=datetime(2021, 12, 19, 17, tzinfo=UTC))).total
            == 1
        )
        assert (
            index.search(replace(EVENTS, by="release", since=datetime(2021, 12, 20, 17, tzinfo=UTC))).total
            == 0
        )

    def test_events_of_most_sources_come_first_where_that_is_asked(self, index):
        others = [told(f"c{n}", n, origins=("35.78",), to="DE", source=f"s{n}") for n in range(3)]
        index.put([told("a"), told("b", 2), *others, told("z", origins=("34.04",), to="US")])
        assert ids(index.search(Query(of="events", sort="sources"))) == ["c0", "a", "z"]

    def test_outlines_tell_what_is_shown_of_every_event(self, index):
        index.put([told("a"), told("b", 2), told("z", origins=("34.04",), to="US NL", day=None)])
        shown = {hit.event.id: hit.event for hit in index.hits(EVENTS)}
        for one in index.outlines():
            entry = shown.pop(one.id)
            assert (one.when, one.exporter) == (entry.when, entry.exporter)
            for field in ("origins", "destinations", "products"):
                assert set(getattr(one, field)) == set(getattr(entry, field))
        assert not shown

    @pytest.mark.parametrize("sort", ["relevance", "newest", "oldest", "value", "sources"])
    def test_pages_of_events_join(self, index, sort):
        index.put([told(f"{n:02}", n, value=f"IDR {n % 4 + 1}", day=f"20{10 + n}-03-01") for n in range(11)])
        pages = list(paged(index, Query(of="events", sort=sort, limit=3)))
        assert sorted(pages) == [f"{n:02}" for n in range(11)]
        ranked = list(paged(index, Query(of="events", text="kabar", sort=sort, limit=3)))
        assert sorted(ranked) == sorted(pages)

    # ------------------------------------------------------------ programmes

    def test_programmes_are_joined_likewise(self, index):
        """Two papers tell of one programme, a third of another."""
        same = {"agency": "Dinas Koperasi", "places": ("33.72",)}
        index.put([story("a", source="s1", programs=(scheme("Sekolah Ekspor Pandu", "2021-12-20", **same),))])
        index.put([story("b", source="s2", programs=(scheme("Sekolah Ekspor Pandu", "2021-12-20", **same),))])
        index.put([story("c", programs=(scheme("Kelas Batik Rampai", "2021-12-20", places=("35.78",)),))])
        schemes = Query(of="schemes")
        found = {hit.scheme.name: (hit.scheme.sources, hit.program.name) for hit in index.hits(schemes)}
        assert found == {
            "Sekolah Ekspor Pandu": (2, "Sekolah Ekspor Pandu"),
            "Kelas Batik Rampai": (1, "Kelas Batik Rampai"),
        }
        assert (index.search(schemes).total, index.search(Query(of="programs")).total) == (2, 3)
        (hit,) = index.search(replace(schemes, programs=("pandu",))).hits
        assert index.scheme(hit.scheme.id) == index.scheme(hit.scheme.scheme.aliases[0]) == hit.scheme
        assert index.event(hit.scheme.id) is None
        index.put([story("b")])
        assert index.scheme(hit.scheme.id).sources == 1
