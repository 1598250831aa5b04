"""`pantau replay`: the archive read again by today's rules; what would change, by source and field, or is written."""

import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from datetime import date
from pathlib import Path
from typing import Any

from app import wording
from app.ledger_effect import Effect, Rehearsal, Standing, effect, print_effect, standing
from crawler.archive_shelf import Shelf
from crawler.lock import only_crawl
from crawler.replay import WRITTEN, Outcome, Replay
from crawler.sources import chosen
from entities.ledger_decisions import Decisions
from entities.wire import dumps
from indexer.index import Index, open_index
from state.state import State, existing_state, open_state, state_url

FAILED = 1
EXAMPLES = 3  # of a field, where not all are asked for
MOST_FAULTS = 20  # that are named one by one
SHOWN = 60  # characters of a value on each side of where it differs
COLUMNS = {  # kind of outcome -> heading of its column
    "same": "Sama",
    "changed": "Berubah",
    "new": "Baru",
    "moved": "Pindah",
    "gone": "Hilang",
}
PASSED = {
    "left": "dulu dan kini ditinggalkan",
    "newer": "bacaan di indeks lebih baru",
    "forgotten": "diminta dilupakan",
    "hidden": "disembunyikan penyunting",
    "missing": "halamannya tidak lagi di arsip",
    "damaged": "arsipnya rusak",
    "unknown": "sumbernya tidak dikenal lagi",
    "fault": "gagal karena kesalahan Pantau",
}
WHY = {"not relevant": "tidak tentang ekspor atau program UMKM", "unreadable": "tidak terbaca"}


def run_replay(
    sources: Sequence[str],
    *,
    index: str,
    archive: Path,
    since: date | None = None,
    until: date | None = None,
    apply: bool = False,
    verbose: bool = False,
    as_json: bool = False,
    events: bool = True,
) -> int:
    """Read the archive again and tell what differs from the index; exit status 1 where some of it could not be read.

    events: tell too what becomes of events, which without apply is tried in a copy of the index.
    """
    names = list(chosen(tuple(sources))) if sources else []
    shelf = Shelf(archive)
    with only_crawl(index) if apply else nullcontext(), Rehearsal(index) as tried:
        held, state = open_index(index, create=apply), _state(index, apply)
        told = Told(verbose=verbose, as_json=as_json)
        before = _settled(held, state) if apply and state and events else None
        replayed = Replay(shelf, held, apply=apply, state=state).outcomes(names, since=since, until=until)
        for outcome in _shown(replayed):
            told.add(outcome)
            if outcome.story and events and before is None:
                tried.put(outcome.story)
        if events:
            told.effect = effect(before, standing(held)) if before else tried.effect()
        problems = [*map(str, shelf.damages), *told.faults, *_left(held, apply)]
        held.close()
        if state:
            state.close()
    shelf.close()
    told.print(apply, problems)
    for problem in problems:
        print(f"pantau: {wording.safe(problem)}", file=sys.stderr)
    return FAILED if problems else 0


def _state(index: str, apply: bool) -> State | None:
    """The state of an index; one that is not there is made only where something is written."""
    return (open_state if apply else existing_state)(state_url(index))


def _settled(held: Index, state: State) -> Standing:
    """The events before, joined by the decisions that the state knows."""
    held.decide(Decisions(state.decisions()))
    return standing(held)


def _left(index: Index, apply: bool) -> tuple[str, ...]:
    """What a server did not take."""
    return index.left().told if apply else ()


def _shown(outcomes: Iterator[Outcome]) -> Iterator[Outcome]:
    """The outcomes, counted on a terminal while they come."""
    live = sys.stderr.isatty()
    for number, outcome in enumerate(outcomes, 1):
        if live and number % 20 == 0:
            print(f"\r{number} berita dibaca ulang …\r", end="", file=sys.stderr, flush=True)
        yield outcome


