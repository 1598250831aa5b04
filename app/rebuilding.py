"""`pantau index rebuild`: the index made anew, and what that does to events; or only shown, in a copy of it."""

from collections.abc import Callable
from contextlib import nullcontext

from app.desk import settle
from app.ledger_effect import Standing, copied, effect, print_effect, standing
from crawler.correcting import Corrector
from crawler.lock import only_crawl
from entities.errors import IndexUnusable
from indexer.index import open_index, shown
from indexer.rebuilding import Rebuilt
from indexer.upkeep import COUNTED, Upkeep
from state.state import existing_state, state_url


def run_rebuild(
    index: str, *, extract: bool, dry_run: bool, every: bool, on_step: Callable[[int], None]
) -> None:
    """Make an index anew and tell what changed; dry_run: in a copy, which is deleted. every: of each event."""
    with copied(index) if dry_run else nullcontext(index) as url:
        before = _standing(url)
        with only_crawl(url):
            done = _made_anew(index, url, extract, on_step)
            if not dry_run:
                settle(url)
        _tell(index, done, extract=extract, dry_run=dry_run)
        if before:
            held = open_index(url)
            print_effect(effect(before, standing(held)), every=every)
            held.close()


def _made_anew(index: str, url: str, extract: bool, on_step: Callable[[int], None]) -> Rebuilt:
    """The index of `url` made anew; what is read again is corrected by what the state of `index` knows."""
    state = existing_state(state_url(index))
    try:
        return Upkeep(url).rebuild(extract=extract, on_step=on_step, correct=Corrector(state).correct)
    finally:
        if state:
            state.close()


def _standing(url: str) -> Standing | None:
    """The events before; None where another version made the index, so that they cannot be read."""
    try:
        held = open_index(url)
    except IndexUnusable:
        return None
    try:
        return standing(held)
    finally:
        held.close()


def _tell(index: str, done: Rebuilt, *, extract: bool, dry_run: bool) -> None:
    will = "akan " if dry_run else ""
    print(f"{shown(index)}: {done.stories} berita {will}disusun ulang")
    if done.mended:
        print(f"{done.mended} berita {will}dibaca ulang dari teksnya, karena catatannya rusak")
    if extract:
        print(f"{done.changed} berita {will}berubah menurut aturan hari ini")
        for kind in COUNTED:
            print(f"  {kind}: {done.before[kind]} -> {done.after[kind]}")
