"""`pantau history ID`: what a site changed in an article since it was first read."""

from app.terminal import console, text
from app.wording import WIB
from entities.errors import BadInput
from entities.wire import dumps
from indexer.index import open_index, shown
from state.state import Change, open_state, state_url

FIELDS = {
    "title": "judul",
    "body": "isi",
    "published_at": "waktu terbit",
    "summary": "ringkasan",
    "authors": "penulis",
    "editor": "penyunting",
    "section": "rubrik",
    "tags": "tag",
    "captions": "keterangan gambar",
    "premium": "premium",
}


def run_history(id: str, *, index: str, state: str | None, as_json: bool) -> None:
    """Print the history of an article; BadInput where neither index nor state knows it."""
    held = open_state(state_url(index, state))
    changes = held.changes(id)
    held.close()
    if not changes and open_index(index).get(id) is None:
        raise BadInput(f"no article {id!r} in {shown(index)}")
    if as_json:
        for change in changes:
            told = {
                name: {"before": before, "after": after} for name, (before, after) in change.fields.items()
            }
            print(dumps({"id": change.id, "at": change.at, "fields": told}))
        return
    if not changes:
        print("tidak ada perubahan yang tercatat")
    for change in changes:
        _print(change)


def _print(change: Change) -> None:
    console.print(f"{change.at.astimezone(WIB):%Y-%m-%d %H.%M} WIB", style="bold")
    for name, (before, after) in change.fields.items():
        console.print(text(f"  {FIELDS.get(name, name)}"), soft_wrap=True)
        for mark, told, style in (("-", before, "red"), ("+", after, "green")):
            for line in (told or "").split("\n\n") if told else ():
                console.print(text(f"    {mark} {line}", style), soft_wrap=True)
