"""Where requests may go: public addresses, and a press on loopback that was named."""

import gzip
import socket

import pytest
from twisted.internet.error import DNSLookupError

from crawler import network
from crawler.fetch import fetch
from crawler.links import belongs
from crawler.network import is_public, press_address
from crawler.run import UNPACED, crawl
from crawler.sources import project_settings, sources
from entities.errors import BadInput, PantauError
from tests.tiny_press import Answer, article, feed, tiny_press

PUBLIC = ["8.8.8.8", "103.10.5.1", "2606:4700::1111", "::ffff:8.8.8.8"]
NOT_PUBLIC = {
    "loopback": "127.0.0.1",
    "other loopback": "127.8.9.1",
    "private 10": "10.0.0.1",
    "private 172": "172.16.0.1",
    "private 192": "192.168.1.1",
    "link-local": "169.254.169.254",
    "carrier": "100.64.0.1",
    "unspecified": "0.0.0.0",
    "broadcast": "255.255.255.255",
    "multicast": "224.0.0.1",
    "reserved": "240.0.0.1",
    "documentation": "192.0.2.1",
    "v6 loopback": "::1",
    "v6 private": "fd00::1",
    "v6 link-local": "fe80::1%eth0",
    "v6 multicast": "ff02::1",
    "mapped loopback": "::ffff:127.0.0.1",
    "compatible loopback": "::127.0.0.1",
    "translated private": "64:ff9b::a00:1",
    "6to4 of private": "2002:a00:1::",
}


@pytest.mark.parametrize("address", PUBLIC)
def test_public_address_is_public(address):
    assert is_public(address)


@pytest.mark.parametrize("kind", NOT_PUBLIC)
def test_no_other_address_is(kind):
    assert not is_public(NOT_PUBLIC[kind])


@pytest.mark.parametrize("text", ["127.0.0.1:8900", "localhost:8900", "http://127.0.0.1:8900/"])
def test_press_on_loopback_is_accepted(text):
    assert press_address(text) == ("127.0.0.1", 8900)


ELSEWHERE = [
    "8.8.8.8:80",
    "press.example:80",
    "127.0.0.1",
    "127.0.0.1:0",
    "127.0.0.1:x",
    "0.0.0.0:80",
    "[::1]:80",
]


@pytest.mark.parametrize("text", ELSEWHERE)
def test_press_anywhere_else_is_bad_input(text):
    with pytest.raises(BadInput, match="loopback"):
        press_address(text)


def test_host_belongs_to_its_domain_and_not_to_a_look_alike():
    assert belongs("news.espos.id", ["solopos.com", "espos.id"])
    assert belongs("ESPOS.id.", ["espos.id"])
    assert not belongs("notespos.id", ["espos.id"])
    assert not belongs("espos.id.example.com", ["espos.id"])


@pytest.mark.parametrize("address", ["127.0.0.1", "10.0.0.7", "169.254.169.254"])
def test_name_that_resolves_to_a_private_address_is_refused_by_the_resolver_itself(address):
    with pytest.raises(DNSLookupError, match="not a public address"):
        network._checked(address, "rebound.example")
    assert "rebound.example" in network.refused


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "2130706433", "0x7f000001", "0177.0.0.1", "[::1]", "localhost"]
)
def test_loopback_in_any_spelling_is_never_asked(host):
    with tiny_press({"/": article()}) as press:
        with pytest.raises(PantauError, match=r"not public|no such host"):
            fetch(f"http://{host}:{press.address.rpartition(':')[2]}/")
        assert press.asked == []


def test_with_a_press_other_ports_of_loopback_stay_refused(monkeypatch):
    """A page of a source that redirects to our own machine gains nothing from the press standing there."""
    with tiny_press({"/": "rahasia"}) as other, tiny_press({}) as press:
        monkeypatch.setattr("crawler.settings.PANTAU_PRESS", press.address)
        for host in ("127.0.0.1", "localhost"):
            with pytest.raises(PantauError):
                fetch(f"http://{host}:{other.address.rpartition(':')[2]}/")
        assert other.asked == []


def test_name_that_becomes_private_is_refused_at_the_connection(monkeypatch):
    monkeypatch.setattr(socket, "gethostbyname", lambda name: "127.0.0.1")
    with tiny_press({"/": article()}) as press:
        with pytest.raises(PantauError, match="not public"):
            fetch(f"http://rebound.example:{press.address.rpartition(':')[2]}/")
        assert press.asked == []


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "ftp://solopos.com/x", "gopher://solopos.com/", "solopos.com", ""]
)
def test_only_web_addresses_are_fetched(url):
    with pytest.raises(BadInput, match="web address"):
        fetch(url)


def test_page_of_a_source_is_fetched_from_the_press(monkeypatch):
    url = "https://www.solopos.com/umkm-solo-ekspor-1343212"
    with tiny_press({"www.solopos.com/umkm-solo-ekspor-1343212": article("Halo")}) as press:
        monkeypatch.setattr("crawler.settings.PANTAU_PRESS", press.address)
        body, final, encoding = fetch(url)
    assert (b"Halo" in body, final, encoding) == (True, url, "utf-8")


def test_page_that_unpacks_beyond_the_bound_is_refused(tmp_path):
    bomb = Answer(gzip.compress(b" " * 30_000_000), headers={"Content-Encoding": "gzip"})
    path = "/2021/12/22/keripik-umkm-satu-diekspor-ke-jepang/"
    routes = {"/feed/": feed("https://www.beritadaerah.co.id" + path), path: bomb}
    with tiny_press(routes) as press:
        (report,) = crawl(
            ["beritadaerah"], index=f"sqlite:///{tmp_path / 'p.db'}", press=press.address, settings=UNPACED
        )
    assert report.dropped == {"too large": 1}


def test_pace_verification_and_robots_are_on_by_default():
    settings = project_settings()
    for name in ("ROBOTSTXT_OBEY", "AUTOTHROTTLE_ENABLED", "DOWNLOAD_VERIFY_CERTIFICATES"):
        assert settings.getbool(name), name
    for name in ("COOKIES_ENABLED", "REFERER_ENABLED", "TELNETCONSOLE_ENABLED"):
        assert not settings.getbool(name), name
    assert settings.getfloat("DOWNLOAD_DELAY") >= 1
    assert settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN") == 1


@pytest.mark.parametrize("name", sources())
def test_certificates_are_verified_unless_a_source_is_excepted_by_name(name):
    for excepted in ("", name, "another"):
        settings = project_settings()
        settings.set("PANTAU_TLS_UNVERIFIED", excepted)
        sources()[name].update_settings(settings)
        assert settings.getbool("DOWNLOAD_VERIFY_CERTIFICATES") is (excepted != name)
