"""Pairs of articles for the measure of duplicates: copies as syndication makes them, and look-alikes that are none.

Copies are made of given articles by edits (EDITS, alone and several at once). Look-alikes are made of them too: the
same boilerplate with other figures, names and days, and a follow-up below which the old report stands again. Reports of
one event that were written apart are in tests/copies/apart.jsonl. Everything is drawn from a seed and always the same.
"""

import json
import random
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from entities.records import Article
from entities.wire import article_from

ROOT = Path(__file__).resolve().parents[1]
SAMPLES = sorted((ROOT / "samples").glob("*/*.json"))
GOLD = [ROOT / "tests" / "gold" / name for name in ("a.jsonl", "b.jsonl", "c.jsonl")]
SHARED = ROOT.parent / "shared" / "gold" / "dev.jsonl"
APART = ROOT / "tests" / "copies" / "apart.jsonl"
FIRST = datetime(2024, 3, 4, 2, tzinfo=UTC)
Edit = Callable[[Article, random.Random], Article]
ENDS = re.compile(r"(?<=[.!?])[\"”']?\s+(?=[A-Z\"“])")


@dataclass(frozen=True, kw_only=True)
class Pair:
    """Two articles, whether one is a copy of the other, and how they were made."""

    first: Article
    second: Article
    is_copy: bool
    how: str


# ---------------------------------------------------------------- articles


def articles(files: Iterable[Path]) -> list[Article]:
    """The articles of JSON and JSON Lines files, each text once, all of one day."""
    lines = [line for file in files for line in _lines(file)]
    found = [article_from({"id": f"x{n}", **line}) for n, line in enumerate(lines) if line.get("body")]
    dated = (replace(article, published_at=FIRST, date=None) for article in found)
    return list({article.body: article for article in dated}.values())


def _lines(file: Path) -> list[dict]:
    text = file.read_text("utf-8")
    return [json.loads(text)] if file.suffix == ".json" else [json.loads(t) for t in text.split("\n") if t]


def pairs(given: Sequence[Article], seed: int = 7) -> Iterator[Pair]:
    """Every copy and every look-alike of the articles; of two given ones, each pair is a look-alike."""
    chance = random.Random(seed)
    for n, article in enumerate(given):
        for is_copy, table in ((True, COPIES), (False, LOOK_ALIKES)):
            for how, edits in table.items():
                if is_long_enough(article) or not {lead_rewritten, followed_up} & {*edits}:
                    second = edited(article, edits, chance)
                    yield Pair(first=article, second=second, is_copy=is_copy, how=how)
        for other in given[n + 1 :]:
            yield Pair(first=article, second=other, is_copy=False, how="another article")


def apart() -> Iterator[Pair]:
    """Reports of one event written apart, weekly pieces and follow-ups, of our own wording."""
    groups: dict[str, list[Article]] = {}
    for line in _lines(APART):
        article = replace(article_from(line), published_at=FIRST)
        groups.setdefault(line["group"], []).append(article)
    for group, found in groups.items():
        for n, article in enumerate(found):
            for other in found[n + 1 :]:
                yield Pair(first=article, second=other, is_copy=False, how=f"apart: {group.split('-')[0]}")


def is_long_enough(article: Article) -> bool:
    """Whether the article is still the larger part of what becomes of it without its lead."""
    texts = paragraphs(article)
    return len(texts) >= 4 and 3 * len(texts[0].split()) <= len(article.body.split())


def edited(article: Article, edits: Iterable[Edit], chance: random.Random) -> Article:
    """A later article of another site that the edits make."""
    made = article
    for edit in edits:
        made = edit(made, chance)
    later = FIRST + timedelta(hours=chance.randrange(1, 240))
    return replace(
        made,
        id=f"{article.id}-{chance.random()}",
        url=f"https://lain.example/{chance.random()}",
        published_at=later,
    )


# ---------------------------------------------------------------- text


def paragraphs(article: Article) -> list[str]:
    return article.body.split("\n\n")


def with_paragraphs(article: Article, texts: Iterable[str]) -> Article:
    return replace(article, body="\n\n".join(texts))


