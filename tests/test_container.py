"""The Dockerfile, as far as it can be tried without a container: what it copies is there, and is all that Pantau needs."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
TEXT = (ROOT / "Dockerfile").read_text("utf-8").replace("\\\n", " ")
STEPS = [line.partition(" ")[::2] for line in TEXT.splitlines() if line and not line.startswith("#")]
COPIED = [
    source
    for step, words in STEPS
    if step == "COPY" and not words.startswith("--from")
    for source in words.split()[:-1]
]
IGNORED = (ROOT / ".dockerignore").read_text("utf-8").splitlines()


def said(step):
    """The words of the last step of this kind."""
    return [words for kind, words in STEPS if kind == step][-1]


def test_all_that_is_copied_is_there_and_goes_to_the_builder():
    assert [source for source in COPIED if not (ROOT / source).exists()] == []
    assert IGNORED[1] == "*", "nothing goes that is not named"
    assert sorted(line[1:] for line in IGNORED if line.startswith("!")) == sorted(COPIED)


def test_packages_are_pinned_and_come_by_hash():
    installs = [words for step, words in STEPS if step == "RUN" and "pip install" in words]
    assert installs == [
        "pip install --require-hashes --requirement requirements.txt",
        "pip install --no-deps --no-build-isolation .",
    ]
    pinned = (ROOT / "requirements.txt").read_text("utf-8")
    assert re.findall(r"^\w[^=\n]*$", pinned, re.M) == []
    assert "setuptools==" in pinned, "the build backend, which is not fetched otherwise"


def test_it_runs_without_rights_keeps_its_data_and_is_stopped_gently():
    assert said("USER") == "10001"
    assert said("VOLUME") == "/data"
    assert said("STOPSIGNAL") == "SIGTERM"
    assert json.loads(said("ENTRYPOINT")) == ["pantau"]
    assert not re.search(r"password|api_key|token|secret", TEXT, re.I)


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """What the image holds of Pantau: only what is copied, installed by the image's own words."""
    source, target = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("installed")
    for name in COPIED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, source / name)
    words = "install --no-deps --no-build-isolation --quiet --target".split()
    done = subprocess.run(
        [sys.executable, "-m", "pip", *words, str(target), "."],
        cwd=source, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return target


def pantau(installed, place, *words):
    return subprocess.run(
        [sys.executable, "-P", "-m", "app", *words],
        cwd=place, capture_output=True, text=True, check=False,
        env=os.environ | {"PYTHONPATH": str(installed), "PANTAU_INDEX": f"sqlite:///{place / 'p.db'}"},
    )  # fmt: skip


def test_what_the_image_holds_is_all_that_pantau_needs(installed, tmp_path):
    code = "import app, entities; print(app.__file__, entities.__file__)"
    where = subprocess.run(
        [sys.executable, "-P", "-c", code],
        cwd=tmp_path, capture_output=True, text=True, check=True, env=os.environ | {"PYTHONPATH": str(installed)},
    )  # fmt: skip
    assert [Path(path).parents[1] for path in where.stdout.split()] == [installed] * 2
    done = pantau(installed, tmp_path, "demo", "--to", "demo")
    assert done.returncode == 0, done.stderr
    assert "Kulon Progo" in done.stdout


def test_its_commands_are_ours(installed, tmp_path):
    command = json.loads(said("CMD"))
    assert pantau(installed, tmp_path, *command, "--dry-run").returncode == 0
    _, _, check = said("HEALTHCHECK").partition(" CMD ")
    words = json.loads(check)
    assert words[0] == "pantau"
    assert pantau(installed, tmp_path, *words[1:]).returncode == 1, "nothing runs, so it is not healthy"
