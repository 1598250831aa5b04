"""Which role each place, country, product and value plays: the rules of data/roles.toml, first match wins.

A rule looks at a chain, mentions of one kind joined by commas and "dan", through windows of cue labels.
What the article says anywhere in the stronger role holds for every mention of the same thing.
"""

import re
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from functools import cached_property

from entities.cues import Cue, Labels, Sentence, by_sentence
from entities.homes import CAPITAL, only_place
from entities.records import Article, Mention, Money
from entities.rules import Rule, Windows, first, rules

GROUP = {"city": "place", "province": "place", "country": "country", "product": "product", "value": "value"}
STRONG = {
    "city": "origin",
    "province": "origin",
    "country": "destination",
    "product": "exported",
    "value": "transaction",
}
WEAK = {
    "city": "mention",
    "province": "mention",
    "country": "mention",
    "product": "mention",
    "value": "other",
}
JOIN = re.compile(
    r"[\s,/&()\"'“”]*(?:(?:dan|serta|hingga|sampai|maupun|juga|atau|plus|bahkan|ataupun|beserta|lalu|sekaligus|ke|di|dari|"
    r"and|tujuan|negara|alias|setara|sekitar|kemudian|termasuk|seperti|yakni|yaitu|terakhir)[\s,]+){0,3}[(\"'“]?"
)  # fmt: skip
PREPOSITIONS = frozenset({"di", "dari", "ke"})
DATELINE = re.compile(
    r"[A-Z][A-Z ]{2,28}\.(?=\s)|"  # "JAKARTA. Hari ini ..."
    r"(?:[\w.]{3,30}\s?[–—|-]\s?)?[^\n–—-]{0,60}?(?:\([A-Z][^()\n]{0,30}\)|[A-Z.\w ]{3,40})?\s{0,2}(?:[–—-]|(?<=\)):)"
)
EARLIER = "earlier"  # the stronger role, but of something else than the shipment that is news
MANY = 3  # things that a long list names at least
ANY = 10_000
BOUND = re.compile(r"(?:di bawah|maksimal|maksimum|minimal|minimum)\b", re.IGNORECASE)
PETTY = {"IDR": 500_000, "USD": 50, "EUR": 50, "SGD": 50, "AUD": 50, "MYR": 200}  # less than any consignment
# Windows by the number of words that may stand between a cue and the chain.
BEFORE = {"meets": 0, "touches": 2, "shortly": 6, "before": ANY}
AFTER = {"follows": 2, "after": ANY}


@dataclass(frozen=True, kw_only=True)
class Chain:
    """Mentions of one kind that the sentence lists together, with the windows that rules look through."""

    group: str
    mentions: tuple[Mention, ...]
    sentence: Sentence
    previous: Labels
    cues: tuple[Cue, ...]
    article: Labels
    cities: int

    @cached_property
    def first(self) -> int:
        return self.sentence.word_at(self.mentions[0].start)

    @cached_property
    def last(self) -> int:
        return self.sentence.word_after(self.mentions[-1].end)

    @cached_property
    def windows(self) -> Windows:
        """Labels by window: touching the chain, before or after it, in its sentence, its neighbours, the article."""
        seen: dict[str, AbstractSet[str]] = {**self._beside(), "clause": self._clause()}
        within = self.sentence.labels | seen["before"] | seen["after"]
        again = dict.fromkeys(("sentence", "also", "with"), within)
        return {
            **seen,
            **again,
            "previous": self.previous,
            "position": self._position,
            "article": self.article,
        }

    def _beside(self) -> dict[str, set[str]]:
        """Labels by how near before or after the chain their words stand."""
        seen: dict[str, set[str]] = {window: set() for window in (*BEFORE, *AFTER)}
        for cue in self.cues:
            before = cue.last <= self.first
            gap = self.first - cue.last if before else cue.first - self.last
            for window, reach in (BEFORE if before else AFTER).items():
                if 0 <= gap <= reach:
                    seen[window].add(cue.label)
        return seen

    @cached_property
    def _position(self) -> Labels:
        """What kind of mention the chain begins with, whether it opens the sentence, whether it is a long list, and
        whether its sentence names many cities."""
        places = len({m.value for m in self.mentions})
        marks = {
            "@first": self.first == 0,
            "@many": places >= MANY,
            "@cities": self.cities >= MANY,
            "@capital": self.mentions[0].value == CAPITAL,
        }
        marks["@petty"] = all(_is_petty(m.value) for m in self.mentions)
        marks["@bound"] = BOUND.match(self.mentions[0].text) is not None
        return frozenset({f"@{self.mentions[0].kind}", *(mark for mark, holds in marks.items() if holds)})

    def _clause(self) -> Labels:
        """Labels of the clause: from the last break before the chain to the first one after it."""
        breaks = [c.first for c in self.sentence.cues if c.label == "break"]
        start = max((at for at in breaks if at <= self.first), default=0)
        end = min((at for at in breaks if at >= self.last), default=len(self.sentence.words))
        inside = frozenset(c.label for c in self.cues if start <= c.first < end)
        return inside | ({"@title"} & self.sentence.labels)


def _is_petty(value: object) -> bool:
    """True for a sum too small for a shipment: the price of a piece or a kilogram."""
    return isinstance(value, Money) and value.amount < PETTY.get(value.currency, 0)


