"""A form of the editor that was not taken comes back with all that was typed, what is wrong beside its field."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

Pairs = tuple[tuple[str, str], ...]
ADDRESS = re.compile(r"(?P<book>articles|events|programmes)/(?P<id>.+)/(?P<action>[a-z-]+)", re.DOTALL)
OURS = ("form", "print", "item", "place", "at", "nth")  # fields that tell nothing that anybody typed


@dataclass(frozen=True, kw_only=True)
class Sent:
    """A form as it was sent: for which article, event or programme (`book`, `id`), to do what, and all its fields."""

    book: str
    id: str
    action: str
    pairs: Pairs = ()

    @property
    def to(self) -> str:
        """Its address below /editor."""
        return f"{self.book}/{self.id}/{self.action}"

    @cached_property
    def given(self) -> Mapping[str, str]:
        """The fields by name; of one that was told several times the last."""
        return dict(self.pairs)

    def all(self, name: str) -> list[str]:
        """All values of a field."""
        return [value for told, value in self.pairs if told == name]


def sent_to(address: str, pairs: Pairs) -> Sent | None:
    """What was sent to an address below /editor; None where no form of ours goes."""
    match = ADDRESS.fullmatch(address)
    return Sent(**match.groupdict(), pairs=pairs) if match else None


@dataclass(frozen=True, kw_only=True)
class Back:
    """What a page needs of it. wrong: the sentence of what is wrong; field: the field that this is about, None for the
    form as a whole; place: of what was read the one that the form is about, as it stands now; None without one."""

    sent: Sent
    wrong: str
    field: str | None = None
    place: int | None = None

    def at(self, place: int | None) -> "Back":
        """The same for what stands at another place now."""
        return replace(self, place=place)

    def only(self, action: str, place: int | None = None) -> "Back":
        """This, where it is the form of an action on what stands at a place; else one that was not sent."""
        return self if (self.sent.action, self.place) == (action, place) else NONE

    def of(self, name: str, otherwise: str) -> str:
        """What was typed into a field; `otherwise` where the form had no such field."""
        return self.sent.given.get(name, otherwise)

    @property
    def typed(self) -> list[tuple[str, str]]:
        """Fields with what was typed, for a page that has no such form any more."""
        return [(name, value) for name, value in self.sent.pairs if name not in OURS and value.strip()]


NONE = Back(sent=Sent(book="", id="", action=""), wrong="")  # of a form that was not sent