def replaced(article: Article, table: dict[str, str], chance: random.Random, share: float = 1.0) -> Article:
    """The body with words of a table exchanged, as far as chance has it."""
    pattern = re.compile(r"\b(?:" + "|".join(map(re.escape, table)) + r")\b")
    return replace(
        article,
        body=pattern.sub(lambda m: table[m[0]] if chance.random() < share else m[0], article.body),
    )


# ---------------------------------------------------------------- what syndication does

OPENINGS = ("Kabar Gembira,", "Simak!", "Makin Mendunia,", "Bukan Main,", "Bangga!")
SYNONYMS = {
    "mengatakan": "menuturkan", "kata": "ujar", "menyebut": "mengungkapkan", "dilepas": "diberangkatkan",
    "melepas": "memberangkatkan", "dikirim": "diekspor", "sebanyak": "sejumlah", "Sebanyak": "Sejumlah",
    "sekitar": "kurang lebih", "hampir": "nyaris", "ini": "tersebut", "karena": "sebab", "agar": "supaya",
    "lewat": "melalui", "para": "sejumlah", "juga": "pun", "telah": "sudah", "namun": "tetapi", "Namun": "Tetapi",
    "pelaku usaha": "pengusaha", "warga": "masyarakat", "setelah": "seusai", "memakai": "menggunakan",
    "dari": "asal", "untuk": "guna", "tahun lalu": "tahun sebelumnya", "bikinan": "buatan", "pembeli": "buyer",
}  # fmt: skip
SPELLINGS = {
    "UMKM": "usaha mikro, kecil, dan menengah (UMKM)", "Kabupaten": "Kab.", "Provinsi": "Prov.", "di mana": "dimana",
    "miliar": "milyar", "ekspor": "export", "Rabu": "Rabu,", "Jumat": "Jum'at", "dolar AS": "USD", "Pemkab":
    "Pemerintah Kabupaten", "Pemkot": "Pemerintah Kota", "kontainer": "peti kemas", "Wali Kota": "Walikota",
}  # fmt: skip
ELSEWHERE = ("Cara Mengurus Sertifikat Halal bagi Pemula", "Jadwal Bazar Akhir Pekan Ini")
FILLER = (
    "Pemerintah daerah berharap semakin banyak usaha kecil yang menembus pasar luar negeri pada tahun mendatang.",
    "Sebelumnya, berbagai pelatihan pengemasan dan pemasaran sudah digelar bersama lembaga pembiayaan setempat.",
    "Data dinas terkait memperlihatkan jumlah usaha kecil di wilayah itu terus bertambah dari tahun ke tahun.",
    "Informasi selengkapnya dapat diperoleh di kantor dinas setempat pada jam kerja.",
)
LEADS = (
    "Usaha kecil di daerah kembali mencatat kabar baik. Produk buatan warga setempat dinilai mampu bersaing, dan "
    "pemerintah daerah menyatakan akan terus mendampingi pelaku usaha tersebut.",
    "Upaya memperluas pasar produk lokal membuahkan hasil. Sejumlah pihak menyambut baik langkah yang ditempuh "
    "dalam beberapa bulan terakhir itu dan berharap langkah serupa diikuti daerah lain.",
)


def headline(article: Article, chance: random.Random) -> Article:
    words = article.body.split()[3:9]
    return replace(article, title=f"{chance.choice(OPENINGS)} {' '.join(words)} Jadi Perhatian")


def agency_dateline(article: Article, chance: random.Random) -> Article:
    place = chance.choice(("SOLO", "JAKARTA", "SEMARANG", "Surabaya"))
    mark = chance.choice(("(ANTARA) - ", "- ", "(Kabar Nusa) – "))
    return replace(article, body=f"{place} {mark}{article.body}")


def credits(article: Article, chance: random.Random) -> Article:
    lines = chance.sample(
        [
            "Pewarta: Meja Daerah",
            "Editor: Redaksi",
            "(ANTARA)",
            "COPYRIGHT © 2024",
            "Sumber: Kantor Berita",
            "(red/tim)",
        ],
        3,
    )
    return with_paragraphs(article, [*paragraphs(article), *lines])


