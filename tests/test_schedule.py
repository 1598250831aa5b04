"""`pantau schedule`: lines and units that do what they say, installed without harm to others', without a secret."""

import os
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from app.jobs import jobs
from app.plan import Plan
from app.schedule import crontab, merged
from app.units import command, units
from entities.errors import BadInput

ROOT = Path(__file__).resolve().parents[1]
WEDNESDAY = datetime(2021, 12, 22, 3, tzinfo=UTC)
SECRET = "r4h4sia-s3kali"
PLAN = Plan(
    pantau="/opt/pantau/bin/pantau",
    here=Path("/srv/pantau"),
    index="sqlite:////srv/pantau/pantau.db",
    environment=Path("/etc/pantau/env"),
    jobs=jobs(
        digest_to=Path("/srv/pantau/digests"), backup_to=Path("/srv/pantau/backups"), notify=True, send=True
    ),
)
LONG = replace(PLAN, long=True)


def lines_of(text):
    return [line for line in text.splitlines() if not line.startswith("#")]


# ---------------------------------------------------------------- cron

ZONES = {  # hours east of Greenwich -> when the digest is due there, and the backup
    7: ("0 7 * * 1", "30 2 * * *"),
    0: ("0 0 * * 1", "30 19 * * *"),
    -5: ("0 19 * * 0", "30 14 * * *"),
    9: ("0 9 * * 1", "30 4 * * *"),
    5.5: ("30 5 * * 1", "0 1 * * *"),
}


@pytest.mark.parametrize("hours", ZONES)
def test_times_are_those_of_jakarta_by_the_clock_of_the_machine(hours):
    text = crontab(PLAN, now=WEDNESDAY, zone=timezone(timedelta(hours=hours)))
    _, digest, backup, *_ = lines_of(text)
    assert (digest.partition(" set")[0], backup.partition(" set")[0]) == ZONES[hours]


def test_machines_do_not_ask_in_step():
    minutes = {
        lines_of(crontab(replace(PLAN, here=Path(f"/srv/{n}")), now=WEDNESDAY))[0].split()[0]
        for n in range(30)
    }
    assert len(minutes) > 5
    first, *others = map(int, lines_of(crontab(PLAN, now=WEDNESDAY))[0].split()[0].split(","))
    assert others == [first + 15, first + 30, first + 45]
    assert others[-1] < 60


def test_a_long_run_is_one_line_that_does_all():
    (line,) = lines_of(crontab(LONG, now=WEDNESDAY))
    assert line.startswith("@reboot ")
    assert (
        "run --digest-to /srv/pantau/digests --backup-to /srv/pantau/backups --send --notify --index" in line
    )


SHELL = r"""#!/bin/sh
{ pwd; printf '%s\n' "$PANTAU_CONTACT" "$@"; } > "$HEARD"
"""


@pytest.mark.parametrize("name", ["plain", "two words", "50%", 'a"b', "it's", "$HOME", "a;b", "`x`", "ä\\n"])
def test_a_line_does_what_it_says_whatever_a_folder_is_called(name, tmp_path):
    here = tmp_path / name
    here.mkdir()
    pantau = here / "pantau"
    pantau.write_text(SHELL)
    pantau.chmod(0o755)
    (here / "env").write_text("PANTAU_CONTACT='kantor di sini'\n")
    index = f"sqlite:///{here / 'p.db'}"
    plan = replace(PLAN, pantau=str(pantau), here=here, index=index, environment=here / "env")
    line = lines_of(crontab(plan, now=WEDNESDAY))[0].split(maxsplit=5)[5]
    asked = line.replace("\\%", "%")  # as cron does
    subprocess.run(["sh", "-c", asked], env={"HEARD": str(tmp_path / "heard"), "HOME": "/x"}, check=True)
    assert (tmp_path / "heard").read_text().splitlines() == [
        str(here), "kantor di sini", "run", "--once", "--quiet", "--index", index,
    ]  # fmt: skip


def test_a_folder_with_a_line_end_is_refused():
    with pytest.raises(BadInput, match="line end"):
        crontab(replace(PLAN, here=Path("/srv/a\n* * * * * rm")), now=WEDNESDAY)


BLOCK = crontab(PLAN, now=WEDNESDAY, zone=UTC)
OTHER = crontab(replace(PLAN, here=Path("/srv/other")), now=WEDNESDAY, zone=UTC)
FOREIGN = "MAILTO=kantor\n# mine\n5 4 * * * /bin/mine 100\\%\n"
OLD = BLOCK.replace("--once", "--old")
CRONTABS = {  # what is there, the block -> what comes of it
    "nothing there": ("", BLOCK, BLOCK),
    "foreign lines": (FOREIGN, BLOCK, FOREIGN + BLOCK),
    "no line end at the end": ("5 4 * * * x", BLOCK, "5 4 * * * x\n" + BLOCK),
    "there already": (FOREIGN + BLOCK, BLOCK, FOREIGN + BLOCK),
    "an older one, amid others": (FOREIGN + OLD + "# last\n", BLOCK, FOREIGN + BLOCK + "# last\n"),
    "that of another folder": (OTHER, BLOCK, OTHER + BLOCK),
    "removed": (FOREIGN + BLOCK + "# last", "", FOREIGN + "# last"),
    "removed where none is": (FOREIGN, "", FOREIGN),
}


