"""What to paste so that crawls and digests run unattended: crontab lines or systemd units."""

import shlex

DAILY, MONDAY = "0 5 * * *", "0 7 * * 1"

CRONTAB = """\
# Pantau: crawl each day at 05.00, the digest of the week before each Monday at 07.00, server time.
# Paste into `crontab -e`. A failing run says so on standard error, which cron mails to you.
{daily} cd {here} && {pantau} crawl --index {index} --quiet
{monday} cd {here} && {pantau} digest --week last --by learnt --index {index} --to {to}
"""

UNIT = """\
# ~/.config/systemd/user/pantau-{name}.service
[Unit]
Description=Pantau {name}

[Service]
Type=oneshot
WorkingDirectory={here}
ExecStart={command}

# ~/.config/systemd/user/pantau-{name}.timer
[Unit]
Description=Pantau {name}, on time

[Timer]
OnCalendar={when}
Persistent=true

[Install]
WantedBy=timers.target
"""


def crontab(*, pantau: str, here: str, index: str, to: str) -> str:
    """Two crontab lines; a percent sign, which cron would cut at, is escaped."""
    quoted = {k: shlex.quote(v).replace("%", "\\%") for k, v in {"pantau": pantau, "here": here}.items()}
    quoted |= {k: shlex.quote(v).replace("%", "\\%") for k, v in {"index": index, "to": to}.items()}
    return CRONTAB.format(daily=DAILY, monday=MONDAY, **quoted)


def systemd(*, pantau: str, here: str, index: str, to: str) -> str:
    """A service and a timer for crawl and for digest; a percent sign, a specifier there, is doubled."""
    crawl = _command(pantau, "crawl", "--index", index, "--quiet")
    digest = _command(pantau, "digest", "--week", "last", "--by", "learnt", "--index", index, "--to", to)
    place = here.replace("%", "%%")
    units = [
        UNIT.format(name="crawl", command=crawl, when="*-*-* 05:00", here=place),
        UNIT.format(name="digest", command=digest, when="Mon *-*-* 07:00", here=place),
        "# then: systemctl --user enable --now pantau-crawl.timer pantau-digest.timer\n",
    ]
    return "\n".join(units)


def _command(*words: str) -> str:
    """A command in systemd's quoting."""
    escaped = (
        w.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$") for w in words
    )
    return " ".join(f'"{w}"' if set(w) & set(" \t'\"\\;") else w for w in escaped)