def read_also(article: Article, chance: random.Random) -> Article:
    texts = paragraphs(article)
    for _ in range(2):
        texts.insert(
            chance.randrange(1, len(texts) + 1),
            f"Baca juga: {chance.choice(ELSEWHERE)}",
        )
    return with_paragraphs(article, texts)


def tail_cut(article: Article, chance: random.Random) -> Article:
    texts = paragraphs(article)
    return with_paragraphs(article, texts[: max(2, round(len(texts) * chance.uniform(0.45, 0.8)))])


def joined(article: Article, chance: random.Random) -> Article:
    texts: list[str] = []
    for text in paragraphs(article):
        if texts and chance.random() < 0.5:
            texts[-1] += f" {text}"
        else:
            texts.append(text)
    return with_paragraphs(article, texts)


def split(article: Article, chance: random.Random) -> Article:
    return with_paragraphs(article, [part for text in paragraphs(article) for part in ENDS.split(text)])


def spelt(article: Article, chance: random.Random) -> Article:
    made = replaced(article, SPELLINGS, chance, 0.8)
    table = str.maketrans({"“": '"', "”": '"', "–": "-", "’": "'"}) if "“" in made.body else {ord('"'): "”"}
    return replace(made, body=made.body.translate(table))


def typos(article: Article, chance: random.Random) -> Article:
    """Two of a hundred words lose, double or exchange a letter."""

    def slip(word: str) -> str:
        if len(word) < 4 or not word.isalpha() or chance.random() > 0.02:
            return word
        at = chance.randrange(1, len(word) - 1)
        return chance.choice(
            (
                word[:at] + word[at + 1 :],
                word[:at] + word[at] + word[at:],
                word[:at] + word[at + 1] + word[at] + word[at + 2 :],
            )
        )

    return replace(article, body=re.sub(r"\w+", lambda m: slip(m[0]), article.body))


def figures(article: Article, chance: random.Random) -> Article:
    """1.500 as 1500, 12,5 as 12.5, Rp1,5 miliar as Rp 1.500 juta, (20/12/2021) as (20 Desember 2021)."""
    months = "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember".split()
    text = re.sub(
        r"\b(\d{1,2})/(\d{1,2})/(\d{4})\b",
        lambda m: f"{m[1]} {months[(int(m[2]) - 1) % 12]} {m[3]}",
        article.body,
    )
    text = re.sub(
        r"Rp ?(\d+),(\d) miliar",
        lambda m: f"Rp {m[1]}.{m[2]}00 juta" if chance.random() < 0.5 else f"Rp{m[1]},{m[2]} M",
        text,
    )
    text = re.sub(r"\b(\d{1,3})\.(\d{3})\b", r"\1\2", text)
    return replace(article, body=re.sub(r"\b(\d+),(\d+)\b", r"\1.\2", text))


def added(article: Article, chance: random.Random) -> Article:
    texts = paragraphs(article)
    texts.insert(chance.randrange(1, len(texts) + 1), " ".join(chance.sample(FILLER, 2)))
    return with_paragraphs(article, texts)


def lead_rewritten(article: Article, chance: random.Random) -> Article:
    return with_paragraphs(article, [chance.choice(LEADS), *paragraphs(article)[1:]])


def paraphrased(article: Article, chance: random.Random) -> Article:
    """A tenth of the words, as an editor's hand."""
    return replaced(article, SYNONYMS, chance, 0.7)


def moved(article: Article, chance: random.Random) -> Article:
    first, *texts = paragraphs(article)
    if len(texts) > 1:
        texts.append(texts.pop(chance.randrange(len(texts))))
    return with_paragraphs(article, [first, *texts])


EDITS: dict[str, Edit] = {
    "new headline": headline,
    "dateline": agency_dateline,
    "credit lines": credits,
    "Baca juga": read_also,
    "tail cut": tail_cut,
    "paragraphs joined": joined,
    "paragraphs split": split,
    "spelling": spelt,
    "typos": typos,
    "figures": figures,
    "paragraph added": added,
    "lead rewritten": lead_rewritten,
    "words exchanged": paraphrased,
    "paragraph moved": moved,
}
DESK = (headline, agency_dateline, credits, read_also, split, spelt)
COPIES: dict[str, tuple[Edit, ...]] = {
    "as it is": (),
    **{how: (headline, edit) for how, edit in EDITS.items()},
    "a desk's hand": DESK,
    "a desk's hand, cut": (*DESK, tail_cut),
    "lead rewritten, cut": (headline, lead_rewritten, tail_cut),
    "old headline, half of it": (lead_rewritten, tail_cut, added, typos),
    "many hands": (headline, agency_dateline, joined, spelt, typos, figures, added, paraphrased, credits),
    "all of it": (*EDITS.values(),),
}


