"""`pantau demo`: the main job on the sample press, with the spiders, settings and pipelines of a live crawl."""

import sys
from pathlib import Path
from shlex import quote
from shutil import which

from app.crawling import run_crawl
from app.facts import program_facts, release_facts
from app.press import press
from app.terminal import console, print_programs, print_releases, sample_banner, text
from crawler.run import UNPACED
from entities.errors import BadInput
from indexer.index import Index, Query, open_index


def run_demo(folder: Path) -> int:
    """Crawl the sample press into an index of its own in `folder`, print what was found and what to type next."""
    url = f"sqlite:///{_fresh(folder) / 'contoh.db'}"
    sample_banner()
    console.print("Lima situs contoh dilayani di mesin ini dan dirayapi seperti situs aslinya …\n")
    with press() as served:
        status = run_crawl([], index=url, press=served.address, settings=UNPACED)
    index = open_index(url)
    _print_found(index)
    _print_next(url)
    return status


def _fresh(folder: Path) -> Path:
    """The demo's folder without the index of an earlier demo; a foreign file is never removed."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        patterns = ("contoh.db*", "contoh.state.db*", "contoh.archive/pantau-*")
        for old in [path for pattern in patterns for path in folder.glob(pattern)]:
            old.unlink()
    except OSError as error:
        raise BadInput(f"the demo cannot be kept in {folder}: {error.strerror}") from error
    return folder


def _print_found(index: Index) -> None:
    stories = [hit.story for hit in index.hits(Query(sort="oldest"))]
    releases = sorted(
        (r for s in stories for r in release_facts(s)), key=lambda r: (r.day is None, r.day, r.article.id)
    )
    programs = sorted(
        (p for s in stories for p in program_facts(s)), key=lambda p: (p.name.casefold(), p.article.id)
    )
    console.print(f"\nPelepasan ekspor: {len(releases)}", style="bold")
    print_releases(releases)
    console.print("* dikonversi dengan kurs hari itu; – berarti tidak disebut", style="dim")
    console.print(f"\nProgram: {len(programs)}", style="bold")
    print_programs(programs)


def _print_next(url: str) -> None:
    """Commands that work when pasted, from any folder whose path may hold a space."""
    index, digests = quote(url), quote(f"{Path(url.removeprefix('sqlite:///')).parent}/digest")
    console.print("\nLangkah berikutnya:", style="bold")
    for command in (
        f"search ekspor solo --index {index}",
        f"releases --origin Jateng --series year --index {index}",
        f"digest --week 2021-W51 --index {index} --to {digests}",
        f"dump --index {index} | head -1",
        "crawl --help          # situs aslinya, dengan sopan",
    ):
        console.print(text(f"  {_program()} {command}"), soft_wrap=True)


def _program() -> str:
    """How this very program is called from here: "pantau" where the shell finds it, else its path."""
    here = Path(sys.executable).with_name("pantau")
    found = which("pantau")
    if found and Path(found).resolve() == here.resolve():
        return "pantau"
    inside = here.is_relative_to(Path.cwd())
    return quote(str(here.relative_to(Path.cwd()) if inside else here))
