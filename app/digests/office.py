"""What the environment says of mailing digests, put together: the server, who writes, where links lead."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from datetime import UTC, datetime

from app.digests.addresses import read_address
from app.digests.links import links
from app.digests.posting import Post
from app.digests.sending import Sender
from app.smtp import mail_server
from entities.errors import BadInput
from indexer.index import open_index
from state.state import open_state, state_url


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
    index: str, state: str | None = None, *, digests: bool = False, clock: Callable[[], datetime] = utc_now
) -> Iterator[Sender]:
    """All that mailing needs, by the environment; BadInput, before anything is opened, for what is missing there.

    digests: also what composes them, for which the index is opened.
    """
    told = links()
    post = Post(mail_server(), writes_from())
    with ExitStack() as open_now:
        open_now.callback(post.close)
        kept = open_now.enter_context(closing(open_state(state_url(index, state))))
        compose = None
        if digests:
            from app.digests.issues import composer

            compose = composer(open_now.enter_context(closing(open_index(index))), kept, told)
        yield Sender(state=kept, index=index, links=told, post=post, compose=compose, clock=clock)
