"""Where the parts of a digest lead: to the page under PANTAU_PUBLIC_URL, or to the command that shows the same.

With a page every number is a link. Without one each is followed by a mark, and the marks are told at the end with the
commands that give them.
"""

from dataclasses import dataclass, field

from app.digests.document import Part
from app.export_about import described
from app.options import SCHEME_ID
from app.web.asked import address
from indexer.index import Query

PATHS = {"stories": "/", "events": "/events", "releases": "/", "schemes": "/programmes"}
COMMANDS = {
    "stories": "search",
    "events": "releases",
    "releases": "releases --reports",
    "schemes": "ledger programs",
}


@dataclass(frozen=True, kw_only=True)
class Pointer:
    """Knows where a part leads. public: the address of the page without a slash at its end; None: there is none."""

    public: str | None = None
    language: str = "id"
    marks: dict[str, int] = field(default_factory=dict, compare=False)

    def address(self, part: Part) -> str | None:
        """The web address that a part leads to, or None."""
        if part.url:
            return part.url
        if not self.public:
            return None
        if part.figure:
            return self.search(part.figure.query)
        return (
            f"{self.public}/{_path(part.event)}/{part.event}?bahasa={self.language}" if part.event else None
        )

    def search(self, query: Query) -> str:
        """The address of the page that shows what a query finds."""
        return f"{self.public}{address(PATHS[query.of], query, {'bahasa': self.language})}"

    def mark(self, part: Part) -> int | None:
        """The number by which a figure is told at the end, where it is no link; None for what is no figure."""
        if not part.figure:
            return None
        return self.marks.setdefault(self.told(part.figure.query), len(self.marks) + 1)

    def told(self, query: Query) -> str:
        """How one sees what a query finds: an address, or a command."""
        return self.search(query) if self.public else command(query)

    def event(self, id: str) -> str:
        """How one sees an event."""
        return f"{self.public}/events/{id}" if self.public else f"pantau ledger show {id}"


def _path(id: str) -> str:
    return "programmes" if id.startswith(SCHEME_ID) else "events"


def command(query: Query) -> str:
    """The command that shows what a query finds."""
    return f"pantau {COMMANDS[query.of]} {described(query)}".rstrip()
