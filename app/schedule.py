"""`pantau schedule`: what runs Pantau unattended, as crontab lines or systemd units, printed or installed.

Nothing here holds a secret: passwords and keys stand in a file of the operator's, which units and lines name.
"""

import hashlib
import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import Annotated

import typer

from app.jobs import Job, jobs
from app.options import DEFAULT, IndexUrl
from app.plan import Plan
from app.units import Form, units
from entities.errors import BadInput, PantauError
from indexer.index import shown, sqlite_path

BEGIN, END = "# >>> pantau", "# <<< pantau"
QUARTER = 15  # minutes between two looks at what is due


# ---------------------------------------------------------------- cron

CRONTAB = """\
{begin}
# Times are those of this machine; the digest is due on Monday 07.00 WIB, the backup at 02.30 WIB.
# Cron mails what is written to standard error to you. Secrets stand in {environment}, not here.
{lines}
{end}
"""


def crontab(plan: Plan, *, now: datetime, zone: tzinfo | None = None) -> str:
    """The lines for cron, between two marks; times in this zone, by default the machine's."""
    lines = [f"{when} {_cron_command(plan, job)}" for job, when in _cron_times(plan, now, zone)]
    marks = {"begin": f"{BEGIN} {_mark(plan)}", "end": f"{END} {_mark(plan)}"}
    return CRONTAB.format(**marks, lines="\n".join(lines), environment=_mark_path(plan.environment))


def _cron_times(plan: Plan, now: datetime, zone: tzinfo | None) -> Iterator[tuple[Job, str]]:
    """Each job with the five fields; minutes are spread by place, so that machines do not ask in step."""
    offset = int(hashlib.sha256(str(plan.here).encode()).hexdigest(), 16) % QUARTER
    quarters = ",".join(str(offset + QUARTER * n) for n in range(4))
    yield plan.run, "@reboot" if plan.long else f"{quarters} * * * *"
    for job in () if plan.long else plan.jobs:
        if job.hour is None:
            yield job, f"{job.minute + offset} * * * *"
            continue
        local = job.next_time(now).astimezone(zone)
        weekday = "*" if job.weekday is None else str(local.isoweekday() % 7)
        yield job, f"{local.minute} {local.hour} * * {weekday}"


def _cron_command(plan: Plan, job: Job) -> str:
    """A command for sh; a percent sign, at which cron would cut, is escaped."""
    file = shlex.quote(str(plan.environment))
    words = shlex.join(plan.words(job))
    line = f"set -a; [ -r {file} ] && . {file}; set +a; cd {shlex.quote(str(plan.here))} && {words}"
    if "\n" in line or "\r" in line:
        raise BadInput("a path with a line end cannot stand in a crontab")
    return line.replace("%", "\\%")


def _mark(plan: Plan) -> str:
    return f"{_mark_path(plan.here)}, made by `pantau schedule`"


def _mark_path(path: Path) -> str:
    return str(path).replace("\n", "?").replace("\r", "?")


def merged(current: str, block: str, plan: Plan) -> str:
    """A crontab with this block in the place of the one that was there, at the end where none was; "" removes it.

    All other lines stay as they are. BadInput where a mark has lost its other half.
    """
    begin, end = f"{BEGIN} {_mark(plan)}", f"{END} {_mark(plan)}"
    lines = current.splitlines(keepends=True)
    at = [number for number, line in enumerate(lines) if line.rstrip("\r\n") in (begin, end)]
    found = [lines[number].rstrip("\r\n") for number in at]
    if found not in ([], [begin, end]):
        raise BadInput(
            f"the crontab has the line {found[0]!r} without its other half; mend it with `crontab -e`"
        )
    if not at:
        gap = "" if not current or current.endswith("\n") or not block else "\n"
        return current + gap + block
    return "".join([*lines[: at[0]], block, *lines[at[1] + 1 :]])


def install_crontab(block: str, plan: Plan) -> None:
    """Put the block into the user's crontab, or with "" take it out."""
    if shutil.which("crontab") is None:
        raise PantauError("cron is not there (no `crontab` command); try `pantau schedule --systemd`")
    listed = _call("crontab", "-l", fails=True)
    if listed.returncode and "no crontab" not in listed.stderr:
        raise PantauError(f"the crontab cannot be read: {listed.stderr.strip()}")
    current = "" if listed.returncode else listed.stdout
    new = merged(current, block, plan)
    if new != current:
        _call("crontab", "-", input=new)


# ---------------------------------------------------------------- systemd


