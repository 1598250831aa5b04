"""Copies are known by address, headline or text, whatever syndication did to them, and nothing else is taken for one."""

import random
import re
from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from bench.copies import growth, judged
from bench.syndication import COPIES, EDITS, FIRST, GOLD, SAMPLES, apart, articles, edited, pairs
from entities.copies import Seen, likeness, original, seen, share
from entities.prints import print_of, unpacked
from entities.records import Article, Story
from indexer.linking import links

GIVEN = articles([*SAMPLES, *GOLD])
LONG = next(article for article in GIVEN if article.body.count("\n\n") >= 5)
PRECISION, RECALL = 0.98, 0.90


def comparable(article: Article) -> Seen:
    return seen(Story(article=article))


def of_text(body: str, title: str = "") -> Article:
    return Article(id="a", source="", url="", title=title, body=body)


# ---------------------------------------------------------------- the measure


def test_copies_are_found_and_look_alikes_are_not():
    found = judged([*pairs(GIVEN), *apart()])
    assert found.precision >= PRECISION
    assert found.recall >= RECALL


@pytest.mark.parametrize("how", EDITS)
def test_what_syndication_does_to_an_article_leaves_it_a_copy(how):
    made = edited(LONG, (EDITS["new headline"], EDITS[how]), random.Random(3))
    assert likeness(comparable(LONG), comparable(made))


@pytest.mark.parametrize("pair", list(apart()), ids=lambda pair: f"{pair.first.id} {pair.second.id}")
def test_what_was_written_apart_is_no_copy(pair):
    assert likeness(comparable(pair.first), comparable(pair.second)) is None


def test_likeness_is_the_same_either_way_round():
    for pair in list(pairs(GIVEN[:12]))[:400]:
        one, other = comparable(pair.first), comparable(pair.second)
        assert likeness(one, other) == likeness(other, one)


def test_few_others_are_looked_at_however_many_there_are(capsys):
    growth((500, 2_000))
    looked_at = [float(found) for found in re.findall(r"([\d.]+) others looked at", capsys.readouterr().out)]
    assert len(looked_at) == 2
    assert max(looked_at) < 10


# ---------------------------------------------------------------- prints


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("senilai Rp1,5 miliar untuk pembeli", "senilai Rp 1.500.000.000 untuk pembeli"),
        ("senilai Rp 1.500 juta untuk pembeli", "senilai Rp1,5 milyar untuk pembeli"),
        ("pada Senin (20/12/2021) pagi itu", "pada Senin, 20 Desember 2021 pagi itu"),
        ("sebanyak dua kontainer kopi robusta", "Sebanyak 2 kontainer kopi robusta"),
        ("sebanyak 1.500 ton kopi robusta", "sebanyak 1500 ton kopi robusta"),
        ("seberat 12,5 ton kopi robusta", "seberat 12.5 ton kopi robusta"),
        ("“Kopi itu manis,” kata dia", '"Kopi itu manis", kata dia'),
    ],
)
def test_one_thing_in_two_spellings_is_one(one, other):
    assert print_of(of_text(one)).shingles == print_of(of_text(other)).shingles


def test_other_figures_are_other_words():
    one, other = (print_of(of_text(f"seberat {n} ton kopi robusta")) for n in (12, 13))
    assert one.shingles != other.shingles


@pytest.mark.parametrize(
    "body", [LONG.body, "", "a b", "\ud800 " * 50, "1.2.3.4 " * 90, "9" * 50_000, "🎉" * 500]
)
def test_any_print_comes_back_from_its_bytes(body):
    print = print_of(of_text(body, "Lima Kata Sudah Cukup Begini"))
    assert unpacked(print.packed()) == print


def test_a_print_stays_small_whatever_the_text():
    chance = random.Random(1)
    body = " ".join(f"{chance.choice('Kk')}ata{n} {n}" for n in range(20_000))
    assert len(print_of(of_text(body)).packed()) < 3_000


@pytest.mark.parametrize(
    "other",
    [
        "http://contoh.id/a-1",
        "https://www.contoh.id/a-1/",
        "https://m.contoh.id/a-1",
        "https://amp.contoh.id/a-1",
    ],
)
def test_one_address_in_other_forms_is_one(other):
    urls = [print_of(replace(LONG, url=url)).url for url in ("https://contoh.id/a-1", other)]
    assert urls[0] == urls[1]


@pytest.mark.parametrize(
    "other", ["https://contoh.id/a-2", "https://lain.id/a-1", "https://contoh.id/a-1?p=2", ""]
)
def test_another_address_is_another(other):
    assert print_of(replace(LONG, url="https://contoh.id/a-1")).url != print_of(replace(LONG, url=other)).url


def test_of_a_long_text_a_sample_is_enough():
    chance = random.Random(5)
    words = ["".join(chance.choices("aiueokstn", k=5)) for _ in range(2_000)]
    whole, half, fresh = (" ".join(some) for some in (words, words[:1_000], sorted(words)))
    assert share(print_of(of_text(whole)), print_of(of_text(half))) == 1
    assert share(print_of(of_text(whole)), print_of(of_text(fresh))) < Decimal("0.1")


# ---------------------------------------------------------------- links


class Shelf:
    """Stories held in memory, as linking asks for them."""

    def __init__(self) -> None:
        self.held: dict[str, Seen] = {}

    def sharing(
        self, keys: Collection[int], since: datetime, until: datetime, but: Collection[str]
    ) -> Iterable[Seen]:
        near = [s for s in self.held.values() if since <= s.moment <= until and s.id not in but]
        return [s for s in near if not s.keys.isdisjoint(keys)]

    def linked_to(self, ids: Collection[str]) -> Iterable[Seen]:
        return [s for s in self.held.values() if s.copy_of in ids]

    def put(self, new: list[Seen]) -> None:
        self._follow(new, [])

    def forget(self, id: str) -> None:
        self.held.pop(id, None)
        self._follow([], [id])

    def _follow(self, new: list[Seen], gone: list[str]) -> None:
        found = links(new, gone, self)
        self.held |= {one.id: one for one in new}
        for id, copy in found.items():
            self.held[id] = replace(self.held[id], copy_of=copy and copy.id)


@pytest.mark.parametrize("seed", range(12))
def test_links_are_what_a_look_at_all_stories_would_find(seed):
    """Whatever is put, changed, put together and forgotten, in whatever order."""
    chance, shelf = random.Random(seed), Shelf()
    kinds = [(), *COPIES.values()]
    for _ in range(60):
        if shelf.held and chance.random() < 0.15:
            shelf.forget(chance.choice(sorted(shelf.held)))
            continue
        batch = {}
        for _ in range(chance.choice((1, 1, 3))):
            made = edited(chance.choice(GIVEN[:4]), chance.choice(kinds), chance)
            when = FIRST + timedelta(hours=chance.randrange(1_000))
            id = str(chance.randrange(25))
            batch[id] = comparable(replace(made, id=id, published_at=when))
        shelf.put(list(batch.values()))
        wanted = {
            id: original(one, [o for o in shelf.held.values() if o.id != id])
            for id, one in shelf.held.items()
        }
        assert {id: one.copy_of for id, one in shelf.held.items()} == {
            id: c and c.id for id, c in wanted.items()
        }
    assert any(one.copy_of for one in shelf.held.values())
