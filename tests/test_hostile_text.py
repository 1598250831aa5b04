"""Text that no editor meant: what is found in it is right, or nothing is; it never fails and offsets stay exact."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

import pytest

from entities.extract import annotate
from entities.records import Article, Mention, Money, Quantity, Story

NBSP, NARROW, SOFT, ZERO, NUL = "\u00a0", "\u202f", "\u00ad", "\u200b", "\0"
NEWS = (
    "Bupati Sikka melepas ekspor 12 ton kakao asal Sikka ke Belgia, Rabu (6/3/2024). "
    "Nilainya Rp 1,5 miliar, setara US$95.500."
)


def story(body: str, title: str = "Kakao Sikka Dilepas ke Belgia") -> Story:
    published = datetime.fromisoformat("2024-03-07T08:00:00+08:00")
    return annotate(Article(id="a", source="s", url="", title=title, body=body, published_at=published))


def texts_of(told: Story) -> Iterator[Mention]:
    yield from told.mentions
    for record in (*told.releases, *told.programs):
        yield from record.evidence


def exact(told: Story) -> bool:
    return all(getattr(told.article, m.field)[m.start : m.end] == m.text for m in texts_of(told))


JUNK = {
    "empty": "",
    "blanks": " \n\n\t \n",
    "full stops": "." * 5000,
    "brackets": "([{" * 2000,
    "quotes": "“”‘’\"'" * 1000,
    "digits": "1.234,56" * 2000,
    "currency signs": "Rp US$ € " * 2000,
    "dates without end": "(1/1/2024)" * 1000,
    "dashes": "-–—" * 2000,
    "commas": "kopi, " * 2000,
    "one word": "a" * 100_000,
    "capitals": "Kota " * 5000,
    "control characters": "".join(map(chr, range(32))) * 50,
    "lone surrogates": "\ud800 ekspor \udfff",
    "combining marks": "e\u0301" * 3000,
    "right to left": "\u202eekspor kopi ke Jepang\u202c " * 100,
    "no Latin": "印度尼西亚出口咖啡到日本。" * 200 + "تصدير القهوة" * 200,
    "letters apart": " ".join(NEWS),
    "emoji": "🎉🇮🇩" * 1000,
}


@pytest.mark.parametrize("body", JUNK.values(), ids=JUNK)
@pytest.mark.parametrize("title", ["", "Kakao"])
def test_junk_gives_no_record_and_no_error(body: str, title: str) -> None:
    told = story(body, title)
    assert exact(told)
    assert (told.releases, told.programs) == ((), ())


CHANGES = {
    "as it is": lambda text: text,
    "non-breaking spaces": lambda text: text.replace(" ", NBSP),
    "non-breaking spaces in numbers": lambda text: text.replace("12 ton", f"12{NBSP}ton").replace(
        "Rp 1,5 miliar", f"Rp{NBSP}1,5{NBSP}miliar"
    ),
    "narrow spaces in numbers": lambda text: text.replace("12 ton", f"12{NARROW}ton").replace(
        "Rp 1,5 miliar", f"Rp{NARROW}1,5{NARROW}miliar"
    ),
    "double blanks": lambda text: text.replace(" ", "  "),
    "curly quotes": lambda text: f"“{text}” ‘kata’ Bupati.",
    "other scripts around": lambda text: f"日本へ\n\n{text}\n\nПривет",
    "NUL between paragraphs": lambda text: f"{NUL}\n\n{text}\n\n{NUL}",
    "old line ends": lambda text: text.replace(". Nilai", ".\r\n\r\nNilai"),
    "no final stop": lambda text: text[:-1],
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_release_is_read_through(change) -> None:
    told = story(change(NEWS))
    assert exact(told)
    (release,) = told.releases
    assert str(release.date) == "2024-03-06"
    assert (release.origins, release.destinations) == (("53.07",), ("BE",))
    assert [q.amount for q in release.quantities] == [12_000]
    assert [(v.amount, v.currency) for v in release.values] == [(1_500_000_000, "IDR"), (95_500, "USD")]


DAMAGE = {
    "soft hyphens": lambda text: text.replace("ek", f"ek{SOFT}").replace("ka", f"ka{SOFT}"),
    "zero-width spaces": lambda text: text.replace(" ", f"{ZERO} "),
    "NUL within words": lambda text: text.replace("ka", f"ka{NUL}"),
    "no spaces": lambda text: text.replace(" ", ""),
    "upside down": lambda text: text[::-1],
    "full-width digits": lambda text: text.translate({ord(str(n)): chr(0xFF10 + n) for n in range(10)}),
    "Cyrillic look-alikes": lambda text: text.replace("k", "\u043a").replace("S", "\u0405"),
    "markup": lambda text: text.replace(" ", "<br/>&nbsp;"),
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_damaged_news_gives_what_is_right_or_nothing(damage) -> None:
    told = story(damage(NEWS))
    assert exact(told)
    right = {Decimal(12_000), Decimal(1_500_000_000), Decimal(95_500)}
    amounts = {m.value.amount for m in told.mentions if isinstance(m.value, Money | Quantity)}
    assert amounts <= right
    places = {m.value for m in told.mentions if m.kind in ("city", "province", "country")}
    assert places <= {"53.07", "BE"}


@pytest.mark.parametrize(("size", "joint"), [(1_000_000, " "), (100_000, "\n\n")], ids=["one", "many"])
def test_paragraphs_of_any_size_are_read(size: int, joint: str) -> None:
    told = story(joint.join([NEWS] * (size // len(NEWS))))
    assert exact(told)
    assert {d for r in told.releases for d in r.destinations} == {"BE"}
