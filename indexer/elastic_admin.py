"""Indices and aliases of one prefix: what is there, making the next generation, moving the aliases to it, dropping."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from elasticsearch import BadRequestError

from entities.errors import IndexUnusable
from indexer import words
from indexer.elastic_mapping import (
    KINDS,
    SCHEMA_VERSION,
    Json,
    alias,
    body,
    concrete,
    generation_of,
    versions,
)
from indexer.elastic_server import Server


@dataclass(frozen=True, kw_only=True)
class Held:
    """What a server has under a prefix: every index of ours as the server describes it, and which ones serve.

    serving: kind -> names of the indices that its alias leads to; one of each kind where all is well.
    """

    indices: dict[str, Json] = field(default_factory=dict)
    serving: dict[str, list[str]] = field(default_factory=dict)

    @property
    def generation(self) -> int:
        """The highest one, 0 where there is none."""
        return max((self._number(name) for name in self.indices), default=0)

    def idle(self) -> list[str]:
        """Indices that no alias leads to: older generations, and what a broken rebuild left."""
        used = {name for names in self.serving.values() for name in names}
        return sorted(set(self.indices) - used)

    def blocked(self) -> bool:
        """True where a rebuild keeps writers out."""
        told = (self.indices[name]["settings"]["index"] for names in self.serving.values() for name in names)
        return any(each.get("blocks", {}).get("write") == "true" for each in told)

    def versions(self) -> set[tuple[int, int] | None]:
        """The versions that made the indices that serve."""
        return {versions(self.indices[n]["mappings"]) for names in self.serving.values() for n in names}

    def _number(self, name: str) -> int:
        return int(name.rpartition("-")[2])


def held(server: Server) -> Held:
    """What is there; IndexUnusable where an index that is none of ours has the name of one of our aliases."""
    patterns = [f"{alias(server.prefix, kind)}*" for kind in KINDS]
    with server.telling():
        found = dict(server.reader.indices.get(index=patterns, allow_no_indices=True, expand_wildcards="all"))
    for name in found.keys() & {alias(server.prefix, kind) for kind in KINDS}:
        raise IndexUnusable(f"{server.name}: {name} is an index but not one of Pantau; name another prefix")
    ours = {name: told for name, told in found.items() if generation_of(server.prefix, name)}
    serving: dict[str, list[str]] = {}
    for kind in KINDS:
        names = sorted(name for name, told in ours.items() if alias(server.prefix, kind) in told["aliases"])
        if names:
            serving[kind] = names
    return Held(indices=ours, serving=serving)


def other_version(found: Held) -> str | None:
    """What to say of an index whose versions of schema and search words are not today's."""
    today = (SCHEMA_VERSION, words.VERSION)
    if found.versions() <= {today}:
        return None
    told = next(version for version in found.versions() if version != today)
    made = f"schema {told[0]}, words {told[1]}" if told else "unknown versions"
    return (
        f"was made by another version of Pantau ({made}; this one has {today[0]} and {today[1]}); "
        "`pantau index rebuild` mends it"
    )


# ---------------------------------------------------------------- changes


def create(server: Server, found: Held) -> None:
    """The first generation, served; with what a broken creation left out of the way."""
    make(server, number := found.generation + 1)
    serve(server, number, found)


def make(server: Server, generation: int) -> None:
    """The indices of a generation, empty; no alias leads to them yet."""
    for kind in KINDS:
        with server.telling():
            try:
                server.client.indices.create(index=concrete(server.prefix, kind, generation), **body(kind))
            except BadRequestError as error:
                if error.error != "resource_already_exists_exception":  # another process was as quick
                    raise


def serve(server: Server, generation: int, found: Held) -> None:
    """Move all aliases to a generation at once."""
    actions: list[Json] = [
        {"remove": {"index": name, "alias": alias(server.prefix, kind)}}
        for kind, names in found.serving.items()
        for name in names
    ]
    actions += [
        {"add": {"index": concrete(server.prefix, kind, generation), "alias": alias(server.prefix, kind)}}
        for kind in KINDS
    ]
    with server.telling():
        server.client.indices.update_aliases(actions=actions)


def block(server: Server, names: Iterable[str], *, on: bool) -> None:
    """Keep writers out of indices, or let them in again."""
    for name in names:  # one by one: a server takes an empty list for all indices that it has
        with server.telling():
            server.client.indices.put_settings(index=name, settings={"index.blocks.write": on or None})


def drop(server: Server, names: Iterable[str]) -> None:
    """Delete indices."""
    for name in names:
        with server.telling():
            server.client.indices.delete(index=name)
