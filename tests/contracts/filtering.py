"""What an Index promises of filters, of facets, and of releases and programmes as hits."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from entities.errors import BadInput
from indexer.index import Between, Query
from tests.contracts.making import DAY, Finding, mention, sale, scheme, story


class Filtering(Finding):
    @pytest.fixture
    def places(self, index):
        index.put(
            [
                story("solo", topics=("export_release",), mentions=(mention("city", "33.72", "origin"),)),
                story(
                    "jateng", source="side", mentions=(mention("province", "33"), mention("country", "JP"))
                ),
                story(
                    "bali",
                    topics=("program",),
                    mentions=(mention("province", "51"), mention("country", "NL")),
                ),
            ]
        )

    @pytest.mark.parametrize(
        ("asked", "found"),
        [
            ({"sources": ("side",)}, {"jateng"}),
            ({"topics": ("program", "export_release")}, {"bali", "solo"}),
            ({"places": ("33.72",)}, {"solo"}),
            ({"places": ("33",)}, {"solo", "jateng"}),
            ({"countries": ("JP", "NL")}, {"jateng", "bali"}),
            ({"places": ("33",), "countries": ("JP",)}, {"jateng"}),
            ({"sources": ("nobody",)}, set()),
        ],
    )
    def test_filters_of_one_kind_are_alternatives_and_kinds_add_up(self, places, find, asked, found):
        assert set(find("", **asked)) == found

    def test_a_window_holds_its_start_and_not_its_end(self, index, find):
        days = [datetime(2021, 12, d, tzinfo=UTC) for d in (19, 20, 21)]
        index.put(
            [story(str(day.day), published_at=day) for day in days] + [story("undated", published_at=None)]
        )
        assert find("", since=days[0], until=days[2], sort="oldest") == ["19", "20"]

    def test_a_window_on_what_was_learnt(self, index, find):
        index.put([story("late", published_at=datetime(2018, 1, 1, tzinfo=UTC), learnt_at=DAY), story("now")])
        assert find("", since=DAY, until=DAY.replace(hour=4), by="learnt") == ["late"]

    def test_facets_add_up_and_count_each_story_once(self, index, places):
        twice = (mention("city", "33.72"), mention("city", "33.72", "origin"))
        index.put([story("again", mentions=twice)])
        facets = index.search(Query()).facets
        assert facets["province"] == {"33": 3, "51": 1}
        assert facets["city"] == {"33.72": 2}
        assert facets["source"] == {"solopos": 3, "side": 1}
        assert sum(facets["topic"].values()) == 2

    def test_facets_count_matches_only(self, index, places):
        assert index.search(Query(sources=("side",))).facets["country"] == {"JP": 1}

    def test_only_the_facets_asked_for_are_counted(self, index, places):
        assert list(index.search(Query(facets=("source", "city"))).facets) == ["source", "city"]

    def test_a_facet_lists_the_most_first_and_then_by_value(self, index):
        index.put([story(str(n), source=source) for n, source in enumerate("bcab")])
        assert list(index.search(Query()).facets["source"].items()) == [("b", 2), ("a", 1), ("c", 1)]

    # ------------------------------------------------------------ releases and programmes

    @pytest.fixture
    def trade(self, index):
        """Two sales and a course in one story, a sale in another."""
        index.put(
            [
                story(
                    "dua",
                    body="kopi dan teh",
                    topics=("export_release", "program"),
                    mentions=(
                        mention("city", "33.72", "origin"),
                        mention("city", "33.74"),
                        mention("country", "JP", "destination"),
                        mention("country", "DE", "destination"),
                        mention("country", "TH"),
                    ),
                    releases=(
                        sale("IDR 100", weight="10", to="JP", products=("kopi robusta",), origins=("33.72",)),
                        sale(
                            "USD 100",
                            day="2022-01-03",
                            weight="500",
                            to="DE",
                            products=("teh",),
                            origins=("33.09",),
                            by="CV Maju",
                        ),
                    ),
                    programs=(scheme("Sekolah Ekspor", "2022-02-01", places=("33.74",)),),
                ),
                story("satu", source="side", releases=(sale(day=None, to="JP", origins=("51",)),)),
            ]
        )

    def found(self, index, **asked) -> list[str]:
        """Releases found as "id/destinations", sorted."""
        hits = index.hits(Query(of="releases", **asked))
        return sorted(f"{hit.story.article.id}/{' '.join(hit.release.destinations)}" for hit in hits)

    @pytest.mark.parametrize(
        ("asked", "found"),
        [
            ({}, ["dua/DE", "dua/JP", "satu/JP"]),
            ({"text": "kopi"}, ["dua/DE", "dua/JP"]),
            ({"destinations": ("JP",)}, ["dua/JP", "satu/JP"]),
            ({"countries": ("TH",)}, []),
            ({"origins": ("33",)}, ["dua/DE", "dua/JP"]),
            ({"origins": ("33.72",)}, ["dua/JP"]),
            ({"places": ("33.74",)}, []),
            ({"products": ("kopi",)}, ["dua/JP"]),
            ({"groups": ("09",), "destinations": ("DE",)}, ["dua/DE"]),
            ({"exporters": ("maju",)}, ["dua/DE"]),
            ({"programs": ("sekolah ekspor",)}, ["dua/DE", "dua/JP"]),
            ({"sources": ("side",)}, ["satu/JP"]),
            ({"text": "tujuan:jepang -asal:bali"}, ["dua/JP"]),
        ],
    )
    def test_a_release_is_known_by_its_own_fields_and_then_by_its_storys(self, trade, index, asked, found):
        assert self.found(index, **asked) == found

    def test_a_programme_is_a_hit_of_its_own(self, trade, index):
        (hit,) = index.search(Query(of="programs", places=("33",), text="teh")).hits
        assert (hit.program.name, hit.release) == ("Sekolah Ekspor", None)
        assert index.search(Query(of="programs", places=("33.72",))).total == 0
        assert index.search(Query(of="programs", destinations=("JP",))).total == 1

    def test_hits_carry_their_record_and_story(self, trade, index):
        for hit in index.search(Query(of="releases")).hits:
            assert hit.release in hit.story.releases
            assert hit.story == index.get(hit.story.article.id)

    def test_facets_of_releases_are_their_own(self, trade, index):
        facets = index.search(Query(of="releases")).facets
        assert facets["destination"] == {"JP": 2, "DE": 1}
        assert facets["city"] == {"33.09": 1, "33.72": 1}
        assert facets["year"] == {"2021": 2, "2022": 1}

    @pytest.mark.parametrize("of", ["stories", "releases", "programs"])
    @pytest.mark.parametrize(
        ("facet", "asked"),
        [
            ("source", "sources"),
            ("topic", "topics"),
            ("province", "places"),
            ("city", "places"),
            ("origin", "origins"),
            ("country", "countries"),
            ("destination", "destinations"),
            ("group", "groups"),
        ],
    )
    def test_a_facet_counts_what_its_filter_finds(self, trade, index, of, facet, asked):
        for value, number in index.search(Query(of=of)).facets[facet].items():
            assert index.search(Query(of=of, **{asked: (value,)})).total == number

    # ------------------------------------------------------------ ranges and days

    @pytest.mark.parametrize(
        ("asked", "found"),
        [
            ({"value": Between(unit="IDR", low=Decimal(100))}, ["dua/DE", "dua/JP"]),
            ({"value": Between(unit="IDR", high=Decimal(100))}, ["dua/JP"]),
            ({"value": Between(unit="USD", low=Decimal(100), high=Decimal(100))}, ["dua/DE"]),
            ({"value": Between(unit="IDR", low=Decimal(1_000_000))}, ["dua/DE"]),
            ({"value": Between(unit="IDR")}, ["dua/DE", "dua/JP"]),
            ({"volume": Between(unit="kg", low=Decimal("10.1"))}, ["dua/DE"]),
            ({"volume": Between(unit="kg", high=Decimal(10))}, ["dua/JP"]),
            ({"by": "release", "until": datetime(2022, 1, 2, 17, tzinfo=UTC)}, ["dua/JP"]),
            ({"by": "release", "since": datetime(2022, 1, 2, 17, tzinfo=UTC)}, ["dua/DE"]),
            ({"by": "release", "since": datetime(2022, 1, 2, 18, tzinfo=UTC)}, []),
            ({"by": "learnt", "until": DAY}, []),
        ],
    )
    def test_ranges_hold_both_ends_and_release_days_are_those_of_jakarta(self, trade, index, asked, found):
        assert self.found(index, **asked) == found

    def test_of_a_story_one_release_must_keep_all_that_is_asked_of_it(self, trade, find):
        large, early = Between(unit="IDR", low=Decimal(1_000)), datetime(2022, 1, 1, tzinfo=UTC)
        assert find("", value=large) == ["dua"]
        assert find("", by="release", until=early) == ["dua"]
        assert find("", value=large, by="release", until=early) == []

    def test_a_programme_weighs_nothing_and_has_its_first_day(self, trade, index):
        assert index.search(Query(of="programs", volume=Between(unit="kg"))).total == 0
        february = datetime(2022, 1, 31, 17, tzinfo=UTC)
        assert index.search(Query(of="programs", by="release", since=february)).total == 1

    def test_a_range_in_an_unknown_unit_is_refused(self, index):
        with pytest.raises(BadInput, match="EUR"):
            index.search(Query(value=Between(unit="EUR")))
