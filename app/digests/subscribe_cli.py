"""`pantau subscribe`, `pantau subscriptions …` and `pantau digest send`."""

import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from inspect import signature
from typing import TYPE_CHECKING, Annotated, Any, Literal, cast

import typer

from app import asking, wording
from app.options import DEFAULT, AsJson, IndexUrl
from crawler.logs import complain, start_logs

if TYPE_CHECKING:
    from app.digests.outbox import Summary
    from app.digests.sending import Sender
    from state.mailing import Mailing, Subscription

FAILED = 1
LEFT_OUT = ("since", "until", "by")  # a digest has the days of its week

subscriptions_commands = typer.Typer(
    invoke_without_command=True,
    epilog="Examples: pantau subscriptions · pantau subscriptions show ID · pantau subscriptions remove ID",
)
Id = Annotated[str, typer.Argument(help="The subscription, as the list names it.", metavar="ID")]


# ---------------------------------------------------------------- subscribing


def subscribe(
    asked: asking.Asked,
    address: Annotated[str, typer.Argument(help="The mail address.", metavar="ADDRESS")],
    lang: Annotated[Literal["id", "en"], typer.Option(help="Indonesian or English.")] = "id",
    day: Annotated[str, typer.Option(help="The weekday of the mail, as Monday or Mon.")] = "Monday",
    hour: Annotated[int, typer.Option(min=0, max=23, help="The hour of the mail, in WIB.")] = 7,
    empty: Annotated[bool, typer.Option("--empty", help="One line also for a week without news.")] = False,
    index: IndexUrl = DEFAULT,
    json: AsJson = False,
) -> None:
    """Mail an address each week what a search finds; its owner is asked first, by mail.

    Words and filters are those of `pantau search`. A search that finds everything, or nothing ever, is refused.
    """
    from app.digests import subscribing
    from app.digests.addresses import masked
    from app.digests.office import sender_of, utc_now
    from app.digests.searches import notes, query_of, told
    from app.digests.sending import send_others
    from entities.wire import dumps
    from indexer.index import open_index

    asked.query()  # an option that is none is told as everywhere
    text = asking.text_of(asked.given.get("words") or ())
    wish = subscribing.wish(
        address, asked.given, text, language=lang, day=subscribing.read_day(day), hour=hour, empty=empty
    )
    start_logs(index)
    with sender_of(index) as sender, closing(open_index(index)) as held:
        subscribing.subscribe(sender.state, held, sender.links, wish, utc_now())
        status = _told(sender, send_others(sender))
    wording.note(notes(query_of(wish.search)))
    if json:
        print(dumps({"address": masked(wish.address), "search": told(wish.search), "answer": "mailed"}))
    else:
        where = masked(wish.address)
        print(f"{where}: surel konfirmasi dikirim; langganan mulai sesudah pemiliknya menekan tombolnya")
    raise typer.Exit(status)


def _address_first(command: Any) -> Any:
    """The same command with its address before the words of the search."""
    shown = signature(command)
    rest = [parameter for name, parameter in shown.parameters.items() if name != "address"]
    order = [shown.parameters["address"], *rest]
    command.__signature__ = shown.replace(parameters=order)
    command.__annotations__ = {parameter.name: parameter.annotation for parameter in order}
    return command


subscribe_command = _address_first(asking.asks(subscribe, without=LEFT_OUT))


# ---------------------------------------------------------------- looking after them


@subscriptions_commands.callback()
def subscriptions(context: typer.Context, index: IndexUrl = DEFAULT, json: AsJson = False) -> None:
    """List who subscribes to which search; addresses are shown in part."""
    if not context.invoked_subcommand:
        _list(index, json)


@subscriptions_commands.command("list", epilog="Example: pantau subscriptions list --json")
def listing(index: IndexUrl = DEFAULT, json: AsJson = False) -> None:
    """List who subscribes to which search; addresses are shown in part."""
    _list(index, json)


