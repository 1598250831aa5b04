"""A soak: all sources of a plan crawled in one process for some minutes, with everything going wrong that can.

`python -m bench.soak 20` takes about twenty minutes, without a number about three. Each promise is one line, "ok" or
"FAILED" with its figures; the exit status is 1 where one failed. docs/soak.md tells what is injected, and why.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import linear_regression
from typing import Any

from bench.crawling import BARE, ROOT, timed
from bench.soak_plan import SICK, Page, Plan, Source
from bench.soak_press import Press, soak_press
from entities.records import Story
from indexer.index import open_index

MINUTES = 3.0
A_MINUTE = 15  # articles of each of a hundred sources that two crawls and a bare one read in a minute
SETTINGS = {"DOWNLOAD_TIMEOUT": 20, "CONCURRENT_REQUESTS_PER_DOMAIN": 1}
GROWTH = 6.0  # megabytes a minute that the second half of a crawl may grow by
PEAK = 600.0  # megabytes
SPACES = re.compile(r"\s+")


@dataclass(frozen=True, kw_only=True)
class Soaked:
    """A finished soak: the plan, what its press saw, what each crawl told of itself, and what the index holds."""

    plan: Plan
    press: Press
    crawls: list[dict[str, Any]]
    stories: list[Story]
    bare: tuple[float, float, float] | None  # seconds, processor seconds and pages of bare Scrapy

    @property
    def reports(self) -> list[tuple[Source, dict[str, Any]]]:
        """Each source with the report of its first crawl."""
        return [(self.plan.all[report["source"]], report) for report in self.crawls[0]["reports"]]

    def expected(self) -> dict[str, Page]:
        """What must be in the index, by id: of a listing without end, what was asked for."""
        pages = {id: page for source in self.plan.all.values() for id, page in source.stored.items()}
        for source in self.plan.all.values():
            if source.kind == "endless listing":
                asked = (source.page(n) for n in range(1, 1000))
                pages |= {page.id: page for page in asked if self.press.asked[source.host, page.path]}
        return pages


def soak(plan: Plan, settings: dict[str, Any], crawls: int = 2, bare: bool = True) -> Soaked:
    """Crawl a plan so often, each time in a process of its own; then let a bare spider read the same healthy pages."""
    with tempfile.TemporaryDirectory() as folder, soak_press(plan) as press:
        index = f"sqlite:///{folder}/pantau.db"
        command = [sys.executable, "-m", "bench.soak_child", press.address, index, json.dumps(settings)]
        told = [_run(command, plan) for _ in range(crawls)]
        with closing(open_index(index)) as store:
            stories = [hit.story for hit in store.hits()]
        taken = _bare(Path(folder), press, plan) if bare else None
    return Soaked(plan=plan, press=press, crawls=told, stories=stories, bare=taken)


def _run(command: list[str], plan: Plan) -> dict[str, Any]:
    said = os.environ | {"SOAK_PLAN": json.dumps(asdict(plan))}
    done = subprocess.run(command, cwd=ROOT, env=said, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"the crawl failed: {done.stderr.strip()[-2000:]}")
    return json.loads(done.stdout.splitlines()[-1]) | {"said": done.stderr.strip()}


def _bare(folder: Path, press: Press, plan: Plan) -> tuple[float, float, float]:
    healthy = [
        page for source in plan.all.values() if not source.sick for page in source.pages if page.fault is None
    ]
    (folder / "pages.json").write_text(json.dumps([(page.source.host, page.path) for page in healthy]))
    return tuple(timed(BARE, press.address, str(folder / "pages.json")))


# ---------------------------------------------------------------- promises

Said = tuple[bool, str]
Promise = Callable[[Soaked], Said]


def once(soaked: Soaked) -> Said:
    """every healthy article is in the index once"""
    held, expected = Counter(story.article.id for story in soaked.stories), soaked.expected()
    missing, extra = expected.keys() - held.keys(), held.keys() - expected.keys()
    twice = sum(number > 1 for number in held.values())
    said = f"{len(expected)} expected, {held.total()} held, {len(missing)} missing"
    said += f", {len(extra)} too many, {twice} twice"
    return not missing and not extra and not twice, said + _named(
        [expected[id].fault or "healthy" for id in missing]
    )


def right(soaked: Soaked) -> Said:
    """each has its whole text, its headline and its address"""
    expected = soaked.expected()
    wrong = [
        expected[story.article.id].fault or "healthy" for story in soaked.stories if _differs(story, expected)
    ]
    return not wrong, f"{len(soaked.stories)} compared, {len(wrong)} wrong" + _named(wrong)


def _differs(story: Story, expected: dict[str, Page]) -> bool:
    page, article = expected.get(story.article.id), story.article
    if page is None:
        return False
    said, body = page.written, SPACES.sub(" ", article.body)
    whole = all(paragraph in body for paragraph in said.paragraphs)
    return (
        not whole
        or article.title != said.title
        or article.url != page.url
        or article.published_at != said.published
    )


def dropped(soaked: Soaked) -> Said:
    """each other one was left for its own reason, and the sums add up"""
    wrong, total, late = [], Counter(), 0
    for source, report in soaked.reports:
        left = Counter(report["dropped"])
        total += left
        late += (left - source.left)[
            "timeout"
        ]  # a slow machine: what would have been lost anyway took too long
        if left.total() != source.left.total() or set(left - source.left) - {"timeout"}:
            wrong.append(f"{source.name}: {dict(left - source.left)} instead of {dict(source.left - left)}")
        if report["listed"] != report["stored"] + left.total():
            wrong.append(
                f"{source.name}: {report['listed']} listed, {report['stored']} stored, {left.total()} left"
            )
    reasons = ", ".join(f"{why} {number}" for why, number in total.most_common())
    return not wrong, f"{total.total()} left ({reasons}), {late} timed out before their reason" + _named(
        wrong
    )


def told(soaked: Soaked) -> Said:
    """a sick source says what is wrong with it, a healthy one has no problem"""
    wrong = []
    for source, report in soaked.reports:
        said = "; ".join(report["problems"])
        if not re.search(f"{source.problem}|timeout", said) if source.problem else said:
            wrong.append(f"{source.sick or source.name}: {said or 'nothing'}")
    return not wrong, f"{sum(bool(source.problem) for source, _ in soaked.reports)} sick" + _named(wrong)


def private(soaked: Soaked) -> Said:
    """nothing but the press was connected to, and no name looked up"""
    host, _, port = soaked.press.address.partition(":")
    elsewhere = [to for crawl in soaked.crawls for to in crawl["connected"] if to != [host, int(port)]]
    names = [name for crawl in soaked.crawls for name in crawl["looked_up"]]
    said = f"{soaked.press.asked.total()} requests, {soaked.press.trapped} at the trap"
    return not elsewhere and not names and not soaked.press.trapped, said + _named(
        [*map(str, elsewhere), *names]
    )


def waited(soaked: Soaked) -> Said:
    """no page was asked again before its Retry-After"""
    return (
        not soaked.press.early,
        f"{len(soaked.press.waits)} asked to wait, {len(soaked.press.early)} asked too early",
    )


def flat(soaked: Soaked) -> Said:
    """memory stays flat"""
    grown, figures, peak = [], [], 0.0
    for crawl in soaked.crawls:
        seen = [(at, megabytes) for at, megabytes, _ in crawl["seen"]] or [(0.0, 0.0)]
        later = seen[len(seen) // 2 :]
        grown.append(60 * linear_regression(*zip(*later, strict=True)).slope if len(later) > 20 else 0.0)
        peak = max(peak, *(megabytes for _, megabytes in seen))
        series = " ".join(f"{megabytes:.0f}" for _, megabytes in seen[:: max(1, len(seen) // 9)])
        figures.append(f"{series} MB, {grown[-1]:+.1f} MB a minute in the second half")
    return max(grown) < GROWTH and peak < PEAK, "; then ".join(figures)


def closed(soaked: Soaked) -> Said:
    """descriptors and threads are as many at the end as at the beginning"""
    same = all(crawl["before"] == crawl["after"] for crawl in soaked.crawls)
    most = max((opened for crawl in soaked.crawls for _, _, opened in crawl["seen"]), default=0)
    return (
        same,
        f"{soaked.crawls[0]['before']} before, {soaked.crawls[-1]['after']} after, {most} descriptors at most",
    )


def again(soaked: Soaked) -> Said:
    """a second crawl adds nothing"""
    new = sum(report["new"] for crawl in soaked.crawls[1:] for report in crawl["reports"])
    seconds = " and ".join(f"{crawl['seconds']:.0f}" for crawl in soaked.crawls)
    return new == 0, f"{new} new in {len(soaked.crawls) - 1} more crawls, which took {seconds} seconds"


def quiet(soaked: Soaked) -> Said:
    """no crawl prints a word of its own, as a traceback"""
    said = [crawl["said"].splitlines()[-1] for crawl in soaked.crawls if crawl["said"]]
    return not said, f"{len(said)} of {len(soaked.crawls)} did" + _named(said)


def bounded(soaked: Soaked) -> Said:
    """a source that gives nothing does not last longer than those that do"""
    lasts = {True: [0.0], False: [0.0]}
    for source, report in soaked.reports:
        lasts[source.stores].append(report["duration"])
    well, sick = max(lasts[True]), max(lasts[False])
    return (
        sick < well + 60,
        f"the longest of {len(SICK)} sick ones {sick:.0f} seconds, of the others {well:.0f}",
    )


PROMISES: tuple[Promise, ...] = (
    once,
    right,
    dropped,
    told,
    private,
    waited,
    flat,
    closed,
    again,
    quiet,
    bounded,
)


def _named(what: list[str]) -> str:
    return f": {', '.join(sorted(set(what))[:8])}" if what else ""


def checked(soaked: Soaked) -> Iterator[tuple[str, bool, str]]:
    """Each promise, whether it was kept, and its figures."""
    for promise in PROMISES:
        kept, figures = promise(soaked)
        yield (promise.__doc__ or "").strip(), kept, figures


def soaking(minutes: float = MINUTES) -> bool:
    """Soak for so long and print what was kept; False where a promise was broken."""
    plan = Plan(articles=max(10, round(A_MINUTE * minutes)))
    soaked = soak(plan, SETTINGS)
    print(f"soak: {plan.sources} sources of {plan.articles} articles, {len(SICK)} of the sources sick")
    lines = list(checked(soaked))
    for promise, kept, figures in lines:
        print(f"  {'ok    ' if kept else 'FAILED'}  {promise}: {figures}")
    pages = sum(report["fetched"] for report in soaked.crawls[0]["reports"])
    for name, at in (("second", 0), ("second of processor time", 1)):
        ours, bare = pages / soaked.crawls[0][("seconds", "processor")[at]], soaked.bare[2] / soaked.bare[at]
        print(f"  pages a {name}: pantau {ours:.0f}, bare Scrapy {bare:.0f}, pantau / bare {ours / bare:.2f}")
    return all(kept for _, kept, _ in lines)


if __name__ == "__main__":
    sys.exit(not soaking(float(sys.argv[1]) if len(sys.argv) > 1 else MINUTES))
