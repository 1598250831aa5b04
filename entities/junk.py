"""The patterns of data/junk.toml, compiled for one source: the general ones and its own."""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, kw_only=True)
class Junk:
    """The compiled patterns that hold for one source, the general ones and its own; keys as in data/junk.toml."""

    marker: re.Pattern[str]
    titled: re.Pattern[str]
    drop: re.Pattern[str]
    cut: re.Pattern[str]
    ends: re.Pattern[str]
    inline: re.Pattern[str]
    caption: re.Pattern[str]
    credit: re.Pattern[str]
    digest: re.Pattern[str]
    refusal: re.Pattern[str]
    comments: re.Pattern[str]
    lead: re.Pattern[str] | None = None
    holds: tuple[str, ...] = ()
    inline_holds: tuple[str, ...] = ("",)

    def without_inline(self, text: str) -> str:
        """A paragraph without what stands in the middle of it and is no part of it."""
        small = text.lower()
        return self.inline.sub(" ", text) if any(word in small for word in self.inline_holds) else text

    def is_dropped(self, text: str) -> bool:
        """Whether a paragraph goes whole."""
        if self.drop.match(text):
            return True
        return len(text) <= 400 and any(word in text.lower() for word in self.holds)


@cache
def _table() -> dict[str, object]:
    return tomllib.loads(files("entities").joinpath("data/junk.toml").read_text("utf-8"))


@cache
def junk_of(source: str, drop: tuple[str, ...] = (), cut: tuple[str, ...] = ()) -> Junk:
    """The patterns for a source; `drop` and `cut` are further ones, those of its spider."""
    table = _table()
    sites = table.get("site")
    site = sites.get(source, {}) if isinstance(sites, dict) else {}

    def listed(key: str) -> list[str]:
        general = table.get(key)
        return [*(general if isinstance(general, list) else []), *site.get(key, [])]

    def union(key: str, more: Sequence[str] = ()) -> re.Pattern[str]:
        patterns = [*listed(key), *more]
        return re.compile("|".join(f"(?:{p})" for p in patterns), re.I)

    return Junk(
        marker=re.compile(rf"(?:{union('markers').pattern})\s*(?::|$|[»>|–-])", re.I),
        titled=re.compile("|".join(f"(?:{p})" for p in listed("titled"))),
        drop=union("drop", drop),
        cut=union("cut", cut),
        ends=union("ends"),
        inline=union("inline"),
        caption=union("caption"),
        credit=union("credit"),
        digest=union("digest"),
        refusal=union("refusal"),
        comments=union("comments"),
        lead=union("lead") if "lead" in site else None,
        holds=tuple(listed("holds")),
        inline_holds=("",) if "inline" in site else tuple(listed("inline_holds")),
    )


@cache
def stock_tags() -> frozenset[str]:
    """Keywords that sites print on every page."""
    tags = _table()["stock_tags"]
    return frozenset(tags if isinstance(tags, list) else [])
