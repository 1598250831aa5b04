"""Crawls in this process, one after another: Twisted's reactor is halted by crash(), after which it may run again.

reactor.stop() would end it for good, so that a second crawl (a test, a long-lived program) needed a new process.
"""

import asyncio
import signal
import threading
from typing import Any

from scrapy.crawler import AsyncCrawlerProcess, Crawler

SIGNALS = (signal.SIGINT, signal.SIGTERM)


def run(
    process: AsyncCrawlerProcess, crawlers: list[tuple[Crawler, dict[str, Any]]]
) -> list[BaseException | None]:
    """Crawl all at once, until the last is done; for each what kept it from starting. Ctrl-C ends them gracefully."""
    from twisted.internet import reactor

    asyncio.set_event_loop(reactor._asyncioEventloop)  # asyncio.run() would have left this thread without one
    main = threading.current_thread() is threading.main_thread()
    before = {number: signal.getsignal(number) for number in SIGNALS} if main else {}
    tasks = [process.crawl(crawler, **arguments) for crawler, arguments in crawlers]
    end = asyncio.ensure_future(_crash_after(tasks), loop=asyncio.get_event_loop())
    try:
        process.start(stop_after_crawl=False, install_signal_handlers=main)
    finally:
        end.cancel()
        for number, handler in before.items():
            signal.signal(number, handler or signal.SIG_DFL)
        if reactor.threadpool is not None:
            reactor._stopThreadPool()  # else its threads keep Python from ending
    return [task.exception() if task.done() and not task.cancelled() else None for task in tasks]


async def _crash_after(tasks: list[asyncio.Task[None]]) -> None:
    from twisted.internet import reactor

    await asyncio.wait(tasks)
    if reactor.running:
        reactor.crash()
