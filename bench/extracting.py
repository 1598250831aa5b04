"""What `extract` holds and how soon it answers, as a process of its own."""

import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
GOLD = [ROOT / "tests" / "gold" / name for name in ("a.jsonl", "b.jsonl")]
# The most memory of this process itself: ru_maxrss would count what it was forked from.
CHILD = """
import sys
from pathlib import Path
from app.lines import extract_lines, lines_of
with open(sys.argv[1], "w", encoding="utf-8") as out:
    status = extract_lines(lines_of([Path(name) for name in sys.argv[2:]]), out)
if sys.platform == "linux":
    peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
    megabytes = int(peak.split()[1]) / 1000
else:
    import resource
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)
print(status, megabytes, "currency_converter" in sys.modules)
"""


class Extracted(NamedTuple):
    """The most megabytes held, whether the package of the rates was imported, the seconds until the end."""

    megabytes: float
    imported: bool
    seconds: float


def extracted(out: Path, *files: Path) -> Extracted:
    """Annotation lines for the article lines of the files, written to `out` by a process of its own."""
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", CHILD, str(out), *map(str, files)], cwd=ROOT, capture_output=True, text=True, timeout=300
    )  # fmt: skip
    seconds = time.perf_counter() - start
    if done.returncode or not done.stdout.startswith("0 "):
        raise SystemExit(f"extract failed: {done.stdout}{done.stderr[-500:]}")
    _, megabytes, imported = done.stdout.split()
    return Extracted(float(megabytes), imported == "True", seconds)


def extracting() -> None:
    with tempfile.TemporaryDirectory() as folder:
        out, first = Path(folder) / "out.jsonl", Path(folder) / "first.jsonl"
        first.write_text(GOLD[0].read_text("utf-8").split("\n", 1)[0], "utf-8")
        one, all_ = extracted(out, first), extracted(out, *GOLD)
        articles = sum(file.read_text("utf-8").count("\n") for file in GOLD)
    print(
        f"extract as a process: {one.megabytes:.0f} MB and {one.seconds:.2f} s for an article, "
        f"{all_.megabytes:.0f} MB and {all_.seconds:.2f} s for {articles}, conversions among them"
    )
