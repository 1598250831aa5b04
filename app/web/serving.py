"""`pantau serve`: the page and its API on this machine, or behind a reverse proxy."""

import ipaddress
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated

import typer

from app.options import DEFAULT, IndexUrl
from app.web.settings import Settings, from_environment
from app.wording import Language
from crawler.logs import complain
from entities.errors import BadInput, IndexUnusable

PORT = 8321
PATIENCE = 3.0  # seconds that the server of an index may take to answer as this one starts


def serve(
    index: IndexUrl = DEFAULT,
    host: Annotated[str, typer.Option(help="Address to listen on; loopback unless told.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to listen on.")] = PORT,
    language: Annotated[
        Language | None,
        typer.Option(help="Language where an address tells none; else what the browser prefers."),
    ] = None,
    state: Annotated[
        str | None,
        typer.Option(
            "--state", envvar="PANTAU_STATE", help="The state; else the one beside the index.", metavar="URL"
        ),
    ] = None,
    digests: Annotated[
        list[Path] | None,
        typer.Option(
            "--digests",
            envvar="PANTAU_DIGESTS",
            help="Folder that `pantau digest --to` writes, to be shown; one for each language.",
            metavar="DIR",
        ),
    ] = None,
    open_to_network: Annotated[
        bool, typer.Option("--open-to-network", help="Listen beyond this machine without PANTAU_PUBLIC_URL.")
    ] = False,
) -> None:
    """Serve the page and its API over an index: search, events, programmes, articles. Stops at Ctrl-C."""
    settings = from_environment(
        index=index, host=host, language=language, state=state, digests=tuple(digests or ())
    )
    check_digests(settings.digests)
    check_host(settings, open_to_network=open_to_network)
    run(settings, port)


def check_host(settings: Settings, *, open_to_network: bool) -> None:
    """BadInput for a server that anybody on the network could reach without this being meant."""
    is_secure = (settings.public_url or "").startswith("https:")
    if settings.editor_token and not is_secure and not is_loopback(settings.host):
        raise BadInput(
            "PANTAU_EDITOR_TOKEN would be sent in clear; tell an https address by PANTAU_PUBLIC_URL"
        )
    if is_loopback(settings.host) or settings.public_url or open_to_network:
        return
    raise BadInput(
        f"--host {settings.host} opens the page to the network: tell its address by PANTAU_PUBLIC_URL, "
        "or say --open-to-network"
    )


def check_digests(folders: Sequence[Path]) -> None:
    """BadInput for two folders of one language, of which the second would never be shown."""
    from app.digests.reading import archive

    found: dict[Language, Path] = {}
    for folder, one in ((folder, archive(folder)) for folder in folders):
        if one and one.language in found:
            raise BadInput(
                f"{found[one.language]} and {folder} hold digests in one language ({one.language}); name one of them"
            )
        if one:
            found[one.language] = folder


def lacking(settings: Settings) -> Iterator[str]:
    """A sentence for each of index and folders of digests that cannot be read as the server starts; it serves all the
    same, and pages say so until it can. BadInput for a URL that names no index."""
    from app.digests.reading import archive
    from indexer.index import open_index

    try:
        open_index(settings.index, write=False, patience=PATIENCE).close()
    except IndexUnusable as error:
        yield f"{error}; until then pages say that the index cannot be read"
    for folder in settings.digests:
        if archive(folder) is None:
            yield f"{folder} holds no digest; until `pantau digest --to {folder}` writes one, pages say so"


def is_loopback(host: str) -> bool:
    """True for localhost and the addresses of this machine alone."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def run(settings: Settings, port: int) -> None:
    """Serve until stopped; BadInput where the port cannot be had."""
    import socket

    import uvicorn

    from app.web.server import create_app

    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family) as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((settings.host, port))
            listening.listen(128)
        except OSError as error:
            raise BadInput(f"cannot serve on {settings.host}:{port}: {error.strerror}") from error
        for sentence in lacking(settings):
            complain(sentence)
        shown = f"[{settings.host}]" if ":" in settings.host else settings.host
        print(f"Pantau: {settings.public_url or f'http://{shown}:{port}'}/  (Ctrl-C berhenti)", flush=True)
        config = uvicorn.Config(
            create_app(settings),
            log_level="warning",
            access_log=False,
            server_header=False,
            proxy_headers=False,
            timeout_keep_alive=10,
            limit_concurrency=1_000,
            timeout_graceful_shutdown=10,
        )
        uvicorn.Server(config).run(sockets=[listening])
