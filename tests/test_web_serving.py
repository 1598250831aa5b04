"""`pantau serve`: loopback unless told, settings from the environment, a real server on a real port."""

import os
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from typer.testing import CliRunner

from app.cli import cli
from app.web.serving import check_host, is_loopback, lacking
from app.web.settings import Settings, from_environment, read_public_url
from entities.errors import BadInput
from tests.contracts.making import DAY, story
from tests.web import made_index, reader, words

ROOT = Path(__file__).resolve().parents[1]


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.5", "::", "pantau.example"])
def test_the_network_is_served_only_where_that_is_meant(host):
    with pytest.raises(BadInput, match="PANTAU_PUBLIC_URL"):
        check_host(Settings(host=host), open_to_network=False)
    check_host(Settings(host=host), open_to_network=True)
    check_host(Settings(host=host, public_url="https://pantau.example"), open_to_network=False)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.8.8", "::1", "localhost"])
def test_this_machine_is_always_served(host):
    assert is_loopback(host)
    check_host(Settings(host=host), open_to_network=False)


@pytest.mark.parametrize(
    "written",
    [
        "pantau.example",
        "ftp://pantau.example",
        "https://",
        "https://a@pantau.example",
        "https://x/?q=1",
        "https://x:99999",
    ],
)
def test_a_public_address_that_is_none_is_refused(written):
    with pytest.raises(BadInput, match="PANTAU_PUBLIC_URL"):
        read_public_url(written)


def test_settings_come_from_the_environment(monkeypatch):
    monkeypatch.setenv("PANTAU_PUBLIC_URL", "https://pantau.example/data/")
    monkeypatch.setenv("PANTAU_FULL_TEXT", "1")
    settings = from_environment(index="sqlite:///x.db", language=None)
    assert (settings.public_url, settings.prefix) == ("https://pantau.example/data", "/data")
    assert settings.full_text
    monkeypatch.setenv("PANTAU_FULL_TEXT", "perhaps")
    with pytest.raises(BadInput, match="PANTAU_FULL_TEXT"):
        from_environment()


def test_the_command_refuses_an_open_host_in_one_sentence(monkeypatch):
    monkeypatch.delenv("PANTAU_PUBLIC_URL", raising=False)
    told = CliRunner().invoke(cli, ["serve", "--host", "0.0.0.0"])
    assert isinstance(told.exception, BadInput)


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def test_a_server_answers_until_it_is_stopped():
    port, url = free_port(), made_index([story("a", title="Kopi Contoh")])
    command = [sys.executable, "-m", "app", "serve", "--index", url, "--port", str(port)]
    server = subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=os.environ
    )
    try:
        assert f"http://127.0.0.1:{port}/" in server.stdout.readline()
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=30) as answer:
            assert "Kopi Contoh" in answer.read().decode()
            assert "server" not in {name.lower() for name in answer.headers}
        head = urllib.request.Request(f"http://127.0.0.1:{port}/", method="HEAD")
        with urllib.request.urlopen(head, timeout=30) as answer:
            assert answer.read() == b""
        taken = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
        assert taken.returncode == 2
        assert len(taken.stderr.strip().splitlines()) == 1
    finally:
        server.send_signal(signal.SIGINT)
        _, told = server.communicate(timeout=30)
    assert "Traceback" not in told


LACKING = {
    "an index": ({}, ["there is no index at {here}/pantau.db", "until then pages say"]),
    "a folder": ({"digests": ("digests",)}, ["{here}/digests holds no digest", "pantau digest --to"]),
    "a folder without one": ({"digests": ("kosong",)}, ["{here}/kosong holds no digest"]),
    "a server": ({"index": "http://127.0.0.1:1/uji"}, ["127.0.0.1:1", "until then pages say"]),
}


@pytest.mark.parametrize("what", LACKING)
def test_what_is_not_there_as_a_server_starts_is_told_in_one_sentence(what, tmp_path):
    (tmp_path / "kosong").mkdir()
    told, parts = LACKING[what]
    url = f"sqlite:///{tmp_path / 'pantau.db'}" if what == "an index" else made_index([story("a")])
    folders = tuple(tmp_path / name for name in told.get("digests", ()))
    (sentence,) = lacking(Settings(index=told.get("index", url), digests=folders))
    assert all(part.format(here=tmp_path) in sentence for part in parts), sentence
    assert "\n" not in sentence


def test_of_what_is_there_nothing_is_told_and_a_url_of_no_index_starts_no_server():
    assert list(lacking(Settings(index=made_index([story("a")])))) == []
    with pytest.raises(BadInput, match="names no index"):
        list(lacking(Settings(index="pantau.db")))


def test_a_server_without_its_index_says_so_on_standard_error_and_serves_all_the_same(tmp_path):
    port = free_port()
    command = [
        sys.executable,
        "-m",
        "app",
        "serve",
        "--port",
        str(port),
        "--digests",
        str(tmp_path / "tiada"),
    ]
    command += ["--index", f"sqlite:///{tmp_path / 'pantau.db'}"]
    server = subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=os.environ
    )
    try:
        assert f"http://127.0.0.1:{port}/" in server.stdout.readline()
        with pytest.raises(urllib.error.HTTPError, match="503"):
            urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=30)
    finally:
        server.send_signal(signal.SIGINT)
        _, told = server.communicate(timeout=30)
    index, digests = (one for one in told.splitlines() if one.startswith("pantau: ") and "until" in one)
    assert "there is no index at" in index
    assert "tiada holds no digest" in digests


def test_the_history_of_an_article_tells_of_its_text_only_that_it_changed():
    from contextlib import closing

    from state.state import Change, open_state, state_url

    url = made_index([story("a", title="Baru")])
    with closing(open_state(state_url(url))) as state:
        state.changed(
            Change(
                source="s",
                id="a",
                at=DAY,
                fields={"title": ("Lama", "Baru"), "body": ("Isi lama", "Isi baru")},
            )
        )
    told = words(reader(url).get("/articles/a").text)
    assert "Riwayat perubahan" in told
    assert "Lama Baru" in told
    assert "Isi lama" not in told
    assert "Isi lama" in words(reader(url, full_text=True).get("/articles/a").text)
