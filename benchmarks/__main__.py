"""`make bench`: run every benchmark, print the figures, write docs/benchmarks.md.

python -m benchmarks            all of them
python -m benchmarks search     one of them, printed only
"""

import datetime
import importlib
import os
import platform
import sys
import traceback
from pathlib import Path

from benchmarks.figure import Figure, render_table

NAMES = (
    "pages",
    "weight",
    "search",
    "posts",
    "inbox",
    "collation",
    "suggest",
    "newsletter",
    "slips",
    "orders",
    "start_up",
    "suite",
    "lighthouse",
)
REPORT = Path(__file__).resolve().parent.parent / "docs" / "benchmarks.md"


def machine() -> str:
    """Processor, cores, memory, system: what the figures were measured on."""
    model = next(
        (line.split(":")[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines()
         if line.startswith("model name")), platform.processor(),
    )  # fmt: skip
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1024**3
    return (
        f"{model}, {os.cpu_count()} cores, {memory:.0f} GB, {platform.system()} "
        f"{platform.release().split('-')[0]}, Python {platform.python_version()}"
    )


def run(name: str) -> tuple[list[Figure], str]:
    """The figures of one benchmark, and why there are none."""
    print(f"── {name}", flush=True)
    try:
        figures: list[Figure] = importlib.import_module(f"benchmarks.{name}").figures()
    except Exception as error:
        traceback.print_exc()
        return [], f"`{name}` was not measured: {type(error).__name__}: {str(error)[:200]}"
    print(render_table(figures), flush=True)
    return figures, ""


def write_report(results: list[tuple[list[Figure], str]]) -> None:
    """Write what was measured so far; a benchmark that is missing is named with its reason."""
    lines = [
        "# Benchmarks", "",
        "Made by `make bench`. Ours and the peer's figure come from the same run on the same machine.",
        "", f"- Date: {datetime.date.today():%-d %B %Y}", f"- Machine: {machine()}", "",
        render_table([figure for figures, _ in results for figure in figures]), "",
    ]  # fmt: skip
    lines += [f"- {why}" for _, why in results if why]
    REPORT.write_text("\n".join(lines).rstrip() + "\n")


def main() -> int:
    results: list[tuple[list[Figure], str]] = []
    for name in sys.argv[1:] or NAMES:
        results.append(run(name))
        if not sys.argv[1:]:
            write_report(results)
    return any(why for _, why in results)


if __name__ == "__main__":
    sys.exit(main())