@subscriptions_commands.command(epilog="Example: pantau subscriptions show Xk3-d9qVwMe2")
def show(id: Id, index: IndexUrl = DEFAULT, json: AsJson = False) -> None:
    """Show a subscription with its whole address and what was mailed to it."""
    from app.digests import subscribing
    from entities.wire import dumps

    with _mailing(index) as mailing:
        one = subscribing.found(mailing, id)
        letters = mailing.letters(id)
    if json:
        print(dumps(_json(one, whole=True) | {"letters": [_letter_json(letter) for letter in letters]}))
        return
    for name, value in _json(one, whole=True).items():
        print(f"{name}: {wording.safe(str(value))}")
    for letter in letters:
        ended = wording.moment(letter.ended_at or letter.next_at)
        print(f"  {letter.period}: {letter.fate}, {ended}" + (f" ({letter.why})" if letter.why else ""))


@subscriptions_commands.command(epilog="Example: pantau subscriptions pause Xk3-d9qVwMe2")
def pause(id: Id, index: IndexUrl = DEFAULT) -> None:
    """Mail a subscription nothing until it is resumed."""
    from app.digests import subscribing

    with _mailing(index) as mailing:
        _print(subscribing.pause(mailing, id))


@subscriptions_commands.command(epilog="Example: pantau subscriptions resume Xk3-d9qVwMe2")
def resume(id: Id, index: IndexUrl = DEFAULT) -> None:
    """Mail a subscription again that was paused, or suspended because its mailbox was not there."""
    from app.digests import subscribing
    from app.digests.office import utc_now

    with _mailing(index) as mailing:
        _print(subscribing.resume(mailing, id, utc_now()))


@subscriptions_commands.command(epilog="Example: pantau subscriptions confirm Xk3-d9qVwMe2")
def confirm(id: Id, index: IndexUrl = DEFAULT) -> None:
    """Confirm a subscription in the place of its owner, who said so by other means."""
    from app.digests import subscribing
    from app.digests.office import utc_now

    with _mailing(index) as mailing:
        _print(subscribing.confirm(mailing, id, utc_now()))


@subscriptions_commands.command(
    epilog="Examples: pantau subscriptions remove Xk3-d9qVwMe2 · pantau subscriptions remove siti@contoh.go.id"
)
def remove(
    who: Annotated[
        str, typer.Argument(help="A subscription, or an address with all of them.", metavar="ID|ADDRESS")
    ],
    index: IndexUrl = DEFAULT,
) -> None:
    """Delete a subscription, or all that is known of an address; the file holds no trace of them afterwards."""
    from app.digests import subscribing
    from app.digests.addresses import read_address

    with _mailing(index) as mailing:
        ids = [one.id for one in mailing.subscriptions(read_address(who))] if "@" in who else [who]
        gone = subscribing.remove(mailing, ids)
    print(f"{gone} langganan dihapus")


def _list(index: str, as_json: bool) -> None:
    from entities.wire import dumps

    with _mailing(index) as mailing:
        found = mailing.subscriptions()
    if as_json:
        for one in found:
            print(dumps(_json(one)))
        return
    from rich.table import Table

    from app.terminal import console, text

    table = Table("ID", "Alamat", "Keadaan", "Waktu", "Bahasa", "Pencarian")
    for one in found:
        told = _json(one)
        cells = (told["id"], told["address"], _standing(one), _time(one), one.language, told["search"])
        table.add_row(*(text(str(cell)) for cell in cells))
    console.print(table)


def _standing(one: "Subscription") -> str:
    from app.digests.letters import words

    notes = [words()["standing"]["id"][one.standing], *(["pencarian rusak"] if one.broken else [])]
    return ", ".join(notes)


def _time(one: "Subscription") -> str:
    from app.digests.letters import words

    return f"{words()['days']['id'][one.day]} {one.hour:02}.00 WIB"


def _json(one: "Subscription", *, whole: bool = False) -> dict[str, Any]:
    """A subscription for a program; the address in part unless the whole is asked for."""
    from app.digests.addresses import masked
    from app.digests.letters import search_of
    from app.digests.subscribing import DAYS

    moments = {name: getattr(one, name) for name in ("asked_at", "confirmed_at", "since")}
    return {
        "id": one.id,
        "address": one.address if whole else masked(one.address),
        "search": search_of(one),
        "standing": one.standing,
        "language": one.language,
        "day": DAYS[one.day],
        "hour": one.hour,
        "empty": one.empty,
        **{name: when and when.isoformat() for name, when in moments.items()},
        "why": one.why,
        "broken": one.broken,
    }


