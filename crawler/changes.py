"""What a site changed in an article that was read before."""

from difflib import SequenceMatcher

from entities.records import Article

FIELDS = (
    "title",
    "body",
    "published_at",
    "summary",
    "authors",
    "editor",
    "section",
    "tags",
    "captions",
    "premium",
)
Fields = dict[str, tuple[str | None, str | None]]


def differences(before: Article, after: Article) -> Fields:
    """Field -> (before, after) as text, of those that differ; of the body the paragraphs that went and that came."""
    told = {name: (getattr(before, name), getattr(after, name)) for name in FIELDS}
    return {name: _shown(name, *pair) for name, pair in told.items() if pair[0] != pair[1]}


def _shown(name: str, before: object, after: object) -> tuple[str | None, str | None]:
    if name == "body":
        return _paragraphs(str(before), str(after))
    return _text(before), _text(after)


def _text(value: object) -> str | None:
    if isinstance(value, tuple):
        return ", ".join(map(str, value)) or None
    return None if value is None else str(value)


def _paragraphs(before: str, after: str) -> tuple[str | None, str | None]:
    """The paragraphs that went and those that came."""
    old, new = before.split("\n\n"), after.split("\n\n")
    steps = [
        step for step in SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes() if step[0] != "equal"
    ]
    gone = [paragraph for _, start, end, _, _ in steps for paragraph in old[start:end]]
    come = [paragraph for _, _, _, start, end in steps for paragraph in new[start:end]]
    return "\n\n".join(gone) or None, "\n\n".join(come) or None
