"""The weekly digest: the right week, honest sums, the same bytes, nothing of a page's own code."""

from datetime import UTC, date, datetime
from decimal import Decimal
from html.parser import HTMLParser

import pytest

from app.digest import make_digest, read_week, render, write_digest
from entities.errors import BadInput
from entities.records import Article, Mention, Money, Program, Release, Story
from indexer.sqlite import SQLiteIndex

WEEK = read_week("2021-W51", date(2022, 1, 1))
IDR = Money(amount=Decimal(1_500_000_000), currency="IDR", deal=1)
USD = Money(amount=Decimal(100_000), currency="USD", deal=1)
EVIDENCE = Mention(
    kind="value",
    field="body",
    start=0,
    end=12,
    text="Rp1,5 miliar",
    value=IDR,
    name="IDR 1500000000",
    rule="t",
)


def story(id, title="Kabar", url=None, published_at=datetime(2021, 12, 20, 3, tzinfo=UTC), **more):
    article = {k: more.pop(k) for k in ("source", "sample") if k in more}
    article = {"source": "solopos", **article}
    url = url or f"https://example.com/{id}"
    return Story(
        article=Article(id=id, url=url, title=title, body="Isi.", published_at=published_at, **article),
        **more,
    )


def release(**more):
    return Release(
        **{"date": date(2021, 12, 20), "origins": ("33.72",), "destinations": ("SG", "JP"), **more}
    )


@pytest.fixture
def index(tmp_path):
    return SQLiteIndex(tmp_path / "p.db")


def texts(index, week=WEEK, by="published"):
    digest = make_digest(index, week, by=by, sources=["solopos", "side"])
    return digest, render(digest, ".html"), render(digest, ".txt")


def test_a_week_runs_from_monday_to_sunday_in_jakarta(index):
    moments = {
        "sunday before": datetime(2021, 12, 19, 16, 59, tzinfo=UTC),
        "monday": datetime(2021, 12, 19, 17, 0, tzinfo=UTC),
        "sunday": datetime(2021, 12, 26, 16, 59, tzinfo=UTC),
        "monday after": datetime(2021, 12, 26, 17, 0, tzinfo=UTC),
    }
    index.put([story(id, published_at=at) for id, at in moments.items()])
    assert texts(index)[0].stories == 2


def test_learnt_counts_when_we_first_saw_it(index):
    index.put(
        [
            story(
                "late",
                published_at=datetime(2018, 3, 1, tzinfo=UTC),
                learnt_at=datetime(2021, 12, 22, tzinfo=UTC),
            )
        ]
    )
    assert (texts(index)[0].stories, texts(index, by="learnt")[0].stories) == (0, 1)


def test_the_same_deal_in_two_currencies_counts_once(index):
    index.put([story("a", releases=(release(values=(USD, IDR), evidence=(EVIDENCE,)),))])
    digest, _, text = texts(index)
    assert (digest.rupiah, digest.dollars) == (IDR.amount, USD.amount)
    assert "Nilai Rp1,5 miliar (US$100.000) dari 1 pelepasan" in text


def test_a_part_of_a_shipment_is_not_added_to_its_whole(index):
    part = Money(amount=Decimal(1_000_000_000), currency="IDR")
    index.put([story("a", releases=(release(values=(IDR, part)),))])
    assert texts(index)[0].rupiah == IDR.amount


def test_a_release_without_value_is_said_to_be_left_out(index):
    index.put([story("a", releases=(release(values=(IDR,)), release(origins=("51.71",))))])
    assert "1 pelepasan tanpa nilai tidak terhitung" in texts(index)[2]


def test_a_currency_that_was_not_stated_is_converted_and_says_how(index):
    index.put(
        [
            story(
                "a",
                releases=(
                    release(values=(Money(amount=Decimal(100_000), currency="USD"),), evidence=(EVIDENCE,)),
                ),
            )
        ]
    )
    digest, html, _ = texts(index)
    assert 1_400_000_000 < digest.rupiah < 1_450_000_000
    assert "IDR dikonversi, kurs 2021-12-20" in html


