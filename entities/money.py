"""Money in a text: signs and names of currencies, scales, ranges, figures of one deal. Words: data/money.toml.

Rules, as they stand in Span.rule: "sign" (currency before the number), "name" (after it), "range", "elided"
(rupiah left out after a first figure), "worth" (left out after "omzet", "senilai" and the like).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from entities.numerals import GAP, Numeral, any_of, numerals, table
from entities.ranges import ABOUT_WORDS, about, ends, is_year, joint, plain
from entities.records import Article, Mention, Money
from entities.spans import Span, mentions
from entities.trace import rejected

_DATA = table("money.toml")
_SIGNS: dict[str, str] = {sign: row["code"] for row in _DATA["currency"] for sign in row["signs"]}
_WORDS: dict[str, str] = {word.lower(): row["code"] for row in _DATA["currency"] for word in row["words"]}
_CODES = [word for row in _DATA["currency"] for word in row["words"] if word.isupper()]
_NAMES = [word for row in _DATA["currency"] for word in row["words"] if not word.isupper()]
_SIGN = any_of(_SIGNS)
_BEFORE = re.compile(rf"(?<![^\W\d_])(?:{_SIGN}{GAP}{{0,2}})??(?P<sign>{_SIGN})(?P<gap>{GAP}{{0,3}})\Z")
_AFTER = re.compile(
    rf"(?:{GAP}{{0,2}}-?(?:(?P<code>{any_of(_CODES)})|(?P<name>(?i:{any_of(_NAMES)})))(?!\w))"
)
_GLUED = re.compile(rf"(?<!\w){any_of(_DATA['glued'])}\Z")
_BROKEN = re.compile(rf"{GAP}\d{{3}}(?!\d)")  # "Rp 1 500": nobody knows which number it is
_CENTS = re.compile(r",--?|,=|\.-(?!\d)")
_SIGN_ENDS = tuple({sign[-1] for sign in _SIGNS})
_REACH = max(map(len, _SIGNS)) * 2 + 5

_JOIN = any_of([*_DATA["deal"]["joins"], *ABOUT_WORDS])
_DEAL = re.compile(
    rf"{GAP}?(?:[,;]{GAP}?)?(?:\({GAP}?)?(?:{_JOIN}(?:{GAP}|$|(?=\())){{0,10}}\(?{GAP}?", re.IGNORECASE
)
_KURS = re.compile(rf"\b{any_of(_DATA['deal']['kurs'])}\b[^.;()\n]{{0,30}}\Z", re.IGNORECASE)
_ASIDE = re.compile(  # "(RM)", "(kurs Rp14.300 per dolar AS)"
    rf"{GAP}?\((?:{any_of([*_SIGNS, *_CODES, 'AS'])}|[^()\n]*(?i:\b{any_of(_DATA['deal']['kurs'])}\b)[^()\n]*)\)"
)
_ELIDED = _DATA["elided"]
_LEAD = re.compile(rf"(?<!\w){any_of(_ELIDED['leads'])}{GAP}\Z", re.IGNORECASE)
_LISTED = re.compile(rf",?{GAP}(?:dan{GAP}|serta{GAP}|lalu{GAP})?")
_FOLLOW = re.compile(rf"\s*(?:$|[.,;:!?)”\"’]|{any_of(_ELIDED['follows'])}\b)", re.IGNORECASE)
_WORTH = re.compile(
    rf"\b{any_of(_ELIDED['worth'])}{GAP}(?:{any_of(_ELIDED['between'])}{GAP}){{0,4}}\Z", re.IGNORECASE
)
_NEVER = re.compile(rf"\b{any_of(_ELIDED['never'])}(?:nya)?\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Figure:
    """One number with the currency printed beside it, None where there is none."""

    start: int
    end: int
    number: Numeral
    currency: str | None
    rule: str = ""


def _figure(text: str, number: Numeral) -> _Figure:
    """The number with the currency before or after it."""
    head = text[max(0, number.start - _REACH) : number.start]
    end = number.end
    if cents := _CENTS.match(text, end):
        end = cents.end()
    before = _BEFORE.search(head) if head.rstrip().endswith(_SIGN_ENDS) else None
    after = _AFTER.match(text, end)
    if before and not (number.scale == 1 and _BROKEN.match(text, number.end)):
        code = _SIGNS[" ".join(before["sign"].split())]
        same = after and _code(after) == code
        start = number.start - len(head) + before.start()
        return _Figure(start, after.end() if after and same else end, number, code, "sign")
    if number.scale > 1 and (glued := _GLUED.search(head)):
        return _Figure(number.start - len(glued[0]), end, number, _DATA["glued"][glued[0]], "sign")
    if after and not (reason := _no_sum(text, number, after)):
        return _Figure(number.start, after.end(), number, _code(after), "name")
    if after:
        rejected("value", text, number.start, after.end(), reason)
    elif number.scale > 1:
        rejected("value", text, number.start, number.end, "no-currency")
    return _Figure(number.start, number.end, number, None)


def _no_sum(text: str, number: Numeral, after: re.Match[str]) -> str:
    """Why a number before the name of a currency is no sum in it; empty where it is one."""
    reasons = {
        "short-scale": number.short,
        "part-of-name": _stuck(text, number),
        "year": is_year(text, number),
        "small": _shy(after, number),
    }
    return next((reason for reason, holds in reasons.items() if holds), "")


def _code(after: re.Match[str]) -> str:
    return _WORDS[" ".join(after[0].strip(" \u00a0\u202f\u2009-").lower().split())]


def _shy(after: re.Match[str], number: Numeral) -> bool:
    """True for a word that names a currency only beside larger sums."""
    return number.amount < _DATA["shy"]["least"] and after[0].strip().lower() in _DATA["shy"]["words"]


def _stuck(text: str, number: Numeral) -> bool:
    """True where a letter touches the number, as in "G20 dolar"."""
    return number.start > 0 and text[number.start - 1].isalpha()


# ---------------------------------------------------------------- ranges


def _shared(text: str, low: _Figure, high: _Figure) -> str | None:
    """The currency of a range whose ends are these figures; None where they are no range."""
    if low.currency and high.currency and low.currency != high.currency:
        return None
    how = joint(text, low.start, low.end, high.start)
    if how is None or (low.currency is None and (low.number.like_year or _stuck(text, low.number))):
        return None
    if high.currency is None and how != "dash" and high.number.scale == 1:
        return None
    return low.currency or high.currency


def _figures(text: str) -> Iterator[tuple[_Figure, Money | None]]:
    """Each figure of the text in order with its money, ranges joined; None for a number without currency."""
    found = [_figure(text, number) for number in numerals(text)]
    at = 0
    while at < len(found):
        low, high = found[at], found[at + 1] if at + 1 < len(found) else None
        currency = _shared(text, low, high) if high else None
        pair = ends(low.number, high.number) if high and currency else None
        if high and currency and pair:
            yield (
                replace(low, end=high.end, rule="range"),
                Money(amount=pair[0], upto=pair[1], currency=currency),
            )
            at += 2
            continue
        yield low, Money(amount=low.number.amount, currency=low.currency) if low.currency else None
        at += 1


# ---------------------------------------------------------------- rupiah left out


def _unnamed(text: str, number: Numeral, last: Span | None) -> str | None:
    """The rule by which a number without a currency is rupiah: "elided" or "worth"; None where it is no money."""
    if number.scale < _ELIDED["scales"] or _stuck(text, number):
        return None
    if not _FOLLOW.match(text, number.end):
        return None
    before = text[max(0, number.start - 80) : number.start]
    known = last.value.currency if last and isinstance(last.value, Money) else None
    if known in (None, "IDR") and _WORTH.search(before):
        return "worth"
    if not last or known != "IDR" or number.short or "\n" in text[last.end : number.start]:
        return None
    if _LISTED.fullmatch(text, last.end, number.start):
        return "elided"
    clause = _clause(text[max(last.end, number.start - 80) : number.start])
    return "elided" if _LEAD.search(clause[-20:]) and not _NEVER.search(clause) else None


def _clause(text: str) -> str:
    """The words after the last full stop or semicolon."""
    return re.split(r"[.;!?]\s", text)[-1]


# ---------------------------------------------------------------- the finder


def find_money(text: str) -> list[Span]:
    """Every sum of money in the text, in order; the two currencies of one deal share `Money.deal`."""
    found: list[Span] = []
    for figure, money in _figures(text):
        if money is None and (rule := _unnamed(text, figure.number, found[-1] if found else None)):
            money, figure = Money(amount=figure.number.amount, currency="IDR"), replace(figure, rule=rule)
        if money and money.amount:
            found.append(_span(text, figure, money))
    return _deals(text, found)


def _span(text: str, figure: _Figure, money: Money) -> Span:
    start, end, roughly = about(text, figure.start, figure.end)
    if roughly or figure.number.loose:
        money = replace(money, approximate=True)
    return Span(start=start, end=end, value=money, name=name_of(money), rule=figure.rule)


def name_of(money: Money) -> str:
    """ "IDR 1500000000"; "~" before what is approximate, "-" between the ends of a range."""
    upto = f"-{plain(money.upto)}" if money.upto is not None else ""
    return f"{'~' if money.approximate else ''}{money.currency} {plain(money.amount)}{upto}"


def _deals(text: str, spans: Sequence[Span]) -> list[Span]:
    """The spans, neighbours that state one deal in two currencies numbered alike; a rate between is passed over."""
    out: list[Span] = []
    count, at = 0, -1
    for span in spans:
        if _KURS.search(text, max(0, span.start - 50), span.start):
            out.append(span)
            continue
        last, money = out[at] if at >= 0 else None, span.value
        if (
            last
            and isinstance(money, Money)
            and isinstance(last.value, Money)
            and _one_deal(text, last, span)
        ):
            if last.value.deal is None:
                count += 1
                out[at] = replace(last, value=replace(last.value, deal=count))
            span = replace(span, value=replace(money, deal=count))
        at = len(out)
        out.append(span)
    return out


def _one_deal(text: str, first: Span, second: Span) -> bool:
    """True for "A atau sekitar B", "A (B)", "A, sekitar B" in two currencies; one unit of money is a rate, no deal."""
    a, b = first.value, second.value
    if not isinstance(a, Money) or not isinstance(b, Money) or a.currency == b.currency:
        return False
    if a.amount == Decimal(1) or second.start - first.end > 120:
        return False
    gap = _ASIDE.sub("", text[first.end : second.start])
    if len(gap) > 80 or not _DEAL.fullmatch(gap):
        return False
    return b.approximate or bool(gap.strip(" ,;\u00a0"))


def values(article: Article) -> list[Mention]:
    """The sums of money an article states, without role; deals are numbered through title and body."""
    found = mentions(article, "value", find_money)
    told = max(
        (m.value.deal or 0 for m in found if m.field == "title" and isinstance(m.value, Money)), default=0
    )
    return [_renumbered(m, told) if m.field == "body" else m for m in found] if told else found


def _renumbered(mention: Mention, told: int) -> Mention:
    money = mention.value
    if not isinstance(money, Money) or money.deal is None:
        return mention
    return replace(mention, value=replace(money, deal=money.deal + told))
