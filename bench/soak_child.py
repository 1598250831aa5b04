"""The crawl of a soak in a process of its own, that watches itself: memory, descriptors, threads, whom it connects to.

Reads the plan from SOAK_PLAN; arguments: address of the press, index, settings as JSON. Prints one line of JSON.
"""

import gc
import json
import os
import sys
import threading
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

import crawler.settings

PAGE = os.sysconf("SC_PAGE_SIZE")
connected: set[tuple[str, int]] = set()
looked_up: set[str] = set()


def listen(event: str, said: tuple[Any, ...]) -> None:
    """Note every address that this process connects to, and every name it asks for."""
    if event == "socket.connect" and isinstance(said[1], tuple):
        connected.add(tuple(said[1][:2]))
    elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
        looked_up.add(str(said[0]))


def resident() -> float:
    """Megabytes in memory now."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * PAGE / 1e6


def opened() -> int:
    """Descriptors open now, but for the one that reads them."""
    return len(os.listdir("/proc/self/fd")) - 1


class Watch(threading.Thread):
    """Looks each second."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.seen: list[tuple[float, float, int]] = []
        self.ended = threading.Event()

    def run(self) -> None:
        start = time.monotonic()
        while not self.ended.wait(1.0):
            self.seen.append((round(time.monotonic() - start, 1), round(resident(), 1), opened()))


def main() -> None:
    press, index, settings = sys.argv[1], sys.argv[2], json.loads(sys.argv[3])
    crawler.settings.SPIDER_MODULES = ["bench.soak_spiders"]
    from crawler.run import UNPACED, crawl
    from crawler.sources import sources

    names = list(sources())
    sys.addaudithook(listen)
    crawl(
        names[:1], index=f"{index}-warm", press=press, settings=UNPACED | settings, limit=1
    )  # reads all tables
    gc.collect()
    before = opened(), threading.active_count()
    watch = Watch()
    watch.start()
    start, spent = time.perf_counter(), time.process_time()
    reports = crawl(names, index=index, press=press, settings=UNPACED | settings)
    seconds, processor = time.perf_counter() - start, time.process_time() - spent
    watch.ended.set()
    watch.join()
    gc.collect()
    after = opened(), threading.active_count()
    said = {
        "seconds": seconds,
        "processor": processor,
        "before": before,
        "after": after,
        "seen": watch.seen,
    }
    said |= {"connected": sorted(connected), "looked_up": sorted(looked_up)}
    print(json.dumps(said | {"reports": [asdict(report) for report in reports]}), flush=True)


if __name__ == "__main__":
    main()
