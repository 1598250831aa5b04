"""What an Index promises of the query language: words and fields as asked, and no text that fails."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexer.index import FACETS, Query
from tests.contracts.making import Finding, ids, mention, sale, scheme, story

SIGNS = [*"\"()*^-+:{}';%\\,“🎉ﾞ\0\x02\x03\u202e\ud800", "--"]
SYNTAX = [*SIGNS, *"NEAR AND OR NOT title words kopi solo asal: tujuan: id: title:".split()]
TEXTS = st.tuples(st.sampled_from(["", " "]), st.lists(st.sampled_from(SYNTAX) | st.text(max_size=8))).map(
    lambda pair: pair[0].join(pair[1])
)
HOSTILE = {
    "nothing but signs": "!!! ??? --- ***",
    "100,000 characters in one word": "a" * 100_000,
    "100,000 words": "kopi " * 100_000,
    "100,000 quotes": '"' * 100_000,
    "100,000 brackets": "(" * 100_000,
    "100,000 exclusions": "-a " * 50_000,
    "100,000 alternatives": "a OR " * 20_000,
    "100,000 fields": "asal:solo " * 10_000,
    "a long phrase": '"' + "kopi " * 20_000 + '"',
    "control characters": "".join(map(chr, range(32))) + "kopi",
    "half a character": "kopi\ud800",
    "engine syntax": 'NEAR("kopi" "teh", 5) AND {title} : ^kopi* NOT (a + b)',
    "SQL": "'); DROP TABLE stories; --",
}


class Asking(Finding):
    @pytest.fixture
    def market(self, index):
        """Three stories: coffee from Solo to Japan, tea from Bandung to Germany, batik of nowhere."""
        index.put(
            [
                story(
                    "kopi",
                    title="Kopi robusta",
                    body="Kota Solo mengirim kopi robusta.",
                    source="side",
                    topics=("export_release",),
                    mentions=(
                        mention("city", "33.72", "origin"),
                        mention("country", "JP", "destination"),
                        mention("product", "kopi robusta"),
                    ),
                    releases=(
                        sale(
                            "IDR 5",
                            to="JP",
                            by="CV Maju Jaya",
                            products=("kopi robusta",),
                            origins=("33.72",),
                        ),
                    ),
                ),
                story(
                    "teh",
                    title="Teh hijau",
                    body="Bandung mengirim teh, bukan kopi luwak.",
                    mentions=(
                        mention("city", "32.73", "origin"),
                        mention("city", "33.72"),
                        mention("country", "DE", "destination"),
                        mention("country", "JP"),
                        mention("product", "teh"),
                    ),
                ),
                story(
                    "batik",
                    title="Batik tulis",
                    body="Batik dipamerkan.",
                    topics=("program",),
                    mentions=(mention("program", "Pameran Kriya"),),
                    programs=(scheme("Pameran Kriya Nusantara"),),
                ),
            ]
        )

    @pytest.mark.parametrize(
        ("text", "found"),
        [
            ("kopi -teh", "kopi"),
            ("-kopi", "batik"),
            ("-kopi -batik", ""),
            ('mengirim -"kopi luwak"', "kopi"),
            ("-solo", "batik teh"),
            ("robusta OR batik", "batik kopi"),
            ("robusta OR batik tulis", "batik"),
            ("teh OR -kopi", "batik teh"),
            ("asal:solo OR batik", "batik kopi"),
            ("title:kopi", "kopi"),
            ("judul:kopi", "kopi"),
            ("teks:kopi", "kopi teh"),
            ('isi:"kopi luwak"', "teh"),
            ("-judul:kopi kopi", "teh"),
            ("source:side", "kopi"),
            ("topik:ekspor", "kopi"),
            ("place:33.72", "kopi teh"),
            ("kota:surakarta", "kopi teh"),
            ("provinsi:jateng", "kopi teh"),
            ('place:"Jawa Tengah"', "kopi teh"),
            ("asal:solo", "kopi"),
            ("origin:33", "kopi"),
            ("-asal:solo", "batik teh"),
            ("country:jepang", "kopi teh"),
            ("negara:JP", "kopi teh"),
            ("tujuan:jp", "kopi"),
            ("destination:Japan", "kopi"),
            ('asal:"kota bandung"', "teh"),
            ("produk:kopi", "kopi"),
            ("product:Robusta", "kopi"),
            ("group:09", "kopi teh"),
            ('program:"pameran kriya"', "batik"),
            ("exporter:maju", "kopi"),
            ('eksportir:"cv maju jaya"', "kopi"),
            ("id:teh", "teh"),
            ("asal:solo tujuan:jerman", ""),
        ],
    )
    def test_words_exclusions_alternatives_and_fields(self, market, find, text, found):
        assert " ".join(sorted(find(text))) == found

    @pytest.mark.parametrize(
        ("text", "told"),
        [
            ('"kopi', "kutip"),
            ("OR kopi", "OR"),
            ("kopi OR", "OR"),
            ("warna:kopi", "warna"),
            ("tujuan:jepng kopi", "Jepang"),
            ("kopi -", "pengecualian"),
            ("kopi " * 100, "64"),
            ("kopi " * 1000, "2000"),
        ],
    )
    def test_what_is_not_understood_is_told(self, market, index, text, told):
        assert told in " ".join(index.search(Query(text=text)).notes)

    @pytest.mark.parametrize("text", ["kopi", '"kopi robusta"', "-teh", "kopi OR teh", "asal:solo", ""])
    def test_what_is_understood_needs_no_note(self, market, index, text):
        assert index.search(Query(text=text)).notes == ()

    def test_an_unknown_field_is_searched_as_words(self, market, find):
        assert find("kopi:luwak") == ["teh"]

    def test_typographic_quotes_and_dashes_are_those_of_the_keyboard(self, market, find):
        assert find("“kopi robusta” –teh") == ["kopi"]

    def test_an_exclusion_finds_all_the_others(self, market, index):
        both = [set(ids(index.search(Query(text=text)))) for text in ("kopi", "-kopi")]
        assert both == [{"kopi", "teh"}, {"batik"}]

    @pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
    def test_a_hostile_text_is_answered(self, market, index, text):
        index.search(Query(text=text))
        assert index.count() == 3

    @pytest.mark.parametrize("of", ["stories", "releases", "programs"])
    @settings(
        max_examples=60,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )
    @given(text=TEXTS)
    def test_any_text_is_answered(self, market, index, of, text):
        results = index.search(Query(of=of, text=text, limit=2))
        assert len(results.hits) == min(2, results.total)
        assert len(list(index.hits(Query(of=of, text=text)))) == results.total

    @pytest.mark.parametrize("written", ['"', "\ud800", "'", "\0", "%", "", "a" * 100_000])
    def test_any_filter_value_is_answered(self, market, index, written):
        kinds = (
            "sources topics places origins countries destinations products groups programs exporters".split()
        )
        for kind in kinds:
            assert index.search(Query(**{kind: (written,)})).total == 0
        assert index.get(written) is None

    def test_an_unknown_facet_is_empty(self, market, index):
        assert index.search(Query(facets=("colour", *FACETS))).facets["colour"] == {}