def test_a_deal_whose_two_values_do_not_fit_is_pointed_out(index):
    wrong = Money(amount=Decimal(80_000_000), currency="USD", deal=1)
    index.put([story("a", releases=(release(values=(wrong, IDR), evidence=(EVIDENCE,)),)), story("b")])
    digest, html, text = texts(index)
    assert digest.doubtful == 1
    for page in (html, text):
        assert "Pada 1 pelepasan dua nilai satu transaksi tidak cocok; periksa sebelum mengutip." in page
        assert (
            "US$80 juta setara Rp1,15 triliun (kurs 2021-12-20), bukan Rp1,5 miliar; beda 769 kali." in page
        )


def test_a_deal_whose_two_values_fit_is_not(index):
    index.put([story("a", releases=(release(values=(USD, IDR), evidence=(EVIDENCE,)),))])
    assert "tidak cocok" not in "".join(texts(index)[1:])


def test_a_value_without_a_known_rate_is_in_no_sum_and_not_called_missing(index):
    unknown = Money(amount=Decimal(100), currency="XAU")
    index.put([story("a", releases=(release(values=(IDR,)), release(values=(unknown,))))])
    digest, html, text = texts(index)
    assert (digest.valued, digest.unvalued, digest.unconverted) == (1, 0, 1)
    for page in (html, text):
        assert "1 pelepasan bernilai tanpa kurs yang diketahui tidak terhitung" in page
        assert "tanpa nilai tidak terhitung" not in page


def test_a_programme_of_one_day_shows_one_day(index):
    index.put([story("a", programs=(Program(name="Bimtek", kind="training", start=date(2021, 12, 22)),))])
    for page in texts(index)[1:]:
        assert "22 Desember 2021" in page
        assert "2021 – –" not in page


def test_releases_stand_under_their_province(index):
    index.put([story("a", releases=(release(), release(origins=("51.71",)), release(origins=())))])
    assert [name for name, _ in texts(index)[0].releases] == ["Asal tidak disebut", "Bali", "Jawa Tengah"]


def test_programmes_and_links_are_there_in_both_forms(index):
    index.put([story("a", programs=(Program(name="Solo Great Sale", kind="exhibition", agency="Pemkot"),))])
    for page in texts(index)[1:]:
        assert "Solo Great Sale" in page
        assert "https://example.com/a" in page


def test_an_empty_week_says_so_and_names_the_silent_sources(index):
    _, html, text = texts(index)
    for page in (html, text):
        assert "Tidak ada pelepasan ekspor" in page
        assert "solopos" in page


def test_the_same_index_gives_the_same_bytes(index, tmp_path):
    index.put([story(id, releases=(release(values=(IDR,)),)) for id in "cab"])
    pages = [write_digest(texts(index)[0], tmp_path / folder) for folder in ("one", "two")]
    assert [p.read_bytes() for p in pages[0]] == [p.read_bytes() for p in pages[1]]
    assert [p.name for p in pages[0]] == ["2021-W51.html", "2021-W51.txt"]


def test_a_hostile_page_stays_text(index):
    index.put(
        [
            story(
                "a",
                title="<script>alert(1)</script>\x1b]0;x\x07",
                url="javascript:alert(1)",
                releases=(release(),),
            )
        ]
    )
    _, html, text = texts(index)
    assert "<script" not in html
    assert "javascript:" not in html + text
    assert "\x1b" not in html + text


def test_samples_are_called_contoh(index):
    index.put([story("a", sample=True, releases=(release(),))])
    assert all("CONTOH" in page for page in texts(index)[1:])


def test_the_page_is_well_formed(index):
    index.put(
        [story("a", releases=(release(values=(IDR,)),), programs=(Program(name="KUR", kind="financing"),))]
    )
    stack = []

    class Checker(HTMLParser):
        def handle_starttag(self, tag, attrs):
            if tag not in ("meta", "br"):
                stack.append(tag)

        def handle_endtag(self, tag):
            assert stack.pop() == tag

    Checker().feed(texts(index)[1])
    assert not stack


@pytest.mark.parametrize(
    "text", ["2021-51", "2021-W00", "2021-W54", "W51", "2021-W53", "kemarin", "٢٠٢١-W51"]
)
def test_a_week_that_does_not_exist_is_refused(text):
    with pytest.raises(BadInput, match="ISO week"):
        read_week(text, date(2022, 1, 1))


def test_last_is_the_week_before_today():
    assert read_week("last", date(2022, 1, 3)).name == "2021-W52"


def test_a_folder_that_cannot_be_made_is_named(index, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(BadInput, match="file"):
        write_digest(texts(index)[0], tmp_path / "file" / "x")
