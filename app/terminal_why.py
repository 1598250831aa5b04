"""What `pantau why` prints: for people, and as JSON lines."""

from dataclasses import asdict

from rich.text import Text

from app import labels, wording
from app.archive import Archived, archive_words
from app.grounds import Answer, Ground, answer_json
from app.terminal import console, sample_banner, text
from entities.rates import Converted
from entities.records import Money, Story
from entities.wire import dumps

LABEL = 16


def print_json(story: Story, answers: list[Answer], *, whole: bool, archive: Archived | None) -> None:
    """A line for each field: its value, the words it rests on, rates, and where the article came from."""
    kept = archive and {**asdict(archive), "at": archive.at.isoformat()}
    for answer in answers:
        print(dumps({**answer_json(story, answer), "archive": kept}))


def print_answers(story: Story, answers: list[Answer], *, whole: bool, archive: Archived | None) -> None:
    """Each field with all it rests on; without `whole` only its value and how many words it rests on."""
    if story.article.sample:
        sample_banner()
    console.print(text(story.article.title, "bold"))
    for answer in answers:
        _print_whole(answer) if whole else _print_line(answer)
    if not answers:
        console.print("artikel ini tidak memuat pelepasan ekspor dan tidak memuat program")
    console.print()
    for label, told in _about(story, archive):
        _print_row(label, text(told))


def _print_line(answer: Answer) -> None:
    told = text(wording.listing(answer.told, 6), "green" if answer.told else "dim")
    console.print(
        Text.assemble(f"{answer.path:<26}", told, (f"  {len(answer.grounds)} bukti", "dim")), soft_wrap=True
    )


def _print_whole(answer: Answer) -> None:
    console.print()
    told = wording.listing(answer.told) if answer.told else "tidak disebut dalam artikel"
    console.print(Text.assemble((answer.path, "bold"), "  ", text(told, "green")), soft_wrap=True)
    if answer.note:
        _print_row("dibaca dari", text(answer.note))
    elif answer.told and not answer.grounds:
        _print_row(
            "bukti",
            text("dibaca dari kalimat-kalimatnya sebagai keseluruhan; tidak ada kata tersendiri", "dim"),
        )
    for ground in answer.grounds:
        _print_ground(ground)
    for stated, rate in answer.rates:
        _print_row("kurs", text(_converted(stated, rate)))
    for warning in answer.warnings:
        _print_row("periksa", text(warning, "red"))


def _print_ground(ground: Ground) -> None:
    where = "judul" if ground.field == "title" else "isi"
    _print_row("kalimat", _marked(ground))
    _print_row("kata", text(f"{ground.text!r}, {where} {ground.start}–{ground.end}"))
    if ground.read is None:
        _print_row("dibaca", text("sebagaimana tercetak"))
        return
    _print_row("dibaca", text(ground.read))
    _print_row("aturan", text(ground.finder or wording.NOTHING))
    if ground.role:
        _print_row(
            "peran", text(f"{labels.role(ground.role)}, oleh aturan {ground.decided or wording.NOTHING}")
        )


def _marked(ground: Ground) -> Text:
    before, after = ground.sentence[: ground.at], ground.sentence[ground.at + len(ground.text) :]
    return Text.assemble(
        text(" ".join(before.split()) + (" " if before[-1:].isspace() else "")),
        text(f"[{ground.text}]", "bold yellow"),
        text(after),
    )


def _converted(stated: Money, rate: Converted) -> str:
    """The rate told as what the dearer of the two units buys, so that its digits suffice to count again."""
    dear, cheap, buys = stated.currency, rate.currency, rate.rate
    if buys < 1:
        dear, cheap, buys = cheap, dear, 1 / buys
    return (
        f"{wording.money(rate.amount, rate.currency)} dari {wording.money(stated.amount, stated.currency)}: "
        f"1 {dear} = {wording.number(buys, 4)} {cheap} pada {rate.rate_date.isoformat()} "
        f"({rate.source})"
    )


def _about(story: Story, archive: Archived | None) -> list[tuple[str, str]]:
    article = story.article
    return [
        ("tautan", article.url),
        ("terbit", wording.moment(article.published_at)),
        ("diambil", wording.moment(article.fetched_at)),
        ("arsip", archive_words(article, archive)),
    ]


def _print_row(label: str, told: Text) -> None:
    console.print(Text.assemble((f"  {label:<{LABEL - 2}}", "dim"), told), soft_wrap=True)
