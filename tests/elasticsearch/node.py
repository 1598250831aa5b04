"""The server that tests ask: the one of ELASTICSEARCH_URL, else a node of our own where Maven and a JDK are found."""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

START = Path(__file__).with_name("start")
# A node that lives for minutes is sooner ready when little is spent on making it fast.
QUICK = {"NODE_JAVA_OPTIONS": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"}
PATIENCE = 300.0  # seconds for the first start, which fetches the node from Maven's repository


class Node:
    """A node on loopback that can be killed and started again over the same data."""

    def __init__(self, options: dict[str, str] = QUICK) -> None:
        self.options = options
        # A cluster writes its state to the disk at every change; memory spares the wait.
        ram = Path("/dev/shm")
        self.data = Path(tempfile.mkdtemp(prefix="pantau-es-", dir=ram if os.access(ram, os.W_OK) else None))
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.process: subprocess.Popen | None = None

    def start(self) -> None:
        """Start it, unless it runs, and wait until it answers; RuntimeError with its last words where it does not."""
        if self.process and self.process.poll() is None:
            return
        log = self.data / "log.txt"
        with log.open("ab") as out:
            command = ["nice", str(START), str(self.port), str(self.data / "data")]
            attached = {"NODE_ATTACHED": "1"}  # should this process be killed, the node ends by itself
            self.process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=out,
                stderr=out,
                env=os.environ | self.options | attached,
            )
        ends = time.monotonic() + PATIENCE
        while not answers(self.url):
            if self.process.poll() is not None or time.monotonic() > ends:
                raise RuntimeError(log.read_text("utf-8", "replace")[-2000:])
            time.sleep(0.2)
        answers(
            self.url, wait="wait_for_status=yellow&timeout=30s"
        )  # what was there before can be read again

    def kill(self) -> None:
        """As when the machine loses its power: no farewell."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """End it, and remove its data."""
        self._end(signal.SIGTERM)
        shutil.rmtree(self.data, ignore_errors=True)

    def _end(self, how: signal.Signals) -> None:
        if self.process and self.process.poll() is None:
            self.process.send_signal(how)
            self.process.wait(60)


def answers(url: str, wait: str = "timeout=1s") -> bool:
    """Whether a server is there."""
    try:
        with urllib.request.urlopen(f"{url}/_cluster/health?{wait}", timeout=60) as reply:
            return reply.status == 200
    except (urllib.error.URLError, OSError):
        return False


def lacking() -> str | None:
    """What is missing for a node of our own, in one sentence; None where nothing is."""
    missing = [program for program in ("java", "javac", "mvn") if shutil.which(program) is None]
    needs = "set ELASTICSEARCH_URL, or install a JDK 17 to 25 and Maven (scripts/elasticsearch-needs)"
    return f"no Elasticsearch: {', '.join(missing)} not found; {needs}" if missing else None
