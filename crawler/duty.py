"""Which sources are on duty: those that nobody has switched off."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager

from crawler.sources import chosen
from entities.errors import BadInput
from indexer.index import Index, open_index, sqlite_path
from state.state import State, open_state, state_url


def held_state(url: str) -> State | None:
    """The state that a URL names; None where no crawl has made it yet, so that to look at it makes no file."""
    path = sqlite_path(url)
    return None if path and not path.exists() else open_state(url)


@contextmanager
def opened(index: str) -> Iterator[tuple[Index, State | None]]:
    """An index to read, and what the crawls beside it remember, if any were; both are closed at the end."""
    with ExitStack() as open_now:
        held = open_now.enter_context(closing(open_index(index)))
        state = held_state(state_url(index))
        if state:
            open_now.enter_context(closing(state))
        yield held, state


def on_duty(names: Sequence[str], url: str) -> tuple[tuple[str, ...], dict[str, str]]:
    """The sources to crawl of these names (none: all), and those left out because they are off, each with the reason.

    BadInput for an unknown source, for one that is off and was named, and where all are off.
    """
    wanted = tuple(chosen(tuple(names)))
    state = held_state(url)
    off = state.switched_off() if state else {}
    if state:
        state.close()
    out = {name: off[name] for name in wanted if name in off}
    if out and names:
        told = ", ".join(f"{name} is off{f' ({why})' if why else ''}" for name, why in out.items())
        raise BadInput(f"{told}; `pantau sources on {next(iter(out))}` switches it on again")
    if len(out) == len(wanted):
        raise BadInput("every source is off; `pantau sources on NAME` switches one on again")
    return tuple(name for name in wanted if name not in out), out
