"""Where the editor corrects: the index that holds the stories, the state that keeps what the editor said.

The state is what counts; the index holds what follows from it. Where the index cannot take it, nothing was corrected.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from typing import Any

from entities.correction_adding import added_sets, check_free, record_given
from entities.correction_release import alike, amended, said
from entities.correction_sets import CALLED, mention_sets, record_sets
from entities.correction_spots import Spot, levelled, sentence_of, spots, text_of
from entities.corrections import RECORD_KINDS, corrected, hiding, unfit
from entities.errors import BadInput, PantauError
from entities.extract import annotate
from entities.records import Correction, Kind, Mention, Program, Story
from entities.wire import dumps, loads, story_from, story_json
from indexer.index import Index, open_index
from state.state import State, open_state, state_url

LONGEST_WHY = 500  # code points
SHOWN, NEAR = 9, 25  # places of the same words that are told of, and letters around each


@dataclass(frozen=True, kw_only=True)
class Standing:
    """A correction, and whether it holds now: "holds", "lost" (its target is no longer said there), "hidden" or "gone"
    (the index does not hold its article)."""

    correction: Correction
    state: str


class Editor:
    """Makes corrections, takes them back, and says what became of them."""

    def __init__(self, held: Index, state: State) -> None:
        self.held, self.state = held, state

    def story(self, id: str) -> Story:
        """The story of an id; BadInput where the index does not hold it."""
        if story := self.held.get(id):
            return story
        if id in self.state.hidden():
            raise BadInput(
                "no article {id!r} (it is hidden; `pantau corrections` lists by which number)", id=id
            )
        raise BadInput("no article {id!r}", id=id)

    # ------------------------------------------------------------ to correct

    def reject_mention(self, story: Story, about: Iterable[Mention], why: str) -> list[Correction]:
        """Say of mentions that they are none."""
        return self._all(story, (_of_mention(story, m, "reject-mention") for m in about), why)

    def set_mention(
        self, story: Story, about: Iterable[Mention], given: Mapping[str, str], why: str
    ) -> list[Correction]:
        """Set value or role of mentions; BadInput for what cannot be set."""
        made = (
            replace(_of_mention(story, m, "set-mention"), sets=mention_sets(m.kind, given)) for m in about
        )
        return self._all(story, made, why)

    def add_mention(
        self, story: Story, spot: Spot, kind: Kind, given: Mapping[str, str], why: str
    ) -> list[Correction]:
        """Say that these words of an article are a mention; BadInput where they are one already, or say too little."""
        sets = added_sets(kind, spot.text, dict(given))
        one = replace(_of_spot(story, spot, "add-mention"), mention=kind, sets=sets)
        one = replace(one, text=spot.text, place=spot.place)
        check_free(story, one, spot)
        return self._all(story, [one], why)

    def reject_record(self, story: Story, kind: type, place: int, why: str) -> list[Correction]:
        """Say of a release or programme, by its place from 0, that it is none."""
        return self._all(story, [_of_record(story, kind, place, "reject")], why)

    def set_record(
        self, story: Story, kind: type, place: int, given: Mapping[str, str], why: str
    ) -> list[Correction]:
        """Set fields of a release or programme, by its place from 0; BadInput for what cannot be set."""
        made = replace(_of_record(story, kind, place, "set"), sets=record_sets(kind, given))
        return self._all(story, [made], why)

    def add_record(
        self, story: Story, kind: type, spot: Spot, given: Mapping[str, str], why: str
    ) -> list[Correction]:
        """Say that a sentence tells of a release or programme; what is not given is what its mentions say. BadInput
        where the article tells the same already, or too little is told."""
        sets = record_given(story, kind, spot, dict(given))
        name = RECORD_KINDS[kind]
        known = alike(_held(story, kind), amended(kind(), sets, ()))
        if known is not None:
            raise BadInput(
                "{what} {number} of {id} tells the same as far as it goes; "
                "set it (set-{name}), or tell what is different",
                what=CALLED[kind],
                number=known + 1,
                id=story.article.id,
                name=name,
            )
        return self._all(story, [replace(_of_spot(story, spot, f"add-{name}"), sets=sets)], why)

    def hide(self, story: Story, why: str) -> list[Correction]:
        """Take an article out of the index until that is taken back; the state keeps what is needed for that."""
        line = dumps(story_json(replace(story, copy_of=None)))
        return self._all(story, [_new(story, "hide", held=line)], why)

    def _all(self, story: Story, made: Iterable[Correction], why: str) -> list[Correction]:
        """Keep these and bring the index in accord; all of it or nothing."""
        reason, now = _reason(why), dt.datetime.now(dt.UTC)
        each = list(dict.fromkeys(replace(one, why=reason, at=now) for one in made))
        kept: list[Correction] = []
        try:
            kept += map(self.state.correct, each)
            bring(self.held, story.article.id, self.state.corrections(story.article.id))
        except PantauError:
            for one in kept:
                self.state.uncorrect(one.number or 0)
            raise
        return kept

    def undo(self, number: int) -> Correction:
        """Take a correction back, and let the index hold what then holds; BadInput where there is none."""
        found = next((one for one in self.state.corrections() if one.number == number), None)
        if found is None:
            raise BadInput("no correction {number}; `pantau corrections` lists them", number=number)
        left = [one for one in self.state.corrections(found.article) if one != found]
        bring(self.held, found.article, left, story_from(loads(found.held)) if found.held else None)
        self.state.uncorrect(number)
        return found

    # ------------------------------------------------------------ what was corrected

    def standing(self, article: str | None = None) -> Iterator[Standing]:
        """All corrections, or those of one article, the oldest first, with what became of each."""
        for one in self.state.corrections(article):
            yield Standing(correction=one, state=self._state(one))

    def _state(self, one: Correction) -> str:
        if one.kind == "hide":
            return "hidden"
        story = self.held.get(one.article)
        if story is None:
            return "hidden" if one.article in self.state.hidden() else "gone"
        return "lost" if one in unfit(story, [one]) else "holds"


def bring(held: Index, id: str, told: Sequence[Correction], back: Story | None = None) -> None:
    """Let the index hold of one article what the rules and the editor say; back: what it was before it was hidden."""
    story = held.get(id) or back
    if hiding(told):
        held.withdraw(id)
    elif story is not None:
        fresh = corrected(annotate(story.article), told)
        fresh = replace(fresh, learnt_at=story.learnt_at, copy_of=story.copy_of)
        if back or fresh != story:
            held.put([fresh])


def bring_all(held: Index, state: State) -> None:
    """The same of every article that something is corrected of, as after a restore."""
    for id in dict.fromkeys(one.article for one in state.corrections()):
        bring(held, id, state.corrections(id))


@contextmanager
def editor(index: str, state: str | None = None) -> Iterator[Editor]:
    """The editor of an index; PantauError where index or state cannot be used."""
    with opened(index, state) as (held, kept):
        yield Editor(held, kept)


@contextmanager
def opened(index: str, state: str | None) -> Iterator[tuple[Index, State]]:
    """An index and its state, which are closed at the end; PantauError where either cannot be used."""
    with closing(open_index(index)) as held, closing(open_state(state_url(index, state))) as kept:
        yield held, kept


# ---------------------------------------------------------------- targets


def mentions_of(story: Story, text: str, kind: Kind | None = None, within: str = "") -> list[Mention]:
    """The mentions of these words, of one kind, in sentences with these words; BadInput where none or several kinds
    are meant."""
    found = [m for m in story.mentions if m.text == text and kind in (None, m.kind)]
    found = [m for m in found if within in sentence_of(story.article, m)]
    if not found:
        raise BadInput(f"{story.article.id} has no such mention {text!r}; `pantau show` lists what was read")
    if len(kinds := sorted({m.kind for m in found})) > 1:
        raise BadInput(f"{text!r} is {' and '.join(kinds)} there; name one of them with --kind")
    return found


def spot_of(story: Story, words: str, nth: int | None = None, within: str = "") -> Spot:
    """Where words stand in an article, in sentences with these words, the nth time from 1; BadInput where they do not,
    or where it must be told which."""
    found = [one for one in spots(story.article, words) if within in one.sentence]
    if not found:
        raise BadInput(f"{words!r} does not stand in {story.article.id}; write the words as printed")
    if nth is None and len(found) > 1:
        where = "; ".join(f"{at} “{around(story, spot)}”" for at, spot in enumerate(found[:SHOWN], 1))
        raise BadInput(f"{words!r} stands there {len(found)} times; tell which with --nth: {where}")
    if nth is not None and not 1 <= nth <= len(found):
        raise BadInput(f"{words!r} stands there {len(found)} times; there is no {nth}")
    return found[(nth or 1) - 1]


def around(story: Story, spot: Spot) -> str:
    """The words of a spot with a few letters around them, to tell it from another."""
    text = text_of(story.article, spot.field)
    return levelled(text[max(0, spot.start - NEAR) : spot.end + NEAR])


def _new(story: Story, kind: str, **told: object) -> Correction:
    return Correction(article=story.article.id, kind=kind, at=dt.datetime.now(dt.UTC), **told)  # type: ignore[arg-type]


def _of_mention(story: Story, mention: Mention, kind: str) -> Correction:
    sentence = sentence_of(story.article, mention)
    told = {"mention": mention.kind, "field": mention.field, "text": mention.text}
    return _new(story, kind, **told, sentence=sentence)


def _of_spot(story: Story, spot: Spot, kind: str) -> Correction:
    return _new(story, kind, field=spot.field, sentence=spot.sentence)


def _held(story: Story, kind: type) -> tuple[Any, ...]:
    return story.programs if kind is Program else story.releases


def _of_record(story: Story, kind: type, place: int, action: str) -> Correction:
    held = _held(story, kind)
    if not 0 <= place < len(held):
        raise BadInput(
            "{id} has no {what} {number}; it has {held}",
            id=story.article.id,
            what=CALLED[kind],
            number=place + 1,
            held=len(held),
        )
    return _new(story, f"{action}-{RECORD_KINDS[kind]}", place=place, said=said(held[place]))


def _reason(why: str) -> str:
    found = " ".join(why.split())
    if not found:
        raise BadInput("a correction needs its reason; give it with --why", field="why")
    if len(found) > LONGEST_WHY:
        raise BadInput("a reason has at most {most} characters", field="why", most=LONGEST_WHY)
    return found
