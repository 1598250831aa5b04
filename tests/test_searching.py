"""Searching on the command line: what is asked is taken, and what is found says where it comes from."""

import json
import shlex
from dataclasses import replace
from decimal import Decimal

import pytest

from app import asking, demo, labels, searching, terminal
from app.cli import main
from app.evidence import SHARE, evidence_sentences
from app.export_about import described
from app.facts import facts_of_release
from entities import goods
from entities.errors import BadInput
from entities.records import Mention, Money, Quantity
from indexer.index import Query
from indexer.sqlite import SQLiteIndex
from tests.contracts.making import mention, sale, scheme, story

LEAD = "Koperasi di Solo melepas 18 ton keripik senilai Rp612 juta ke Jepang."
BODY = f"{LEAD}\n\nPanen kali ini baik. Warga senang sekali. {'Tidak ada apa-apa lagi di sini. ' * 5}"


def found(kind: str, text: str, value, role: str | None = None) -> Mention:
    start = BODY.index(text)
    return Mention(
        kind=kind,
        field="body",
        start=start,
        end=start + len(text),
        text=text,
        value=value,
        name=text,
        role=role,
    )


def exported():
    """A story whose one release rests on its first sentence."""
    release = sale("IDR 612000000", to="JP", products=("keripik",), origins=("33.72",), by="CV Maju")
    evidence = (
        found("city", "Solo", "33.72", "origin"),
        found("quantity", "18 ton", Quantity(amount=Decimal(18000), unit="kg")),
        found("product", "keripik", "keripik", "exported"),
        found("value", "Rp612 juta", release.values[0], "transaction"),
        found("country", "Jepang", "JP", "destination"),
    )
    release = replace(release, evidence=evidence)
    return story(
        "keripik",
        title="Keripik berangkat",
        body=BODY,
        topics=("export_release",),
        mentions=evidence,
        releases=(release,),
    )


