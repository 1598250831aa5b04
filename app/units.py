"""systemd units of a plan: a service and a timer for each job, or one service that runs on; confined to its folders."""

import getpass
from pathlib import Path
from typing import Literal

from app.jobs import Job
from app.plan import Plan

Form = Literal["user", "system"]
DAYS = "Mon Tue Wed Thu Fri Sat Sun".split()
SPREAD = "5min"  # at random, so that machines do not ask in step
STOP = 120  # seconds; longer than `pantau run` gives its crawls

SERVICE = """\
[Unit]
Description=Pantau: {name}
{online}
[Service]
Type={type}
{who}WorkingDirectory={here}
EnvironmentFile=-{environment}
ExecStart={command}
{how}
# What it may use: a part of the machine, and of its files these folders.
MemoryMax=1G
TasksMax=256
CPUWeight=50
IOWeight=50
Nice=5
ReadWritePaths={places}
{confined}
"""

TIMER = """\
[Unit]
Description=Pantau: {name}, on time

[Timer]
OnCalendar={when}
RandomizedDelaySec={spread}
Persistent=true

[Install]
WantedBy=timers.target
"""

INSTALL = """
[Install]
WantedBy={target}
"""

CONFINED = """\
NoNewPrivileges=true
ProtectSystem=strict
ProtectHome=read-only
LockPersonality=true
MemoryDenyWriteExecute=true
RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX
RestrictNamespaces=true
RestrictRealtime=true
RestrictSUIDSGID=true
SystemCallArchitectures=native
SystemCallFilter=@system-service
SystemCallFilter=~@privileged @resources
SystemCallErrorNumber=EPERM
UMask=0027
"""

# A user's manager may not drop capabilities; it confines by a user namespace instead.
MORE: dict[Form, str] = {
    "user": "PrivateUsers=true\n",
    "system": """\
AmbientCapabilities=
CapabilityBoundingSet=
DevicePolicy=closed
PrivateDevices=true
ProcSubset=pid
ProtectClock=true
ProtectControlGroups=true
ProtectHostname=true
ProtectKernelLogs=true
ProtectKernelModules=true
ProtectKernelTunables=true
ProtectProc=invisible
RemoveIPC=true
""",
}

# A stop reaches `pantau run` alone, which tells its crawls; told twice, a crawl would break off.
STOPPING = f"KillMode=mixed\nTimeoutStopSec={STOP}\n"
LONG = f"Restart=on-failure\nRestartSec=30\nRestartPreventExitStatus=2\n{STOPPING}"
SHORT = f"TimeoutStartSec=infinity\n{STOPPING}"


def units(plan: Plan, form: Form) -> dict[str, str]:
    """File name -> unit, for the manager of a user or of the machine."""
    found = {}
    for job in plan.all_jobs:
        name = "pantau" if plan.long else f"pantau-{job.name}"
        found[f"{name}.service"] = _service(plan, job, form)
        if not plan.long:
            found[f"{name}.timer"] = TIMER.format(name=job.name, when=_when(job, plan), spread=SPREAD)
    return found


def _service(plan: Plan, job: Job, form: Form) -> str:
    # A lock of a server's index stands in the common /tmp; with one of its own, no other process would see it.
    shared = not plan.index.startswith("sqlite:")
    places = [_path(place) for place in plan.places] + (["/tmp"] if shared else [])
    confined = CONFINED + MORE[form] + ("" if shared else "PrivateTmp=true\n")
    fine = " ".join(str(status) for status in job.fine if status)
    how = LONG if plan.long else SHORT + (f"SuccessExitStatus={fine}\n" if fine else "")
    network = "Wants=network-online.target\nAfter=network-online.target\n" if form == "system" else ""
    text = SERVICE.format(
        name=job.name,
        online=network,
        type="exec" if plan.long else "oneshot",
        who=f"User={getpass.getuser()}\n" if form == "system" else "",
        here=_escaped(str(plan.here)),
        environment=_escaped(str(plan.environment)),
        command=command(*plan.words(job)),
        how=how,
        places=" ".join(places),
        confined=confined,
    )
    target = "multi-user.target" if form == "system" else "default.target"
    return text.rstrip("\n") + "\n" + (INSTALL.format(target=target) if plan.long else "")


def _when(job: Job, plan: Plan) -> str:
    """When a timer fires. Times of day are Jakarta's, whatever the machine's are."""
    if job.name == plan.run.name:
        return "*:0/15"
    if job.hour is None:
        return f"*:{job.minute:02}"
    day = "" if job.weekday is None else f"{DAYS[job.weekday]} "
    return f"{day}*-*-* {job.hour:02}:{job.minute:02} Asia/Jakarta"


def _escaped(text: str) -> str:
    """A percent sign is a specifier there and is doubled."""
    return text.replace("%", "%%")


def _path(path: Path) -> str:
    """A folder in a list of folders; one that is not there is no failure."""
    return _quoted(f"-{_escaped(str(path))}")


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"' if set(text) & set(" \t'\"\\;") else escaped


def command(*words: str) -> str:
    """A command in systemd's quoting."""
    return " ".join(_quoted(_escaped(word).replace("$", "$$")) for word in words)
