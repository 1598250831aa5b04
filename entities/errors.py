"""Failures that a user can act on: one clear sentence each, never a traceback.

`status` is the exit status of a command that ends with it; docs/commands.md has the one table of them.
"""


class PantauError(Exception):
    """Something went wrong that the message explains in one sentence, naming what and where."""

    status = 1


class BadInput(PantauError):
    """What was asked for or handed in cannot be used: unknown source, malformed line, impossible date."""

    status = 2


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
