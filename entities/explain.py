"""How an article was read: what each sentence reports, which rule gave each mention its role, what was left out."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from entities.cues import Cue, Sentence
from entities.extract import find, tell, understand
from entities.invisible import visible
from entities.records import Article, Kind, Mention, Story
from entities.roles import AFTER, BEFORE, Chain, all_chains
from entities.rules import Rule, first, rules
from entities.scenes import staged
from entities.trace import Candidate, listening

FIGURE = {"value": "figure", "quantity": "figure"}  # one number is a sum or an amount, never both


@dataclass(frozen=True, kw_only=True)
class Ground:
    """A condition of a rule that was met: the window it looks through, the label found there, and the words that bear
    the label as (start, end) in the field; no words where the label tells of the position or the whole article."""

    window: str
    label: str
    words: tuple[int, int] | None = None


@dataclass(frozen=True, kw_only=True)
class Decision:
    """A mention of the story and the rule that holds where it stands; rule None where none does.

    Its role may come from another occurrence of the same thing: then mention.rule ends with the name of that rule.
    """

    mention: Mention
    rule: str | None
    grounds: tuple[Ground, ...]


@dataclass(frozen=True, kw_only=True)
class Scene:
    """A sentence, and the rule by which it reports a release ("event", "detail") or is "background"; None: neither."""

    field: str
    start: int
    end: int
    rule: str | None
    gives: str | None
    grounds: tuple[Ground, ...]


@dataclass(frozen=True, kw_only=True)
class Rejected:
    """Words that a finder looked at and left out, and why; reason is a key of app/data/reasons.csv."""

    kind: Kind
    field: str
    start: int
    end: int
    text: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class Explanation:
    """A story with how it came about; about: what the whole article is taken to be of."""

    story: Story
    about: tuple[str, ...]
    scenes: tuple[Scene, ...]
    decisions: tuple[Decision, ...]
    rejected: tuple[Rejected, ...]


def explain(article: Article) -> Explanation:
    """The explanation of an article without its unseen characters; the story is exactly what `annotate` gives of it."""
    article = visible(article)
    with listening() as heard:
        found = find(article)
    read, told, flags = understand(article, found)
    story = tell(article, found)
    because = dict(_chained(all_chains(article, found, staged(read, told), flags)))
    return Explanation(
        story=story,
        about=tuple(sorted(flags)),
        scenes=tuple(_scene(sentence, rule) for sentence, rule in zip(read, told, strict=True)),
        decisions=tuple(_decision(mention, because) for mention in story.mentions),
        rejected=tuple(_left_out(article, heard, story.mentions)),
    )


def _place(mention: Mention) -> tuple[str, str, int, int]:
    return mention.kind, mention.field, mention.start, mention.end


def _chained(chains: Iterable[Chain]) -> Iterator[tuple[tuple[str, str, int, int], tuple[Rule, Chain]]]:
    """Where a role was looked for, and the rule that held there."""
    for chain in chains:
        if rule := first(rules(chain.group), chain.windows):
            for mention in chain.mentions:
                yield _place(mention), (rule, chain)


def _decision(mention: Mention, because: dict[tuple[str, str, int, int], tuple[Rule, Chain]]) -> Decision:
    rule, chain = because.get(_place(mention), (None, None))
    grounds = tuple(_met(rule, chain)) if rule and chain else ()
    return Decision(mention=mention, rule=rule.name if rule else None, grounds=grounds)


def _met(rule: Rule, chain: Chain) -> Iterator[Ground]:
    """The conditions of a role rule, each with the nearest words that meet it."""
    for window, names in rule.needs:
        labels = names & chain.windows[window]
        cues = [cue for cue in chain.cues if cue.label in labels and _within(window, cue, chain)]
        nearest = min(cues, key=lambda cue: max(chain.first - cue.last, cue.first - chain.last), default=None)
        label = nearest.label if nearest else min(labels, default="")
        yield Ground(window=window, label=label, words=_span(chain.sentence, nearest))


def _within(window: str, cue: Cue, chain: Chain) -> bool:
    if window in BEFORE:
        return 0 <= chain.first - cue.last <= BEFORE[window]
    if window in AFTER:
        return 0 <= cue.first - chain.last <= AFTER[window]
    return window not in ("previous", "position", "article")


def _span(sentence: Sentence, cue: Cue | None) -> tuple[int, int] | None:
    """The words of a cue as offsets of the field; None for a mark that holds no words."""
    if cue is None or cue.first >= cue.last:
        return None
    return sentence.words[cue.first][0], sentence.words[cue.last - 1][1]


def _scene(sentence: Sentence, rule: Rule | None) -> Scene:
    return Scene(
        field=sentence.field,
        start=sentence.start,
        end=sentence.end,
        rule=rule.name if rule else None,
        gives=rule.gives if rule else None,
        grounds=tuple(_shown(rule, sentence)) if rule else (),
    )


def _shown(rule: Rule, sentence: Sentence) -> Iterator[Ground]:
    """The conditions of a scene rule, with the words of the sentence that meet them."""
    for window, names in rule.needs:
        cue = next((cue for cue in sentence.cues if cue.label in names), None)
        label = cue.label if cue else min(names & sentence.labels or names)
        yield Ground(window=window, label=label, words=_span(sentence, cue))


def _left_out(article: Article, heard: Iterable[Candidate], kept: Iterable[Mention]) -> Iterator[Rejected]:
    """The rejected candidates in reading order, without what was read as that kind, or as another figure, after all."""
    taken = {(FIGURE.get(m.kind, m.kind), m.field, m.start) for m in kept}
    for one in sorted(set(heard), key=lambda c: (c.whole != article.title, c.start, c.end, c.reason)):
        field = "title" if one.whole == article.title else "body"
        if (FIGURE.get(one.kind, one.kind), field, one.start) not in taken:
            yield Rejected(
                kind=one.kind,
                field=field,
                start=one.start,
                end=one.end,
                text=one.whole[one.start : one.end],
                reason=one.reason,
            )