@pytest.fixture
def pantau(tmp_path, monkeypatch, capsys):
    """Run a command in an index of five stories: its status, what it printed and what it complained of."""
    path = tmp_path / "p.db"
    index = SQLiteIndex(path)
    index.put(
        [exported(), story("pelatihan", body="Pelatihan ekspor.", programs=(scheme("Sekolah Ekspor"),))]
    )
    index.put(
        story(f"kopi-{n}", body="Petani kopi.", source="side", mentions=(mention("city", "33.09"),))
        for n in range(3)
    )
    index.close()
    monkeypatch.setenv("PANTAU_INDEX", f"sqlite:///{path}")
    monkeypatch.setattr(terminal.console, "width", 200)

    def run(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr("sys.argv", ["pantau", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        told = capsys.readouterr()
        return ended.value.code or 0, told.out, told.err

    return run


def lines(out: str) -> list[dict]:
    return [json.loads(line) for line in out.splitlines()]


# ---------------------------------------------------------------- words


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        (["ekspor", "-solo"], "ekspor -solo"),
        (["keripik singkong"], '"keripik singkong"'),
        (["-keripik singkong"], '-"keripik singkong"'),
        (["title:keripik singkong"], 'title:"keripik singkong"'),
        (["-asal:kota solo"], '-asal:"kota solo"'),
        (["kopi OR teh", "-solo"], "kopi OR teh -solo"),
        (['"keripik singkong" -solo'], '"keripik singkong" -solo'),
        (["kopi", "OR", "teh"], "kopi OR teh"),
        ([], ""),
    ],
)
def test_the_words_of_a_shell_are_a_query(arguments, text):
    assert asking.text_of(arguments) == text


def test_an_exclusion_needs_no_quoting(pantau):
    assert "1 berita" in pantau("search", "ekspor", "-solo")[1]
    assert "pelatihan" in pantau("search", "-keripik", "ekspor")[1]


@pytest.mark.parametrize(
    ("written", "near"), [("--orign", "--origin"), ("--foo", "--help"), ("--orign=solo", "--origin")]
)
def test_an_unknown_option_is_a_sentence_and_no_word(pantau, written, near):
    status, out, complaint = pantau("search", "kopi", written)
    assert (status, out) == (2, "")
    assert f"no option {written.partition('=')[0]}" in complaint
    assert near in complaint


def test_what_is_not_understood_is_told(pantau):
    assert "warna" in pantau("search", "warna:merah")[1]
    assert "warna" in pantau("search", "warna:merah", "--json")[2]


# ---------------------------------------------------------------- filters


@pytest.mark.parametrize(
    ("option", "written", "count"),
    [
        ("--origin", "Solo", 1),
        ("--origin", "33.72", 1),
        ("--origin", "kota surakarta", 1),
        ("--place", "Jateng", 4),
        ("--destination", "Jepang", 1),
        ("--country", "japan", 1),
        ("--product", "Keripik", 1),
        ("--exporter", "maju", 1),
        ("--program", "sekolah", 1),
        ("--source", "side", 3),
        ("--topic", "ekspor", 1),
        ("--min-value", "600 juta", 1),
        ("--min-value", "Rp1 miliar", 0),
        ("--max-value", "US$50 ribu", 1),
        ("--since", "2021-12-21", 0),
        ("--until", "2021-12-20", 5),
    ],
)
def test_filters_take_codes_and_names(pantau, option, written, count):
    assert len(lines(pantau("search", option, written, "--json")[1])) == count


@pytest.mark.parametrize(
    ("option", "written", "told"),
    [
        ("--origin", "Slo", "Solo"),
        ("--place", "99.99", "33.72"),
        ("--destination", "Jepng", "Jepang"),
        ("--country", "XX", "ISO 3166-1"),
        ("--topic", "cuaca", "export_release"),
        ("--group", "xyz", "HS"),
        ("--source", "tidakada", "solopos"),
        ("--min-value", "banyak", "1,5 miliar"),
        ("--min-value", "EUR 5", "rupiah or dollars"),
        ("--min-weight", "banyak", "18 ton"),
        ("--facets", "warna", "province"),
        ("--after", "x", "first page"),
    ],
)
def test_an_unknown_value_is_one_sentence_with_what_is_known(pantau, option, written, told):
    status, _, complaint = pantau("search", option, written)
    assert (status, len(complaint.strip().splitlines())) == (2, 1)
    assert told in complaint


def test_bounds_of_two_currencies_or_days_the_wrong_way_round_are_refused():
    with pytest.raises(BadInput, match="two currencies"):
        asking.Asked(given={"min_value": "Rp1 juta", "max_value": "US$5"}).query()


# ---------------------------------------------------------------- what is shown


@pytest.mark.parametrize("command", ["search", "releases"])
def test_a_hit_shows_way_goods_value_day_and_the_sentence_it_rests_on(pantau, command):
    shown = pantau(command, "keripik", "--facets", "none")[1]
    for part in ("Kota Surakarta → Jepang", "keripik", "Rp612 juta", "US$42", "20 Desember 2021", LEAD):
        assert part in shown, part
    assert "https://example.com/keripik" in shown


def test_a_release_whose_two_values_do_not_fit_is_shown_with_a_warning(capsys):
    told = exported()
    rupiah = replace(told.releases[0].values[0], deal=1)
    dollars = Money(amount=Decimal(42_600_000), currency="USD", deal=1)
    release = replace(told.releases[0], values=(rupiah, dollars))
    terminal.print_releases([facts_of_release(told, release)])
    shown = capsys.readouterr().out
    assert "Dua nilai satu transaksi tidak cocok: Rp612 juta setara US$42." in shown
    assert "bukan US$42,6 juta" in shown


def test_a_programme_is_shown_with_its_headline(pantau):
    shown = pantau("programs")[1]
    assert "Sekolah Ekspor" in shown
    assert "1 program\n" in shown


def test_provinces_show_their_cities_beneath(pantau):
    shown = pantau("search", "--facets", "province,city")[1]
    province, cities = [line for line in shown.splitlines() if "Jawa Tengah" in line or "Boyolali" in line][
        -2:
    ]
    assert province.split() == ["Provinsi", "Jawa", "Tengah", "4"]
    assert "Kabupaten Boyolali 3, Kota Surakarta 1" in cities


def test_totals_say_what_they_leave_out(pantau):
    shown = pantau("releases")[1]
    assert "Nilai Rp612 juta" in shown
    assert "1 pelepasan tanpa berat tidak terhitung" in shown


def test_a_series_is_counted_by_week(pantau):
    assert "2021-W51       5 █" in pantau("search", "--series", "week")[1]


def test_nothing_found_says_why_and_what_to_type(pantau):
    shown = pantau("search", "zebra kuantum")[1]
    assert "Tidak ada berita yang cocok dengan kata-kata itu di antara 5 berita" in shown
    assert "sebagian" not in shown
    shown = pantau("releases", "--origin", "Solo", "--destination", "Korea")[1]
    assert "Tanpa --destination: 1 peristiwa ekspor (pantau releases --origin 33.72)" in shown
    shown = pantau("releases", "--origin", "Bali", "--destination", "Korea", "keripik")[1]
    assert "Hanya kata-kata: 1 peristiwa ekspor" in shown
    assert "Ada 3 berita tentang itu: pantau search kopi" in pantau("releases", "kopi")[1]
    status, out, complaint = pantau("search", "zebra", "--json")
    assert (status, out) == (0, "")
    assert "Tidak ada berita yang cocok" in complaint


def test_an_empty_index_says_how_to_fill_it(pantau, tmp_path):
    SQLiteIndex(tmp_path / "new.db").close()
    assert "pantau crawl" in pantau("search", "kopi", "--index", f"sqlite:///{tmp_path}/new.db")[1]


def test_numbers_of_a_loosened_search_say_so(pantau):
    shown = pantau("releases", "keripik", "zebra")[1]
    assert shown.count("tidak ada yang memuat semua kata") == 2
    assert shown.rindex("tidak ada yang memuat semua kata") > shown.index("Jumlah")


def test_facets_are_read_without_a_code_book(pantau):
    shown = pantau("search", "--facets", "topic,kind,group")[1]
    for part in ("pelepasan ekspor 1", "Jenis program   pelatihan 1", "olahan sayur dan buah (20) 1"):
        assert part in shown, part
    assert [c for c in set(goods.chapters().values()) if c not in labels.chapters()] == []


def test_show_names_roles_and_topics(pantau):
    shown = pantau("show", "keripik")[1]
    for part in ("pelepasan ekspor", "Solo", "(asal)", "Jepang (tujuan)"):
        assert part in shown, part


def test_show_for_machines_has_the_facts_and_not_the_text(pantau):
    (line,) = lines(pantau("show", "keripik", "--json")[1])
    assert line["releases"][0]["destinations"] == ["JP"]
    assert not {"body", "captions"} & line.keys()


def test_pages_follow_one_another(pantau):
    first = pantau("search", "kopi", "--limit", "2", "--facets", "none")[1]
    assert "2 dari 3 berita" in first
    cursor = first.rsplit("--after ", 1)[1].strip()
    second = pantau("search", "kopi", "--limit", "2", "--after", cursor)[1]
    assert "kopi-2" in second
    assert "--after" not in second


def test_machines_get_a_line_a_hit_and_a_summary_when_asked(pantau):
    status, out, complaint = pantau("search", "kopi", "--json", "--limit", "2")
    assert (status, [line["id"] for line in lines(out)]) == (0, ["kopi-0", "kopi-1"])
    assert "--after" in complaint
    asked = ("releases", "--json", "--summary", "--series", "year", "--facets", "destination")
    hit, last = lines(pantau(*asked)[1])
    assert (hit["destinations"], hit["rupiah"], hit["tellings"][0]["article"]) == (
        ["JP"],
        612000000,
        "keripik",
    )
    told, other = lines(pantau(*asked, "--reports")[1])
    assert (told["id"], told["release"]["destinations"], told["rupiah"]) == ("keripik", ["JP"], 612000000)
    assert (last["summary"]["of"], other["summary"]["of"]) == ("events", "releases")
    assert lines(pantau("search", "keripik", "--json", "--summary")[1])[-1]["summary"]["events"] == 1
    summary = last["summary"]
    assert (summary["total"], summary["facets"]) == (1, {"destination": {"JP": 1}})
    assert summary["totals"]["rupiah"] == 612000000
    assert [bucket["period"] for bucket in summary["series"]] == ["2021"]


def test_show_marks_every_mention_and_never_prints_the_whole_text(pantau):
    shown = pantau("show", "keripik")[1]
    assert LEAD in shown
    assert "Panen kali ini" not in shown
    assert "nilai" in shown
    (line,), left_out = evidence_sentences(exported())
    assert (line.plain, left_out) == (LEAD, 0)
    assert [span.style for span in line.spans] == ["green", "blue", "yellow", "magenta", "cyan"]


def test_of_a_text_full_of_mentions_only_a_part_is_shown():
    body = "Solo ramai. " * 100
    named = tuple(
        Mention(kind="city", field="body", start=n, end=n + 4, text="Solo", value="33.72", name="Solo")
        for n in range(0, len(body), 12)
    )
    shown, left_out = evidence_sentences(story("a", body=body, mentions=named))
    assert sum(len(line) for line in shown) <= SHARE * len(body)
    assert len(shown) + left_out == 100


def test_a_line_of_json_has_no_text_of_the_article(tmp_path):
    index = SQLiteIndex(tmp_path / "p.db")
    index.put([exported()])
    (hit,) = index.hits()
    assert not {"body", "captions"} & searching.hit_json(hit).keys()


def test_the_query_of_a_citation_can_be_pasted_into_a_shell():
    for text in ('kopi "briket arang" -solo', 'a;b $(x) "c`d"', "nata de coco's"):
        assert asking.text_of(shlex.split(described(Query(text=text)))).replace('"', "") == text.replace(
            '"', ""
        )


def test_what_to_type_after_the_demo_works_in_a_folder_with_a_space(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(terminal.console, "width", 200)
    demo._print_next(f"sqlite:///{tmp_path}/a b/contoh.db")
    commands = [shlex.split(line, comments=True) for line in capsys.readouterr().out.splitlines()[2:]]
    assert [command[1] for command in commands] == "search releases digest dump crawl".split()
    for command in commands[:4]:
        assert f"sqlite:///{tmp_path}/a b/contoh.db" in command