# ---------------------------------------------------------------- what only looks like a copy

NAMES = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{3,}(?: [A-Z][a-z]+)*")
DAYS = {
    "Senin": "Kamis", "Selasa": "Jumat", "Rabu": "Senin", "Kamis": "Selasa", "Jumat": "Rabu", "Sabtu": "Minggu",
    "Minggu": "Sabtu",
}  # fmt: skip
PLACES = (
    "Pesisir Jaya",
    "Lembah Asri",
    "Bukit Sejahtera",
    "Muara Kencana",
    "Tanjung Elok",
    "Gunung Rindang",
    "Teluk Damai",
)


def other_figures(article: Article, chance: random.Random) -> Article:
    """Another week of the same piece: every figure and day is another one."""
    body = re.sub(r"\d+", lambda m: _other(m[0], chance), article.body)
    return replaced(replace(article, body=body), DAYS, chance)


def _other(digits: str, chance: random.Random) -> str:
    low = 10 ** (len(digits) - 1) if len(digits) > 1 else 1
    found = chance.randrange(low, 10 * low)
    return str(found if found != int(digits) else found - 1 if found > low else found + 1)


def other_names(article: Article, chance: random.Random) -> Article:
    """The same boilerplate of another place and firm: names within sentences are others, each the same throughout."""
    given: dict[str, str] = {}

    def other(match: re.Match[str]) -> str:
        if match[0] not in given:
            given[match[0]] = chance.choice(PLACES) if chance.random() < 0.7 else match[0]
        return given[match[0]]

    return replace(article, body=NAMES.sub(other, article.body))


def followed_up(article: Article, chance: random.Random) -> Article:
    """New paragraphs, as many as of the old report stand below them as background."""
    texts = paragraphs(article)
    kept = texts[len(texts) // 2 :]
    new = [
        *chance.sample(FILLER, 3),
        chance.choice(LEADS),
        *_fresh(sum(len(t.split()) for t in kept), chance),
    ]
    return with_paragraphs(article, [*new, "Diberitakan sebelumnya, sebagai berikut.", *kept])


FRESH = (
    "Tim verifikasi mendatangi gudang tersebut pada pagi hari dan memeriksa kelengkapan dokumen satu per satu. ",
    "Pembeli meminta contoh tambahan sebelum kontrak berikutnya diteken, dengan syarat kadar air lebih rendah. ",
    "Koperasi menyiapkan rapat anggota luar biasa guna membahas pembagian hasil dan rencana pembelian mesin. ",
    "Seorang perajin menceritakan bahwa pesanan sempat tertunda dua pekan akibat gelombang tinggi di pelabuhan. ",
    "Kantor bea dan cukai menjelaskan tata cara baru yang berlaku bagi pengiriman barang dalam jumlah kecil. ",
    "Bank daerah menawarkan pinjaman berbunga ringan kepada perajin yang telah mengantongi pesanan tetap. ",
    "Dosen perguruan tinggi setempat meneliti daya tahan kemasan bila disimpan lama di ruang pendingin. ",
    "Gudang baru seluas dua kali lapangan futsal disiapkan di tepi jalan raya supaya truk mudah keluar masuk. ",
)


def _fresh(words: int, chance: random.Random) -> Iterator[str]:
    told = 0
    for sentence in chance.sample(FRESH, len(FRESH)):
        if told >= words:
            return
        told += len(sentence.split())
        yield sentence.strip()


LOOK_ALIKES: dict[str, tuple[Edit, ...]] = {
    "other figures": (other_figures,),
    "other figures and names": (other_figures, other_names),
    "follow-up": (headline, followed_up),
}
