"""What kind of programme something is: by its name, and by what headline, lead and its own sentences speak of."""

from collections.abc import Iterable, Sequence
from functools import cache

from entities.gazetteer import Words, table
from entities.program_known import known
from entities.program_names import bare
from entities.program_runs import vocabulary
from entities.program_words import LEAD, Sentence, both, listed, sentence_at, words
from entities.records import Article, Mention

COMMONEST = "training"  # what a programme is that no word tells anything of


@cache
def cues_of(kind: str) -> frozenset[str]:
    """The words that tell of a programme of a kind."""
    return frozenset(table("program_words.toml")["unnamed"][kind].split())


def kinds() -> Iterable[str]:
    """The kinds that words tell of, in the order in which they win a tie."""
    told: dict[str, str] = table("program_words.toml")["unnamed"]
    return told


def spoken_of(cues: frozenset[str], article: Article, read: Sequence[Sentence]) -> tuple[int, bool]:
    """How much headline and lead speak of something, and whether the headline does."""
    headline = not both(article.title).isdisjoint(cues)
    sure = cues if headline else cues - listed("many_uses")
    lead = sum(not s.phrases.isdisjoint(sure) for s in read if s.paragraph <= LEAD)
    return 2 * headline + lead, headline


def best_kind(article: Article, read: Sequence[Sentence]) -> tuple[str, int, bool]:
    """The kind of programme that headline and lead speak of most, how much, and whether the headline does."""
    best: tuple[str, int, bool] = ("other", 0, False)
    for kind in kinds():
        score, headline = spoken_of(cues_of(kind), article, read)
        if (score, headline) > best[1:]:
            best = (kind, score, headline)
    return settled(best[0], article.title, [s for s in read if s.paragraph <= LEAD]), *best[1:]


def settled(kind: str, title: str, around: Sequence[Sentence]) -> str:
    """The kind once it is seen what becomes of it: what is paid back is a loan, what is taught a course."""
    if kind == "grant" and (both(title) | bags(around)) & listed("paid_back"):
        return "financing"
    headed = {k for k in ("certification", "training") if both(title) & cues_of(k)}
    if (
        kind == "certification"
        and headed != {"certification"}
        and any(s.bag & listed("taught") for s in around)
    ):
        return "training"  # but a headline of certificates alone is not of the course for them
    return kind


def bags(around: Sequence[Sentence]) -> frozenset[str]:
    """The words and pairs of words of some sentences."""
    return frozenset().union(*(s.phrases for s in around))


def kind_of(name: str, group: Iterable[Mention], read: Sequence[Sentence], spoken: str) -> str:
    """The kind a name tells: known ones first, then its last word, its first, the word before it.

    A last word that names many things tells less than what headline and lead speak of.
    """
    voc = vocabulary()
    for match in known().find(Words(name)):
        if 2 * (match.last - match.first + 1) > len(words(bare(name))):
            return match.values[0].kind
    keys = Words(name).keys
    tails = [key for key in reversed(keys) if key in voc["tails"]][:1]
    told = [voc["tails"][key] for key in tails if key not in listed("many_things")]
    told += [voc["announce"][w] for m in group for w in before(m, read, 1) if w in voc["announce"]]
    told += [voc["heads"][key] for key in keys[:1] if key in voc["heads"]]
    told += [spoken, *(voc["tails"][key] for key in tails)]
    return next((kind for kind in told if kind != "other"), COMMONEST)


def before(mention: Mention, read: Sequence[Sentence], count: int) -> list[str]:
    """The words that stand before a mention in its sentence."""
    sentence = sentence_at(read, mention.start) if mention.field == "body" else None
    return sentence.before(mention.start)[-count:] if sentence else []