@pytest.mark.parametrize("case", CRONTABS)
def test_a_crontab_keeps_all_foreign_lines(case):
    current, block, then = CRONTABS[case]
    assert merged(current, block, PLAN) == then


@pytest.mark.parametrize("left", [BLOCK.splitlines()[0], BLOCK.splitlines()[-1], BLOCK + BLOCK])
def test_a_mark_without_its_other_half_is_told_and_nothing_is_cut(left):
    with pytest.raises(BadInput, match="without its other half"):
        merged(FOREIGN + left + "\n" + FOREIGN, BLOCK, PLAN)


# ---------------------------------------------------------------- systemd


@pytest.fixture
def written(tmp_path):
    """The units of a plan as files, checked by systemd itself."""

    def write(plan, form):
        found = []
        for name, text in units(replace(plan, pantau="/bin/true"), form).items():
            (tmp_path / name).write_text(text)
            found.append(str(tmp_path / name))
        return found

    return write


@pytest.mark.needs("systemd-analyze")
@pytest.mark.parametrize("plan", [PLAN, LONG, replace(PLAN, here=Path("/srv/two words 50%"))])
@pytest.mark.parametrize("form", ["user", "system"])
def test_systemd_takes_the_units(plan, form, written, tmp_path):
    mode = ["--user"] if form == "user" else []
    done = subprocess.run(
        ["systemd-analyze", "verify", *mode, *written(plan, form)],
        capture_output=True, text=True, check=False, env=os.environ | {"XDG_RUNTIME_DIR": str(tmp_path)},
    )  # fmt: skip
    assert (done.returncode, done.stdout + done.stderr) == (0, "")


@pytest.mark.needs("systemd-analyze")
@pytest.mark.parametrize(("form", "most"), [("system", 2.0), ("user", 5.7)])
def test_systemd_finds_the_units_confined(form, most, written):
    """Of 10, which is worst; those of a user cannot drop what the manager of the machine can."""
    for unit in written(PLAN, form) + written(LONG, form):
        if unit.endswith(".service"):
            limit = f"--threshold={most * 10:.0f}"
            words = ["systemd-analyze", "security", "--offline=true", limit, unit]
            done = subprocess.run(words, capture_output=True, text=True, check=False)
            assert done.returncode == 0, done.stdout[-200:]


def test_every_job_has_a_service_and_a_timer_and_a_long_run_one_service():
    assert list(units(PLAN, "user")) == [
        f"pantau-{job}.{kind}"
        for job in ("crawl", "digest", "backup", "send", "notify")
        for kind in ("service", "timer")
    ]
    assert list(units(LONG, "user")) == ["pantau.service"]


def test_timers_keep_jakartas_time_and_make_up_for_what_was_missed():
    made = units(PLAN, "system")
    assert "OnCalendar=Mon *-*-* 07:00 Asia/Jakarta" in made["pantau-digest.timer"]
    assert "OnCalendar=*-*-* 02:30 Asia/Jakarta" in made["pantau-backup.timer"]
    assert "OnCalendar=*:01\n" in made["pantau-send.timer"]
    assert "digest send --index" in made["pantau-send.service"]
    for name, text in made.items():
        if name.endswith(".timer"):
            assert "Persistent=true" in text
            assert "RandomizedDelaySec=" in text


def test_a_unit_may_write_to_the_folders_of_the_data_only(monkeypatch):
    monkeypatch.setenv("PANTAU_METRICS", "/var/lib/node/pantau.prom")
    monkeypatch.setenv("PANTAU_STATE", "sqlite:////var/lib/pantau/state.db")
    monkeypatch.setenv("PANTAU_ARCHIVE", "/srv/archive")
    plan = replace(PLAN, index="sqlite:////data/in dex/p.db")
    text = units(plan, "user")["pantau-crawl.service"]
    (told,) = [line for line in text.splitlines() if line.startswith("ReadWritePaths=")]
    assert told == (
        'ReadWritePaths=-/srv/pantau "-/data/in dex" -/var/lib/node -/var/lib/pantau -/srv/archive'
    )


def test_a_source_in_trouble_is_no_failure_of_the_unit_that_tells_it():
    made = units(PLAN, "user")
    assert "SuccessExitStatus=3" in made["pantau-notify.service"]
    assert "SuccessExitStatus" not in made["pantau-digest.service"]


def test_the_lock_of_a_servers_index_is_seen_by_other_processes():
    text = units(replace(PLAN, index="https://h.example:9200/p"), "system")["pantau-crawl.service"]
    assert "PrivateTmp" not in text
    assert "/tmp" in text


