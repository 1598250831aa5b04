"""The project runs under Scrapyd: its egg is deployed to a server on loopback, and a spider scheduled there fills an index.

Scrapyd has an environment of its own, under build/scrapyd and kept there: it wants an older setuptools than we do.
"""

import hashlib
import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.parse
import urllib.request
import zipfile
from pathlib import Path

import pytest

from app.press import press
from indexer.index import Query, open_index
from tests.conftest import missing

ROOT = Path(__file__).resolve().parents[1]
PLACE = ROOT / "build" / "scrapyd"
NEEDS = ("scrapyd==1.6.0", "scrapyd-client==2.0.3", "setuptools<81")
ROOMS = ("entities", "crawler", "spiders", "indexer", "state", "app", "samples")
FILES = ("setup.py", "pyproject.toml", "scrapy.cfg", "README.md", "LICENSE", "NOTICE", "requirements.in")
CONFIG = """\
[scrapyd]
bind_address = 127.0.0.1
http_port = {port}
poll_interval = 0.2
max_proc = 1
"""

pytestmark = pytest.mark.slow


def pip(python, *words):
    return subprocess.run(
        [str(python), "-m", "pip", "--quiet", "--disable-pip-version-check", *words],
        capture_output=True, text=True, timeout=400, check=False,
    )  # fmt: skip


@pytest.fixture(scope="module")
def scrapyd():
    """The folder of Scrapyd's commands."""
    wanted = "\n".join([*NEEDS, (ROOT / "requirements.in").read_text("utf-8")])
    stamp = PLACE / hashlib.sha256(wanted.encode()).hexdigest()[:16]
    if not stamp.exists():
        shutil.rmtree(PLACE, ignore_errors=True)
        subprocess.run([sys.executable, "-m", "venv", str(PLACE)], check=True)
        python = PLACE / "bin" / "python"
        steps = (
            ["install", "--upgrade", "pip"],
            ["install", *NEEDS, "--requirement", str(ROOT / "requirements.in")],
        )
        for words in steps:
            if (done := pip(python, *words)).returncode:
                missing(f"Scrapyd cannot be installed: {(done.stderr.strip().splitlines() or ['?'])[-1]}")
        stamp.touch()
    return PLACE / "bin"


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """A copy of the project to build from."""
    place = tmp_path_factory.mktemp("project")
    for room in ROOMS:
        shutil.copytree(ROOT / room, place / room, ignore=shutil.ignore_patterns("__pycache__"))
    for file in FILES:
        shutil.copy(ROOT / file, place / file)
    return place


def outside():
    """An environment in which Pantau is found nowhere but in the egg."""
    return {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PANTAU_", "PYTHON", "SCRAPY"))
    }


def asked(url, **fields):
    data = urllib.parse.urlencode(fields).encode() if fields else None
    with urllib.request.urlopen(url, data=data, timeout=60) as answer:
        return json.load(answer)


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def wait_for(what, seconds):
    """What `what` gives once it gives something; a failure where it never does."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            if found := what():
                return found
        except OSError:
            pass  # not listening yet
        time.sleep(0.1)
    raise AssertionError(f"not within {seconds} s")


def test_all_data_of_the_project_is_in_its_egg(scrapyd, project, tmp_path):
    egg = tmp_path / "pantau.egg"
    words = [str(scrapyd / "scrapyd-deploy"), "--build-egg", str(egg)]
    subprocess.run(words, cwd=project, env=outside(), check=True, capture_output=True)
    inside = set(zipfile.ZipFile(egg).namelist())
    there = {
        str(path.relative_to(ROOT))
        for room in ROOMS
        for path in (ROOT / room).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert there - inside == set()


def test_a_spider_scheduled_on_a_server_fills_the_index(scrapyd, project, tmp_path):
    port = free_port()
    server, index = f"http://127.0.0.1:{port}", f"sqlite:///{tmp_path / 'p.db'}"
    (tmp_path / "scrapyd.conf").write_text(CONFIG.format(port=port))
    config = project / "scrapy.cfg"
    config.write_text(config.read_text().replace("127.0.0.1:6800", f"127.0.0.1:{port}"))
    with press() as served, (tmp_path / "log").open("w") as log:
        environment = outside() | {"PANTAU_PRESS": served.address, "PANTAU_DELAY": "0"}
        process = subprocess.Popen(
            [str(scrapyd / "scrapyd")], cwd=tmp_path, env=environment, stdout=log, stderr=log
        )
        try:
            wait_for(lambda: asked(f"{server}/daemonstatus.json")["status"] == "ok", 30)
            words = [str(scrapyd / "scrapyd-deploy")]
            told = subprocess.run(
                words, cwd=project, env=outside(), check=False, capture_output=True, text=True
            )
            assert told.returncode == 0, told.stdout + told.stderr
            known = asked(f"{server}/listspiders.json?project=pantau")["spiders"]
            assert {"side", "solopos"} <= set(known)
            job = asked(
                f"{server}/schedule.json", project="pantau", spider="side", setting=f"PANTAU_INDEX={index}"
            )
            wait_for(lambda: asked(f"{server}/listjobs.json?project=pantau")["finished"], 60)
        finally:
            process.terminate()
            process.wait(20)
    log = (tmp_path / "logs" / "pantau" / "side" / f"{job['jobid']}.log").read_text()
    assert "Spider closed (finished)" in log
    assert "Traceback" not in log
    held = open_index(index)
    assert held.count() == len(list(held.hits(Query(sources=("side",))))) > 2
    held.close()