def chains(text: str, mentions: list[Mention]) -> Iterator[tuple[Mention, ...]]:
    """Mentions of one group in one sentence, cut into the lists they form."""
    chain: list[Mention] = []
    for mention in mentions:
        if chain and not joined(text, chain[-1], mention):
            yield tuple(chain)
            chain = []
        chain.append(mention)
    if chain:
        yield tuple(chain)


def joined(text: str, last: Mention, mention: Mention) -> bool:
    """True where a list goes on; "Garut, Jawa Barat" is no list but a place within another."""
    within = last.kind == "city" and mention.kind == "province"
    within = within or text[last.end : mention.start].strip() in PREPOSITIONS
    return not within and JOIN.fullmatch(text, last.end, mention.start) is not None


def all_chains(
    article: Article, mentions: Iterable[Mention], read: list[Sentence], about: Labels
) -> Iterator[Chain]:
    """Every chain of the article with its windows."""
    dateline = _dateline(article, read)
    for at, inside in by_sentence(mentions, read).items():
        marks = [(m, _mark(read[at], m)) for m in inside]
        cities = len({m.value for m in inside if m.kind == "city"})
        for group in ("place", "country", "product", "value"):
            members = [m for m in inside if GROUP.get(m.kind) == group]
            for chain in chains(text_of(article, read[at]), members):
                yield Chain(
                    group=group,
                    mentions=chain,
                    sentence=read[at],
                    previous=_before(read, at),
                    cues=tuple(_cues(read[at], chain, marks, dateline)),
                    article=about,
                    cities=cities,
                )


def text_of(article: Article, sentence: Sentence) -> str:
    """The field that a sentence stands in."""
    return article.title if sentence.field == "title" else article.body


def _cues(
    sentence: Sentence, chain: tuple[Mention, ...], marks: list[tuple[Mention, Cue]], dateline: int
) -> Iterator[Cue]:
    """The cues of the sentence, the mentions beside the chain, and the dateline where the chain stands in it."""
    own = set(map(id, chain))
    yield from sentence.cues
    yield from (cue for m, cue in marks if id(m) not in own)
    yield from (_leading(sentence, chain[0], m) for m, _ in marks if m.start < chain[0].start < m.end)
    if sentence.field == "body" and chain[-1].end <= dateline:
        at = sentence.word_at(chain[0].start)
        yield Cue(label="@dateline", first=at, last=at)


def _dateline(article: Article, read: list[Sentence]) -> int:
    """Where the dateline of the body ends; 0 without one, or where it was cut off before."""
    first = next((s for s in read if s.field == "body"), None)
    line = DATELINE.match(article.body, first.start) if first and article.dateline is None else None
    return line.end() if line else 0


def _before(read: list[Sentence], at: int) -> Labels:
    """Labels of the sentence before, unless a paragraph lies between."""
    near = read[at - 1] if at else read[at]
    follows = at > 0 and near.field == read[at].field and near.paragraph >= read[at].paragraph - 1
    return near.labels if follows else frozenset()


def _mark(sentence: Sentence, mention: Mention) -> Cue:
    """A mention as a cue for the chains beside it, such as "@product" before a place."""
    return Cue(
        label=f"@{GROUP.get(mention.kind, mention.kind)}",
        first=sentence.word_at(mention.start),
        last=sentence.word_after(mention.end),
    )


def _leading(sentence: Sentence, place: Mention, good: Mention) -> Cue:
    """A good that bears a place in its name, as if it stood right before the place: "songket Palembang"."""
    at = sentence.word_at(place.start)
    return Cue(label=f"@{GROUP.get(good.kind, good.kind)}", first=sentence.word_at(good.start), last=at)


def assign(
    article: Article, mentions: Iterable[Mention], read: list[Sentence], about: Labels
) -> tuple[list[Mention], frozenset[int]]:
    """The mentions with their roles and the rule that decided each; mentions without a role pass unchanged.

    With them the positions of those whose own words give the stronger role, or that have none to be given.
    """
    mentions = list(mentions)
    verdicts: dict[int, Rule | None] = {}
    for chain in all_chains(article, mentions, read, about):
        rule = first(rules(chain.group), chain.windows)
        verdicts |= {id(m): rule for m in chain.mentions}
    verdicts |= only_place(mentions, verdicts, article) if "release" in about else {}
    best: dict[tuple[str, object], Rule] = {}
    for m in mentions:
        rule = verdicts.get(id(m))
        if rule and rule.strong:
            best.setdefault((m.kind, _key(m)), rule)
    found = [_with_role(m, verdicts.get(id(m)), best.get((m.kind, _key(m)))) for m in mentions]
    here = (at for at, m in enumerate(mentions) if m.kind not in GROUP or _of_this(verdicts.get(id(m))))
    return found, frozenset(here)


def _of_this(rule: Rule | None) -> bool:
    return rule is not None and rule.strong and rule.gives != EARLIER


def _key(mention: Mention) -> object:
    return mention.name if mention.kind == "product" else mention.value


def _with_role(mention: Mention, own: Rule | None, best: Rule | None) -> Mention:
    if mention.kind not in GROUP:
        return mention
    rule = best or own
    role = (STRONG if best else WEAK)[mention.kind]
    return replace(mention, role=role, rule=f"{mention.rule}/{rule.name if rule else 'no-cue'}")
