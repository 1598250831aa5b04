"""Schemes: notices of programmes joined, so that each programme stands once, however many papers tell of it.

Joined as the ledger joins releases (entities/ledger.py): the same notices in any order give the same schemes.
"""

from collections.abc import Iterable

from entities.ledger import Joined, Joining, Kind, apart, signs
from entities.ledger_decisions import UNDECIDED, Decisions
from entities.scheme_blocks import keys
from entities.scheme_pairs import compare, far, parts
from entities.scheme_report import Notice


class Scheme(Joined[Notice]):
    """One programme, one edition of it where it has several."""

    @staticmethod
    def named(report: Notice) -> str:
        return public_id(report)


def public_id(notice: Notice) -> str:
    """The id of a scheme that a notice is the first of, as PR-2021-33.72-7k3d9qxw; 00 stands for the whole country.

    Year and place are for the eye; eight signs, made as those of an event, tell it.
    """
    places = () if notice.national else notice.program.places
    return f"PR-{notice.year or 0:04}-{min(places, default='00')}-{signs(notice.key)}"


PROGRAMS = Kind(
    keys=keys,
    far=far,
    compare=compare,
    parts=parts,
    apart=apart,
    made=lambda reports, joins: Scheme(reports=reports, joins=joins),
)


class Schemes(Joining[Notice, Scheme]):
    """Notices of programmes and the schemes they tell of."""

    def __init__(self, notices: Iterable[Notice] = (), decisions: Decisions = UNDECIDED) -> None:
        super().__init__(PROGRAMS, notices, decisions)