class Told:
    """Counts by source and field, and examples; everything at once where all is asked for."""

    def __init__(self, *, verbose: bool, as_json: bool) -> None:
        self.verbose, self.as_json = verbose, as_json
        self.kinds: dict[str, Counter[str]] = defaultdict(Counter)
        self.fields: dict[str, Counter[str]] = defaultdict(Counter)
        self.examples: list[str] = []
        self.faults: list[str] = []
        self.effect: Effect | None = None  # on events

    def add(self, outcome: Outcome) -> None:
        """Count an article, and tell or remember what changes in it."""
        self.kinds[outcome.source][outcome.kind] += 1
        if outcome.kind == "fault" and len(self.faults) < MOST_FAULTS:
            self.faults.append(f"{outcome.url} could not be read again ({outcome.why})")
        if self.as_json and (self.verbose or outcome.kind not in ("same", "left")):
            print(dumps(_line(outcome)))
        for example in () if self.as_json else self._examples(outcome):
            if self.verbose:
                _print(example)
            else:
                self.examples.append(example)
        self.fields[outcome.source].update(list(outcome.changes))

    def _examples(self, outcome: Outcome) -> Iterator[str]:
        if outcome.kind in ("new", "gone", "moved") and self._few(
            self.kinds[outcome.source][outcome.kind] - 1
        ):
            why = WHY.get(outcome.why, outcome.why)
            yield f"{outcome.id}: {COLUMNS[outcome.kind].lower()}{f' ({why})' if why else ''}"
        for field, (old, new) in outcome.changes.items():
            if self._few(self.fields[outcome.source][field]):
                yield f"{outcome.id}: {field}: {' -> '.join(around(old, new))}"

    def _few(self, told: int) -> bool:
        return self.verbose or told < EXAMPLES

    # ------------------------------------------------------------ the end

    def print(self, applied: bool, problems: Sequence[str]) -> None:
        """All counts; for machines as the last line."""
        if self.as_json:
            for change in self.effect.changes if self.effect else ():
                print(dumps({"event": change.json()}))
            print(dumps({"summary": self._summary(applied, problems)}))
        else:
            self._print_table(applied)

    def _summary(self, applied: bool, problems: Sequence[str]) -> dict[str, Any]:
        return {
            "articles": sum(kinds.total() for kinds in self.kinds.values()),
            "outcomes": dict(sum(self.kinds.values(), Counter())),
            "fields": dict(sum(self.fields.values(), Counter())),
            "sources": {
                name: {"outcomes": dict(kinds), "fields": dict(self.fields[name])}
                for name, kinds in sorted(self.kinds.items())
            },
            "events": self.effect and self.effect.json(),
            "applied": applied,
            "problems": list(problems),
        }

    def _print_table(self, applied: bool) -> None:
        from rich.table import Table

        from app.terminal import console, text

        table = Table("Sumber", "Dibaca", *COLUMNS.values(), "Lainnya")
        for name, kinds in sorted(self.kinds.items()):
            passed = sum(kinds[kind] for kind in PASSED)
            cells = [str(kinds[kind]) for kind in COLUMNS]
            table.add_row(text(name), str(kinds.total()), *cells, str(passed))
        console.print(table)
        for name, kinds in sorted(self.kinds.items()):
            fields = ", ".join(f"{field} {number}" for field, number in self.fields[name].most_common())
            others = ", ".join(f"{kinds[kind]} {words}" for kind, words in PASSED.items() if kinds[kind])
            for label, said in (("bidang", fields), ("lainnya", others)):
                if said:
                    console.print(text(f"{name}: {label}: {said}", "dim"), soft_wrap=True)
        for example in self.examples:
            _print(example)
        if self.effect:
            print_effect(self.effect, every=self.verbose)
        console.print(self._closing(applied), soft_wrap=True)

    def _closing(self, applied: bool) -> str:
        total = sum(self.kinds.values(), Counter())
        written = sum(total[kind] for kind in WRITTEN)
        if applied:
            said = f"{written} berita ditulis ke indeks"
        elif written:
            said = f"{written} berita akan ditulis; `pantau replay --apply` menuliskannya"
        else:
            said = "tidak ada yang berubah"
        return said + (f"; {total['gone']} yang hilang tetap di indeks" if total["gone"] else "")


def _line(outcome: Outcome) -> dict[str, Any]:
    changed = {field: {"old": old, "new": new} for field, (old, new) in outcome.changes.items()}
    return {
        "id": outcome.id,
        "source": outcome.source,
        "url": outcome.url,
        "fetched_at": outcome.at and outcome.at.isoformat(),
        "outcome": outcome.kind,
        "why": outcome.why or None,
        "changes": changed,
    }


def around(old: Any, new: Any) -> tuple[str, str]:
    """Two values in short: the stretch where they begin to differ."""
    one, other = _words(old), _words(new)
    same = next(
        (n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
    start = max(0, same - SHOWN // 3)
    return _cut(one, start), _cut(other, start)


def _words(value: Any) -> str:
    if value is None or value == []:
        return wording.NOTHING
    return " ".join((value if isinstance(value, str) else dumps(value)).split())


def _cut(words: str, start: int) -> str:
    piece = words[start : start + 2 * SHOWN]
    return ("…" if start else "") + piece + ("…" if len(words) > start + len(piece) else "")


def _print(example: str) -> None:
    from app.terminal import console, text

    console.print(text(f"  {example}"), soft_wrap=True)
