"""Records to draw, for the tests of drawings: ordinary ones, empty ones, and ones that mean harm."""

from decimal import Decimal

from app.coverage import provinces
from app.drawing.records import (
    About,
    Bar,
    Bars,
    Compared,
    Flows,
    Link,
    Node,
    Pair,
    Points,
    Series,
    Spot,
    Step,
    Tile,
    Tiles,
)
from entities import regions

HOSTILE = (
    '<script>alert("1")</script>',
    "kopi\u202eevil\u200f & <b>tebal</b> ]]> --> &amp;",
    "a\u0301\u0301\u0301\u0301\u0301\u0301\u0301\x00\x1b[31m\ud800\ufffe",
    "keripik " * 4000,
    "\n\t  ",
    "日本語" * 80,
    "".join(chr(n) for n in range(1, 200)),
)
FOUND = {"33": 1120, "35": 48, "34": 17, "51": 9, "36": 7, "12": 5, "73": 4, "64": 2, "81": 1}
WATCHED = ("31", "32", "61")


def about(title="Pelepasan ekspor", **more):
    return About(title=title, what="pelepasan ekspor", notes=("Diam: side (3 hari).",), **more)


def tiles(found=FOUND, **more):
    return Tiles(
        about=about(**more), tiles=tuple(_tile(code, found.get(code)) for code in provinces()), unplaced=3
    )


def _tile(code, value):
    state = "value" if value is not None else "quiet" if code in WATCHED else "unsourced"
    return Tile(code=code, name=regions.label(code), state=state, value=value, sources=("solopos",))


def points(language="id"):
    towns = [code for code in sorted(regions.codes()) if len(code) == 5]
    chosen = [*towns[::25], *(code for code in towns if code[:2] == "33"), "33.72", "31.71"]
    spots = [_spot(code, 3 + 7 * n % 61) for n, code in enumerate(dict.fromkeys(chosen))]
    dots = tuple((at.lat, at.lon) for code in towns if (at := regions.centroid(code)))
    return Points(about=about(language=language), spots=tuple(spots), dots=dots, unplaced=2)


def _spot(code, value):
    at = regions.centroid(code)
    return Spot(code=code, name=regions.label(code), value=value, lat=at and at.lat, lon=at and at.lon)


def flows(names=("Jawa Tengah", "Kepulauan Bangka Belitung", "Bali")):
    ends = ("Jepang", "Amerika Serikat", "Uni Emirat Arab", "Lainnya (23)")
    links = [
        Link(origin=a, destination=b, value=1 + a * 5 + b)
        for a in range(len(names))
        for b in range(4)
        if a + b != 3
    ]
    return Flows(
        about=about(),
        origins=tuple(Node(name=name, value=10 - at) for at, name in enumerate(names)),
        destinations=tuple(Node(name=name, value=7, rest=at == 3) for at, name in enumerate(ends)),
        links=tuple(links),
    )


def series(count=52, *, before=True, gaps=(20, 21, 40), **more):
    weeks = [f"2021-W{n:02}" for n in range(1, count + 1)]
    steps = tuple(Step(period=week, value=None if n in gaps else n * 7 % 23) for n, week in enumerate(weeks))
    earlier = tuple(
        Step(period=week.replace("2021", "2020"), value=n * 5 % 17) for n, week in enumerate(weeks)
    )
    return Series(about=about(**more), unit="week", steps=steps, before=earlier if before else ())


def years(first=2015):
    steps = tuple(Step(period=str(year), value=Decimal(year % 7) * 10**9 + 1) for year in range(first, 2027))
    return Series(about=about(measure="IDR"), unit="year", steps=steps)


def bars(names=("kopi arabika", "gula semut", "keripik singkong"), **more):
    shown = tuple(Bar(name=name, value=42 - 3 * at) for at, name in enumerate(names))
    return Bars(about=about(**more), head="Produk", bars=shown, others=48)


def compared(names=("kopi", "gula semut", "mebel", "batik")):
    pairs = tuple(Pair(name=name, left=31 - 9 * at, right=4 * at + 4) for at, name in enumerate(names))
    return Compared(
        about=about(), head="Produk", left="Jawa Tengah", right="Jawa Timur", pairs=pairs,
        whole=Pair(name="Semua", left=112, right=48), others=2,
    )  # fmt: skip


EVERY = {
    "tiles": tiles(),
    "tiles in English": tiles(language="en"),
    "tiles of money": tiles({code: Decimal(n) * 10**9 for code, n in FOUND.items()}, measure="IDR"),
    "tiles of one": tiles({"33": 1}),
    "tiles without news": tiles({}),
    "points": points(),
    "points without any": Points(about=about(), spots=()),
    "flows": flows(),
    "flows without any": Flows(about=about(), origins=(), destinations=(), links=()),
    "series": series(),
    "series of five years": Series(
        about=about(), unit="week",
        steps=tuple(Step(period=f"{y}-W{w:02}", value=w % 9) for y in range(2017, 2022) for w in range(1, 53)),
    ),
    "series of four weeks": series(4, gaps=()),
    "series without a week": Series(about=about(), unit="week", steps=()),
    "series that nobody watched": series(6, gaps=range(6), before=False),
    "years": years(),
    "bars": bars(),
    "bars without any": Bars(about=about(), head="Produk", bars=()),
    "bars with hostile names": bars(HOSTILE),
    "flows with hostile names": flows(HOSTILE),
    "compared": compared(),
    "compared with hostile names": compared(HOSTILE),
    "compared without any": Compared(
        about=about(), head="Produk", left="2020", right="2021", pairs=(), whole=Pair(name="Semua", left=0, right=0)
    ),
    "a hostile title": bars(title=HOSTILE[0] + HOSTILE[1]),
}  # fmt: skip
