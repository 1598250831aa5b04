"""What `pantau explain` prints: the text in colours, then its sentences, its mentions, and what was left out."""

from collections.abc import Iterable, Set

from rich.padding import Padding
from rich.text import Text

from app import labels, wording
from app.evidence import KIND_NAMES, KIND_STYLE
from app.facts import program_facts, release_facts
from app.grounds import told as value_told
from app.terminal import console, print_programs, print_releases, sample_banner, text
from entities.explain import Decision, Explanation, Ground, Rejected, Scene
from entities.records import Article, Mention

GIVES = {"event": "peristiwa", "detail": "rincian", "background": "latar"}
SHORT = 60
FIELD_OF = {"city": "places", "province": "places", "country": "countries"}


def print_explanation(told: Explanation) -> None:
    """The whole explanation of one article."""
    article = told.story.article
    if article.sample:
        sample_banner()
    _print_text(told)
    _head(f"Kalimat (artikel dibaca sebagai: {wording.listing([labels.about(a) for a in told.about])})")
    for scene in told.scenes:
        _print_scene(article, scene)
    _head(f"Sebutan ({len(told.decisions)})")
    subjects = {(m.field, m.start) for record in told.story.programs for m in record.evidence}
    for decision in told.decisions:
        _print_decision(article, decision, subjects)
    _head(f"Ditolak ({len(told.rejected)})")
    for one in told.rejected:
        _print_rejected(article, one)
    _print_records(told)


def _head(words: str) -> None:
    console.print()
    console.print(text(words, "bold"))


# ---------------------------------------------------------------- the text


def _print_text(told: Explanation) -> None:
    article, mentions = told.story.article, [d.mention for d in told.decisions]
    legend = [Text(name, KIND_STYLE[kind]) for kind, name in KIND_NAMES.items() if kind != "date"]
    console.print(Text("  ").join(legend))
    console.print()
    console.print(coloured(article.title, [m for m in mentions if m.field == "title"], "bold"))
    console.print()
    console.print(coloured(article.body, [m for m in mentions if m.field == "body"]), soft_wrap=True)


def coloured(words: str, mentions: Iterable[Mention], style: str = "") -> Text:
    """A text with its mentions in the colour of their kind, [in brackets] too where there is no colour."""
    shown, at = Text(style=style), 0
    plain = console.color_system is None
    for mention in sorted(mentions, key=lambda m: (m.start, -m.end)):
        if mention.start < at:  # the other end of a range, or a mention within another one
            continue
        shown.append(_printable(words[at : mention.start]))
        marked = f"[{mention.text}]" if plain else mention.text
        shown.append(_printable(marked), KIND_STYLE[mention.kind])
        at = mention.end
    return shown.append(_printable(words[at:]))


def _printable(words: str) -> str:
    return wording.safe(words.replace("\n\n", "\n"))


# ---------------------------------------------------------------- line by line


def _print_scene(article: Article, scene: Scene) -> None:
    whole = _whole(article, scene.field)
    gives = GIVES.get(scene.gives or "", wording.NOTHING)
    rule = f"  {scene.rule} {_because(whole, scene.grounds)}" if scene.rule else ""
    line = Text.assemble(
        (f"  {gives:<10}", "dim"), text(_short(whole[scene.start : scene.end])), (text(rule, "dim"))
    )
    console.print(line, soft_wrap=True)


def _print_decision(article: Article, decision: Decision, subjects: Set[tuple[str, int]]) -> None:
    """A mention with its reading and why it plays its role; subjects: where the programmes with a record are named."""
    mention, whole = decision.mention, _whole(article, decision.mention.field)
    finder, _, decided = mention.rule.partition("/")
    read = value_told(mention.value, FIELD_OF.get(mention.kind, ""))
    console.print(
        Text.assemble(
            text(f"  {mention.text}", KIND_STYLE[mention.kind]),
            text(f"  {KIND_NAMES[mention.kind]}: {read}"),
            (f"  [{finder}]", "dim"),
        ),
        soft_wrap=True,
    )
    why = f"{labels.role(mention.role)}: {_role(whole, decision, decided)}" if mention.role else ""
    if mention.kind == "program":
        about = (mention.field, mention.start) in subjects
        why = "pokok berita, ada catatannya" if about else "hanya disebut, bukan pokok berita"
    if why:
        console.print(text(f"      {why}", "dim"), soft_wrap=True)


def _role(whole: str, decision: Decision, decided: str) -> str:
    """Why a mention plays its role: the rule that holds here, or that the thing earned it elsewhere."""
    here = (
        f"{decision.rule} {_because(whole, decision.grounds)}" if decision.rule else "tanpa isyarat di sini"
    )
    rule = decided.partition("+")[0]
    earned = decision.rule != rule and rule not in ("", "no-cue")
    served = "; program melayaninya" if decided.endswith("+served") else ""
    return here + (f"; peran dari sebutan lain, aturan {rule}" if earned else "") + served


def _because(whole: str, grounds: Iterable[Ground]) -> str:
    told = [
        f"{ground.label} “{whole[slice(*ground.words)]}”"
        if ground.words
        else f"{ground.label} ({ground.window})"
        for ground in grounds
    ]
    return f"({'; '.join(told)})" if told else ""


def _print_rejected(article: Article, one: Rejected) -> None:
    whole = _whole(article, one.field)
    around = f"{whole[max(0, one.start - 20) : one.start]}[{one.text}]{whole[one.end : one.end + 20]}"
    why = labels.reasons("reasons.csv").get(one.reason, one.reason)
    kind = KIND_NAMES[one.kind]
    line = text(f"  {one.text}  bukan {kind}: {why}")
    console.print(Text.assemble(line, text(f"  … {_short(around)} …", "dim")), soft_wrap=True)


def _print_records(told: Explanation) -> None:
    _head("Hasil")
    story = told.story
    print_releases(release_facts(story))
    print_programs(program_facts(story))
    if not story.releases and not story.programs:
        console.print(Padding(Text("tidak ada pelepasan ekspor dan tidak ada program"), (0, 0, 0, 2)))


def _whole(article: Article, field: str) -> str:
    return article.title if field == "title" else article.body


def _short(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= SHORT else line[: SHORT - 1] + "…"
