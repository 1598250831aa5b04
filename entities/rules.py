"""Named rules of data/roles.toml: which windows must show which cue labels, first match wins."""

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cache
from typing import Any

from entities.cues import Labels, table

Windows = Mapping[str, AbstractSet[str]]
WEAK = frozenset({"mention", "background"})


@dataclass(frozen=True, kw_only=True)
class Rule:
    """A named rule: every window of `needs` must show one of its labels, no window of `bars` any of its own."""

    name: str
    gives: str
    needs: tuple[tuple[str, Labels], ...]
    bars: tuple[tuple[str, Labels], ...]

    @property
    def strong(self) -> bool:
        """True where the rule gives the stronger role of its kind."""
        return self.gives not in WEAK

    def holds(self, seen: Windows) -> bool:
        """True where all needs and no bar are met."""
        for window, names in self.needs:
            if names.isdisjoint(seen[window]):
                return False
        return all(names.isdisjoint(seen[window]) for window, names in self.bars)


@cache
def rules(group: str) -> tuple[Rule, ...]:
    """The rules of one group of data/roles.toml, in their order."""
    return tuple(_rule(row) for row in table()[group])


def _rule(row: Mapping[str, Any]) -> Rule:
    def windows(key: str) -> tuple[tuple[str, Labels], ...]:
        return tuple((window, frozenset(names)) for window, names in row.get(key, {}).items())

    return Rule(name=row["name"], gives=row["gives"], needs=windows("if"), bars=windows("unless"))


def first(group: Iterable[Rule], seen: Windows) -> Rule | None:
    """The first rule that holds; None where none does."""
    return next((rule for rule in group if rule.holds(seen)), None)
