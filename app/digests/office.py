"""What the environment says of mailing digests, put together: the server, who writes, where links lead."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from app.digests.addresses import read_address
from app.digests.issues import composer
from app.digests.links import links
from app.digests.posting import Post
from app.digests.sending import Composer, Sender
from app.smtp import mail_server
from entities.errors import BadInput
from indexer.index import open_index
from state.state import State, open_state, state_url


def utc_now() -> datetime:
    return datetime.now(UTC)


def writes_from() -> str:
    """The address that digests come from; BadInput for none."""
    written = os.environ.get("PANTAU_SMTP_FROM") or os.environ.get("PANTAU_ALERT_FROM") or ""
    try:
        return read_address(written)
    except BadInput:
        raise BadInput("digests need a sender; set PANTAU_SMTP_FROM to a mail address") from None


@contextmanager
def sender_of(
    index: str, state: str | None = None, clock: Callable[[], datetime] = utc_now
) -> Iterator[Sender]:
    """All that mailing needs, by the environment; BadInput, before anything is opened, for what is missing there."""
    told = links()
    post = Post(mail_server(), writes_from())
    held = open_index(index)
    kept = open_state(state_url(index, state))
    try:
        yield Sender(
            state=kept,
            held=held,
            index=index,
            links=told,
            post=post,
            compose=_composer(kept, held, told),
            clock=clock,
        )
    finally:
        post.close()
        kept.close()
        held.close()


def _composer(state: State, held, told) -> Composer:  # type: ignore[no-untyped-def]
    return composer(state, held, told)
