"""What the benchmarks share: fresh processes, a server to measure, tables, percentiles."""

import argparse
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parent.parent.parent
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))
os.environ.setdefault("KERAS_BACKEND", "tensorflow")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")


PAGES = ("", *sorted({path.stem for path in (ROOT / "pages").glob("*.py")} - {"reconstruct"}))
"""Every page's address, the first one first."""


def main(script: str, words: str, options: dict[str, Any], report: Callable, alone: Callable):
    """Run a benchmark: `report(arguments)`, or one of its measurements in this process.

    Args:
        script: the benchmark's `__file__`.
        words: its docstring.
        options: flag → default; a default of False makes a switch.
        report: does everything and prints the tables.
        alone: `(**job) -> dict`: one measurement, in a process that does nothing else.
    """
    parser = argparse.ArgumentParser(
        description=words, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    for flag, default in options.items():
        if default is False:
            parser.add_argument(f"--{flag}", action="store_true")
        else:
            kind = type(default[0] if isinstance(default, list) else default)
            count = "+" if isinstance(default, list) else None
            parser.add_argument(
                f"--{flag}", type=kind, nargs=count, default=default, help=f"default: {default}"
            )
    parser.add_argument("--alone", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.alone:
        print(json.dumps(alone(**json.loads(arguments.alone))))
    else:
        report(arguments)


def in_fresh_process(script: str, **job: Any) -> dict[str, Any]:
    """Do one measurement of a benchmark in a process of its own and return what it found."""
    command = [sys.executable, script, "--alone", json.dumps(job)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{job} failed:\n{done.stderr}")
    return json.loads(done.stdout.splitlines()[-1])


def table(heads: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Print a Markdown table; numbers with three significant decimals, None as a dash."""
    lines = [heads, ["---"] * len(heads), *([_cell(value) for value in row] for row in rows)]
    print("\n".join(f"| {' | '.join(line)} |" for line in lines), flush=True)


def _cell(value: Any) -> str:
    if value is None:
        return "–"
    return f"{value:.3f}" if isinstance(value, float) else str(value)


def spread(values: Sequence[float], *percents: int) -> list[float | None]:
    """Return percentiles of a sample, by default p50, p95 and the largest."""
    if not values:
        return [None] * len(percents or (50, 95, 100))
    return [float(np.percentile(values, percent)) for percent in percents or (50, 95, 100)]


def machine() -> str:
    """Say what the figures were measured on, and how busy that was."""
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else float("nan")
    return f"{os.cpu_count()} cores, load {load:.1f}, Python {sys.version.split()[0]}"


@contextmanager
def warm_workers() -> Iterator[Any]:
    """Lend real workers with one training slot, awake, on an empty cache folder."""
    from ae.runs.store import Store
    from ae.workers.client import Workers, WorkersNotReady

    with scratch() as folder:
        workers = Workers(Store(folder), slots=1)
        try:
            workers.start()
            while True:
                try:
                    workers.ask("ping", "")
                    break
                except WorkersNotReady:
                    time.sleep(0.1)
            yield workers
        finally:
            workers.close()


class Server:
    """One `streamlit run app.py`, with the process that serves the web."""

    def __init__(self, process: subprocess.Popen[bytes], port: int, seconds: float):
        self.process, self.port, self.seconds_to_health = process, port, seconds
        self.url = f"http://127.0.0.1:{port}"


@contextmanager
def server(
    environment: dict[str, str], log: Path, script: Path = ROOT / "app.py", port: int = 0
) -> Iterator[Server]:
    """Start the app, or another script, on a free port; wait until healthy, end it afterwards.

    Args:
        script: this checkout's app, or that of another one, whose own code it then runs.
        port: where it listens, if not on any free port.
    """
    port = port or free_port()
    command = [sys.executable, "-m", "streamlit", "run", str(script)]
    command += ["--server.headless", "true", "--server.port", str(port)]
    began = time.perf_counter()
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            cwd=script.parent if script.name == "app.py" else ROOT,
            env=os.environ | environment,
            stdout=output,
            stderr=output,
        )
    try:
        while not _healthy(port):
            if process.poll() is not None or time.perf_counter() - began > 60:
                sys.exit(f"The server did not start:\n{log.read_text()}")
            time.sleep(0.01)
        yield Server(process, port, time.perf_counter() - began)
    finally:
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def free_port() -> int:
    """Return a port on which nothing listens now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _healthy(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=1) as reply:
            return reply.status == 200
    except OSError:
        return False


@contextmanager
def scratch() -> Iterator[Path]:
    """Lend a folder for this measurement only."""
    with tempfile.TemporaryDirectory(prefix="ae-benchmark-", ignore_cleanup_errors=True) as name:
        yield Path(name)
