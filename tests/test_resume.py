"""A crawl that is killed at any moment is finished by the next one: nothing lost, nothing twice, state and index agree."""

import multiprocessing
import os
import random
import resource
import signal
import threading
import time

import pytest

from crawler.run import UNPACED, crawl
from indexer.index import open_index
from state.state import open_state, state_url
from tests.crawls import BD
from tests.tiny_press import Answer, article, feed, tiny_press

PATHS = [f"/2021/12/22/keripik-umkm-nomor-{n}-diekspor/" for n in range(24)]
ROUTES = {
    "/feed/": Answer(feed(*(BD + path for path in PATHS[:16])), headers={"ETag": '"1"'}),
    "/tag/umkm/feed/": feed(*(BD + path for path in PATHS[8:20])),
    "/tag/umkm/feed/?paged=2": feed(*(BD + path for path in PATHS[20:])),
    **{path: article(f"Keripik UMKM {path[22:-1]}") for path in PATHS},
}
SETTINGS = UNPACED | {"PANTAU_BATCH": 3}
POINTS = 24
SEED = 20211222
processes = multiprocessing.get_context("forkserver")
processes.set_forkserver_preload(["crawler.run", "entities.extract", "tests.crawls"])


def child(index, press, room=None):
    """One crawl in a process of its own; room: bytes that a file may grow to, as on a disk that fills up."""
    if room:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))
    (report,) = crawl(["beritadaerah"], index=index, press=press, settings=SETTINGS)
    os._exit(0 if report.ok else 1)


def killed_crawl(index, press, point, pause):
    """A crawl that is killed so long after its request of this number; whether it was still at work."""
    begun = processes.Process(target=child, args=(index, press.address))
    begun.start()
    ends = time.monotonic() + 60
    while begun.is_alive() and len(press.asked) < point and time.monotonic() < ends:
        time.sleep(0.001)
    threading.Event().wait(pause)
    os.kill(begun.pid, signal.SIGKILL)
    begun.join(10)
    return begun.exitcode == -signal.SIGKILL


def agree(index):
    """The addresses in the index, which the state says were stored, each once."""
    store, state = open_index(index), open_state(state_url(index))
    urls = [hit.story.article.url for hit in store.hits()]
    stored = [page.url for page in state.pages(outcome="stored")]
    waiting = list(state.pages(outcome="waiting"))
    ledger = state.check()
    store.close()
    state.close()
    assert (sorted(urls), waiting, ledger) == (sorted(stored), [], ())
    return urls


def test_a_crawl_killed_at_any_moment_is_finished_by_the_next(tmp_path):
    dice = random.Random(SEED)
    at_work = 0
    for number in range(POINTS):
        index = f"sqlite:///{tmp_path / str(number)}.db"
        point, pause = dice.randint(1, len(PATHS) + 8), dice.uniform(0, 0.03)
        with tiny_press(ROUTES) as press:
            at_work += killed_crawl(index, press, point, pause)
            (report,) = crawl(["beritadaerah"], index=index, press=press.address, settings=SETTINGS)
        urls = agree(index)
        assert sorted(urls) == sorted(BD + path for path in PATHS), (
            f"killed {pause:.3f} s after request {point}"
        )
        assert report.ok
    assert at_work > 20


def test_a_crawl_killed_again_and_again_comes_to_its_end(tmp_path):
    index, dice = f"sqlite:///{tmp_path / 'p.db'}", random.Random(SEED)
    with tiny_press(ROUTES) as press:
        for _ in range(6):
            killed_crawl(index, press, len(press.asked) + dice.randint(3, 9), 0)
        crawl(["beritadaerah"], index=index, press=press.address, settings=SETTINGS)
    assert len(agree(index)) == len(PATHS)


@pytest.mark.parametrize("room", [60_000, 120_000, 200_000, 280_000])
def test_a_disk_that_fills_up_at_any_moment_loses_nothing(tmp_path, room):
    index = f"sqlite:///{tmp_path / 'p.db'}"
    with tiny_press(ROUTES) as press:
        filling = processes.Process(target=child, args=(index, press.address, room))
        filling.start()
        filling.join(60)
        assert filling.exitcode == 1
        (report,) = crawl(["beritadaerah"], index=index, press=press.address, settings=SETTINGS)
    assert report.ok
    assert len(agree(index)) == len(PATHS)