def install_units(files: dict[str, str]) -> list[Path]:
    """Make these the only units of Pantau of this user and start them; with none, all are removed. The files."""
    folder = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "systemd" / "user"
    systemctl = shutil.which("systemctl")
    old = [
        path
        for path in folder.glob("pantau*")
        if path.name not in files and path.suffix in (".service", ".timer")
    ]
    if systemctl and old:
        _call("systemctl", "--user", "disable", "--now", *(path.name for path in old), fails=True)
    for path in old:
        path.unlink()
    for name, text in files.items():
        folder.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    if systemctl:
        _call("systemctl", "--user", "daemon-reload")
        if started := [name for name, text in files.items() if "[Install]" in text]:
            _call("systemctl", "--user", "enable", "--now", *started)
    return [folder / name for name in files]


def _call(*words: str, input: str | None = None, fails: bool = False) -> subprocess.CompletedProcess[str]:
    """A command of the system; PantauError where it fails, unless it may."""
    done = subprocess.run(words, input=input, capture_output=True, text=True, check=False)
    if done.returncode and not fails:
        said = done.stderr.strip().splitlines() or [f"status {done.returncode}"]
        raise PantauError(f"`{' '.join(words[:3])}` failed: {said[-1]}")
    return done


# ---------------------------------------------------------------- the command


def schedule(
    source: Annotated[list[str] | None, typer.Argument(help="Sources; all where none is named.")] = None,
    digest_to: Annotated[
        Path, typer.Option("--digest-to", "--to", help="Folder for the digests.", metavar="DIR")
    ] = Path("digests"),
    backup_to: Annotated[Path, typer.Option(help="Folder for the backups.", metavar="DIR")] = Path("backups"),
    send: Annotated[bool, typer.Option("--send", help="Mail digests to their subscribers, too.")] = False,
    notify: Annotated[bool, typer.Option("--notify", help="Tell of sources that fall silent, too.")] = False,
    systemd: Annotated[
        bool, typer.Option("--systemd", help="systemd units of a user, not a crontab.")
    ] = False,
    system: Annotated[
        bool, typer.Option("--system", help="systemd units of the machine, hardened more.")
    ] = False,
    run: Annotated[
        bool, typer.Option("--run", help="One long `pantau run` instead of looks on time.")
    ] = False,
    environment: Annotated[
        Path | None, typer.Option(help="File of settings and secrets.", metavar="FILE")
    ] = None,
    install: Annotated[bool, typer.Option("--install", help="Install it for this user.")] = False,
    remove: Annotated[bool, typer.Option("--remove", help="Take out what was installed.")] = False,
    index: IndexUrl = DEFAULT,
) -> None:
    """Print, install or remove what runs crawls, digest and backup unattended: by cron, or by systemd."""
    from crawler.sources import chosen

    if system and (install or remove):
        raise BadInput("--system prints units only; put them into /etc/systemd/system as root")
    if install and remove:
        raise BadInput("--install and --remove exclude each other")
    plan = Plan(
        pantau=_command(),
        here=Path.cwd(),
        index=_absolute(shown(index)),
        environment=(environment or _config() / "env").absolute(),
        jobs=jobs(digest_to=digest_to.absolute(), backup_to=backup_to.absolute(), notify=notify, send=send),
        sources=tuple(chosen(tuple(source))) if source else (),
        long=run,
    )
    if shown(index) != index:
        said = "user and password are left out; give them as PANTAU_ELASTICSEARCH_USER and _PASSWORD"
        print(f"pantau: {said} in {plan.environment}", file=sys.stderr)
    form: Form = "system" if system else "user" if systemd else None
    if not (install or remove):
        print(_printed(plan, form), end="")
        return
    if install:
        for place in plan.places:
            place.mkdir(parents=True, exist_ok=True)
    for line in _installed(plan, form, remove):
        print(line)


def _printed(plan: Plan, form: Form | None) -> str:
    if form is None:
        return crontab(plan, now=datetime.now(UTC))
    return "\n".join(f"# {name}\n{text}" for name, text in units(plan, form).items())


def _installed(plan: Plan, form: Form | None, remove: bool) -> Sequence[str]:
    """Install or remove; what to tell."""
    if form is None:
        install_crontab("" if remove else crontab(plan, now=datetime.now(UTC)), plan)
        return ["crontab: dihapus" if remove else "crontab: dipasang"]
    paths = install_units({} if remove else units(plan, form))
    if remove:
        return ["unit systemd: dihapus"]
    linger = "agar tetap berjalan setelah Anda keluar: loginctl enable-linger"
    return [*(f"{path}: dipasang" for path in paths), linger]


def _command() -> str:
    """The `pantau` that is running; one started as `python -m app` has it beside its Python."""
    command = Path(sys.argv[0]).absolute()
    return str(command if command.suffix != ".py" else Path(sys.executable).with_name("pantau"))


def _config() -> Path:
    return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "pantau"


def _absolute(index: str) -> str:
    file = sqlite_path(index)
    return f"sqlite:///{file.absolute()}" if file else index
