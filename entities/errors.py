"""Failures that a user can act on: one clear sentence each, never a traceback.

`status` is the exit status of a command that ends with it; docs/commands.md has the one table of them.
"""


class PantauError(Exception):
    """Something went wrong that the message explains in one sentence, naming what and where."""

    status = 1


class BadInput(PantauError):
    """What was asked for or handed in cannot be used: unknown source, malformed line, impossible date.

    says: the sentence, its blanks filled from `told` as by str.format; both are kept, so that a page can say it in its
    reader's language. field: of several that were handed in the one that it is about; None where that is not known.
    """

    status = 2

    def __init__(self, says: str = "", /, *, field: str | None = None, **told: object) -> None:
        self.says, self.told, self.field = says, told, field
        super().__init__(says.format(**told) if told else says)


class Unreadable(BadInput):
    """A page or a text from which no article can be read."""


class IndexUnusable(PantauError):
    """The index file is missing, foreign, damaged, of another version or its disk is full."""

    status = 3


class StateUnusable(PantauError):
    """What crawls remember cannot be used: foreign, damaged, of a later version, disk full."""

    status = 3


class Busy(PantauError):
    """Another process holds what this one needs, as a second crawl into one index."""

    status = 4