COMMANDS = {
    "a b": '"a b"',
    "50%": "50%%",
    "$HOME": "$$HOME",
    'say "x"': '"say \\"x\\""',
    "back\\slash": '"back\\\\slash"',
}


@pytest.mark.parametrize("word", COMMANDS)
def test_a_word_is_quoted_for_systemd(word):
    assert command("x", word) == f"x {COMMANDS[word]}"


# ---------------------------------------------------------------- the command

# Begun by the shell, since a path with a blank stands in no #! line.
PYTHON = """#!/bin/sh
''':'
exec "{python}" "$0" "$@"
'''
"""
CRONTAB = """
import pathlib, sys
file = pathlib.Path("{file}")
if sys.argv[1] == "-l":
    sys.exit("no crontab for kantor") if not file.exists() else print(file.read_text(), end="")
else:
    file.write_text(sys.stdin.read())
"""
SYSTEMCTL = """
import sys
with open("{file}", "a") as file:
    print(*sys.argv[1:], file=file)
"""


@pytest.fixture
def machine(tmp_path):
    """A machine with a cron and a systemd that write down what they are told."""
    (tmp_path / "bin").mkdir()
    for name, script in (("crontab", CRONTAB), ("systemctl", SYSTEMCTL)):
        path = tmp_path / "bin" / name
        path.write_text((PYTHON + script).format(python=sys.executable, file=tmp_path / f"told-{name}"))
        path.chmod(0o755)
    return tmp_path


def schedule(folder, *words, path=None, **environment):
    path = f"{folder / 'bin'}:/usr/bin:/bin" if path is None else path
    return subprocess.run(
        [sys.executable, "-P", "-m", "app", "schedule", *words],
        capture_output=True, text=True, check=False, cwd=folder,
        env={"PATH": path, "HOME": str(folder), "COLUMNS": "200", **environment},
    )  # fmt: skip


def test_a_crontab_is_installed_once_and_removed_whole(machine):
    told = machine / "told-crontab"
    told.write_text(FOREIGN)
    for _ in range(2):
        done = schedule(machine, "--install", "--notify")
        assert (done.returncode, done.stderr, done.stdout) == (0, "", "crontab: dipasang\n")
        assert told.read_text().startswith(FOREIGN)
        assert len(lines_of(told.read_text())) == len(lines_of(FOREIGN)) + 4
    assert schedule(machine, "--remove").stdout == "crontab: dihapus\n"
    assert told.read_text() == FOREIGN


def test_units_are_installed_started_and_removed_whole(machine):
    folder = machine / ".config" / "systemd" / "user"
    folder.mkdir(parents=True)
    (folder / "mine.service").write_text("mine")
    assert schedule(machine, "--systemd", "--install").returncode == 0
    assert sorted(path.name for path in folder.iterdir()) == [
        "mine.service",
        *(f"pantau-{job}.{kind}" for job in ("backup", "crawl", "digest") for kind in ("service", "timer")),
    ]
    assert schedule(machine, "--systemd", "--run", "--install").returncode == 0
    assert sorted(path.name for path in folder.iterdir()) == ["mine.service", "pantau.service"]
    assert schedule(machine, "--systemd", "--remove").returncode == 0
    assert [path.name for path in folder.iterdir()] == ["mine.service"]
    told = (machine / "told-systemctl").read_text().splitlines()
    assert told[:2] == [
        "--user daemon-reload",
        "--user enable --now pantau-crawl.timer pantau-digest.timer pantau-backup.timer",
    ]
    assert "--user enable --now pantau.service" in told
    assert told[-2:] == ["--user disable --now pantau.service", "--user daemon-reload"]


def test_a_machine_without_cron_is_told_of_systemd(machine):
    done = schedule(machine, "--install", path=str(machine))
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.count("\n") == 1
    assert "pantau schedule --systemd" in done.stderr


@pytest.mark.parametrize("form", [[], ["--systemd"], ["--system"], ["--systemd", "--run"]])
def test_no_secret_stands_in_a_schedule(form, machine):
    url = f"https://rani:{SECRET}@h.example:9200/p"
    secrets = {"PANTAU_SMTP_PASSWORD": SECRET, "PANTAU_ALERT_WEBHOOK": f"https://h.example/{SECRET}"}
    done = schedule(machine, "--notify", *form, PANTAU_INDEX=url, **secrets)
    assert done.returncode == 0
    assert SECRET not in done.stdout + done.stderr
    assert "rani" not in done.stdout
    assert f"{machine}/.config/pantau/env" in done.stdout


@pytest.mark.parametrize("words", [["--install", "--remove"], ["--system", "--install"], ["tidakada"]])
def test_what_makes_no_sense_is_told(words, machine):
    done = schedule(machine, *words)
    assert (done.returncode, done.stderr.count("\n"), done.stdout) == (2, 1, "")
    assert not (machine / "told-crontab").exists()
