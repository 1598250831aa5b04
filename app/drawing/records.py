"""What is drawn: small records of figures, with the names that a reader sees. No drawing knows more than its record."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from app.wording import Language

Measure = Literal["count", "IDR", "USD"]
Amount = int | Decimal
State = Literal["value", "quiet", "unsourced"]


@dataclass(frozen=True, kw_only=True)
class About:
    """What every drawing says of itself, in the reader's language.

    title: one line. what: what is counted, as "pelepasan ekspor". measure: what the figures are; money is in whole
    rupiah or dollars, unrounded. notes: sentences that stand below the drawing and beside its table.
    """

    title: str
    what: str
    language: Language = "id"
    measure: Measure = "count"
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Tile:
    """A province. state: "value"; "quiet": covered by sources, nothing found; "unsourced": no source covers it.

    sources: who covered it, as a reader is told. value is None where nothing was found.
    """

    code: str
    name: str
    state: State
    value: Amount | None = None
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Tiles:
    """All provinces as a grid. unplaced: how many matches name no province."""

    about: About
    tiles: tuple[Tile, ...]
    unplaced: int = 0


@dataclass(frozen=True, kw_only=True)
class Spot:
    """A kabupaten or kota at its point, in degrees of WGS 84; lat and lon are None where none is known."""

    code: str
    name: str
    value: Amount
    lat: float | None = None
    lon: float | None = None


@dataclass(frozen=True, kw_only=True)
class Points:
    """Kabupaten and kota as bubbles. dots: points of all others, to show land; unplaced: named no such one."""

    about: About
    spots: tuple[Spot, ...]
    dots: tuple[tuple[float, float], ...] = ()
    unplaced: int = 0

    @property
    def ranked(self) -> list[Spot]:
        """The spots, the one with most first."""
        return sorted(self.spots, key=lambda spot: (-spot.value, spot.code))


@dataclass(frozen=True, kw_only=True)
class Node:
    """An end of flows. value: what was found with it, once each. rest: it stands for many smaller ones."""

    name: str
    value: Amount
    rest: bool = False


@dataclass(frozen=True, kw_only=True)
class Link:
    """How much goes from an origin to a destination, by their places in the lists."""

    origin: int
    destination: int
    value: Amount


@dataclass(frozen=True, kw_only=True)
class Flows:
    """From where to where. One shipment to two countries is in two links."""

    about: About
    origins: tuple[Node, ...]
    destinations: tuple[Node, ...]
    links: tuple[Link, ...]


@dataclass(frozen=True, kw_only=True)
class Step:
    """A week ("2021-W51") or year; value is None where no source was watched, which is not nothing."""

    period: str
    value: Amount | None


@dataclass(frozen=True, kw_only=True)
class Series:
    """Figures in time, without a gap in their periods. before: the same a year earlier, one for one, or none."""

    about: About
    unit: Literal["week", "year"]
    steps: tuple[Step, ...]
    before: tuple[Step, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Bar:
    """A name and its figure."""

    name: str
    value: Amount


@dataclass(frozen=True, kw_only=True)
class Bars:
    """The largest of a kind. head: what the names are, as "Produk". others: how many more names there are."""

    about: About
    head: str
    bars: tuple[Bar, ...]
    others: int = 0


@dataclass(frozen=True, kw_only=True)
class Pair:
    """One name with the figure of either side."""

    name: str
    left: Amount
    right: Amount


@dataclass(frozen=True, kw_only=True)
class Compared:
    """Two regions or two periods. whole: all that was found on either side; others: how many more names there are."""

    about: About
    head: str
    left: str
    right: str
    pairs: tuple[Pair, ...]
    whole: Pair
    others: int = 0


Drawing = Tiles | Points | Flows | Series | Bars | Compared
