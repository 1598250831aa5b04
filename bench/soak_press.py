"""The press of a soak: generated sources over HTTP/1.1 on loopback, each misbehaving as the plan says."""

import asyncio
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from bench.soak_exchange import Exchange, Sender
from bench.soak_faults import FAULTS
from bench.soak_fronts import article, front
from bench.soak_plan import PAGE, SICK, Plan, Source
from bench.soak_sending import packed, prepare, status

SLACK = 0.05  # seconds that two clocks of one machine may differ


@dataclass(kw_only=True)
class Press:
    """A running press: what was asked, and what must not have been."""

    plan: Plan
    address: str = ""
    trap: int = 0
    asked: Counter[tuple[str, str]] = field(default_factory=Counter)
    early: list[tuple[str, str]] = field(default_factory=list)  # asked again before Retry-After
    trapped: int = 0  # connections to the port that nobody may ask
    waits: dict[tuple[str, str], float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.hosts = {source.host: source for source in self.plan.all.values()}

    # ------------------------------------------------------------ serving

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """All requests of one connection."""
        with suppress(OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            keep = True
            while keep:
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
                hosts = [line[5:].strip() for line in head if line[:5].lower() == "host:"]
                host = hosts[0].partition(":")[0] if hosts else ""
                x = Exchange(
                    reader=reader, writer=writer, host=host, path=head[0].split(" ")[1], waits=self.waits
                )
                x.trap = self.trap
                await self.answer(x)
                keep = x.keep
        writer.close()

    async def answer(self, x: Exchange) -> None:
        """What the plan says of this request."""
        asked = x.host, x.path
        if asyncio.get_running_loop().time() < self.waits.get(asked, 0.0) - SLACK:
            self.early.append(asked)
        self.asked[asked] += 1
        source = self.hosts.get(x.host)
        await (self.sender(source, x) if source else status(421))(x)

    def sender(self, source: Source, x: Exchange) -> Sender:
        """What answers this request; its page is put into the exchange."""
        sick = SICK[source.sick] if source.sick else None
        fronts = (sick.fronts if sick else None) or {}
        found = fronts.get(x.path) or fronts.get("*")
        made = front(source, x.path, self.trap)
        if made:
            x.body, x.kind = made
        if found and not (sick and sick.once and self.asked[x.host, x.path] > 1):
            return found
        if made:
            return packed("gzip") if len(x.body) > 500 else Exchange.reply
        return self.of_page(source, x)

    def of_page(self, source: Source, x: Exchange) -> Sender:
        place = x.path.partition("?")[0]
        number = PAGE.match(place)
        if not number:
            return status(404)
        page = source.page(int(number[1]))
        x.body = article(page)
        if page.fault == "hour":
            return status(429, Retry_After="3600")
        fault = FAULTS[page.fault] if page.fault and not place.startswith("/arsip") else None
        if fault is None or (fault.times is not None and self.asked[x.host, x.path] > fault.times):
            return packed("gzip")
        return fault.send


@contextmanager
def soak_press(plan: Plan) -> Iterator[Press]:
    """A press that serves this plan while the block runs."""
    prepare()
    press = Press(plan=plan)
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    servers = asyncio.run_coroutine_threadsafe(_start(press), loop).result()
    try:
        yield press
    finally:
        asyncio.run_coroutine_threadsafe(_stop(servers), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _start(press: Press) -> list[asyncio.Server]:
    async def trapped(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        press.trapped += 1
        writer.close()

    trap = await asyncio.start_server(trapped, "127.0.0.1", 0)
    press.trap = trap.sockets[0].getsockname()[1]
    servers = [trap, await asyncio.start_server(press.serve, "127.0.0.1", 0, backlog=1024)]
    press.address = f"127.0.0.1:{servers[1].sockets[0].getsockname()[1]}"
    with suppress(OSError):  # a machine without IPv6
        servers.append(await asyncio.start_server(trapped, "::1", press.trap))
    return servers


async def _stop(servers: list[asyncio.Server]) -> None:
    for server in servers:
        server.close()
    tasks = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
