"""What `pantau schedule` puts on the clock, where, and which folders that writes to."""

import os
from dataclasses import dataclass
from pathlib import Path

from app.jobs import Job
from crawler.archive_place import folder_of
from state.state import beside

FOLDERS = ("PANTAU_OUTBOX",)  # settings that name what is written to
FILES = ("PANTAU_METRICS", "PANTAU_STATE")


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What is to run: the command, its place and index (without a secret), the jobs beside crawling.

    long: one process that crawls by itself, instead of a look each quarter of an hour. environment: a file of settings.
    """

    pantau: str
    here: Path
    index: str
    environment: Path
    jobs: tuple[Job, ...] = ()
    sources: tuple[str, ...] = ()
    long: bool = False

    def words(self, job: Job) -> list[str]:
        """A job as a command."""
        return [self.pantau, *job.words, "--index", self.index]

    @property
    def run(self) -> Job:
        """What crawls; each look at what is due is short where nothing is."""
        if not self.long:
            return Job(name="crawl", words=("run", *self.sources, "--once", "--quiet"))
        more = [word for job in self.jobs for word in _as_option(job)]
        return Job(name="run", words=("run", *self.sources, *more))

    @property
    def all_jobs(self) -> tuple[Job, ...]:
        """With what crawls; a long run does the others itself."""
        return (self.run,) if self.long else (self.run, *self.jobs)

    @property
    def places(self) -> tuple[Path, ...]:
        """Folders that are written to, none that lies within another."""
        told = {name: os.environ[name] for name in (*FOLDERS, *FILES) if os.environ.get(name)}
        folders = [Path(told[name]) for name in FOLDERS if name in told]
        files = [Path(told[name].removeprefix("sqlite:///")).parent for name in FILES if name in told]
        archive = folder_of(self.index, os.environ.get("PANTAU_ARCHIVE"))
        made = [place for place in (archive, *(job.to for job in self.jobs)) if place]
        named = (self.here, beside(self.index, "state.db").parent, *folders, *files, *made)
        found = tuple(dict.fromkeys(self.here / place for place in named))
        return tuple(one for one in found if not any(other in one.parents for other in found))


def _as_option(job: Job) -> list[str]:
    """How `pantau run` is told to do a job."""
    return [f"--{job.name}-to", str(job.to)] if job.to else [f"--{job.name}"]