def _letter_json(letter: Any) -> dict[str, Any]:
    names = ("period", "kind", "fate", "tries", "missed", "why")
    moments = {name: getattr(letter, name) for name in ("made_at", "next_at", "ended_at")}
    told = {name: when and when.isoformat() for name, when in moments.items()}
    return {name: getattr(letter, name) for name in names} | told


def _print(one: "Subscription") -> None:
    from app.digests.addresses import masked

    print(f"{one.id} {masked(one.address)}: {_standing(one)}")


@contextmanager
def _mailing(index: str) -> "Iterator[Mailing]":
    """The subscriptions beside an index; needs no mail server."""
    from state.state import open_state, state_url

    start_logs(index)
    with closing(open_state(state_url(index))) as state:
        yield state.mailing


# ---------------------------------------------------------------- sending


def send(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what would be mailed.")] = False,
    index: IndexUrl = DEFAULT,
    json: AsJson = False,
) -> None:
    """Mail each subscriber the week that is due, once; what could not be mailed before is tried again.

    Exit status 1: a letter failed, may have been sent, or the server takes no mail; each is named.
    """
    from app.digests import sending
    from app.digests.office import sender_of

    start_logs(index)
    with sender_of(index, digests=True) as sender:
        if dry_run:
            _print_plan(sender, json)
            return
        summary = sending.send(sender)
        status = _told(sender, summary, as_json=json, as_table=not json)
    raise typer.Exit(status)


def _print_plan(sender: "Sender", as_json: bool) -> None:
    from app.digests.letters import line
    from app.digests.searches import told
    from app.digests.sending import planned_groups
    from entities.wire import dumps

    for group, is_empty in planned_groups(sender):
        one = group.letters[0][1]
        row = {
            "week": group.week.name,
            "language": group.language,
            "search": line(told(one.search)),
            "subscribers": len(group.letters),
            "empty": is_empty,
            "why": group.why or None,
        }
        if as_json:
            print(dumps(row))
            continue
        note = group.why or ("tidak ada yang baru" if is_empty else "")
        about = f"{row['week']} {row['language']} {row['search']}: {row['subscribers']} pelanggan"
        print(wording.safe(about + (f" ({note})" if note else "")))


COUNTED = {
    "sent": "terkirim",
    "empty": "tanpa kabar",
    "later": "dicoba lagi nanti",
    "failed": "gagal",
    "unknown": "tidak diketahui",
    "suspended": "ditangguhkan",
}


def _told(sender: "Sender", summary: "Summary", *, as_json: bool = False, as_table: bool = False) -> int:
    """Print a run, and remember that it was told; the exit status."""
    from entities.wire import dumps

    if as_json:
        print(dumps(summary.json()))
    elif as_table:
        counts = [f"{summary.counts[name]} {word}" for name, word in COUNTED.items() if summary.counts[name]]
        print(", ".join(counts) or "tidak ada yang jatuh tempo")
    for sentence in summary.told:
        complain(wording.safe(sentence))
    sys.stdout.flush()
    sender.outbox().settle(summary)
    return 0 if summary.ok else FAILED


def register(cli: typer.Typer, digest_commands: typer.Typer) -> None:
    """Put the commands where they belong."""
    cli.command(
        "subscribe",
        context_settings=cast(dict[str, Any], asking.LOOSE),
        epilog="Examples: pantau subscribe siti@contoh.go.id kopi --origin Lampung · "
        "pantau subscribe siti@contoh.go.id --destination Jepang --lang en --day Friday --hour 16",
    )(subscribe_command)
    cli.add_typer(subscriptions_commands, name="subscriptions")
    digest_commands.command("send", epilog="Examples: pantau digest send · pantau digest send --dry-run")(
        send
    )
