"""Commands seen from outside: seconds, CPU, memory. Needs Linux, where /proc tells of other processes.

Every command runs in a session of its own, and nothing of it is left when it ends.
"""

from __future__ import annotations

import contextlib
import os
import platform
import resource
import signal
import subprocess
import tempfile
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter, sleep

PROC = Path("/proc")
TICK = os.sysconf("SC_CLK_TCK")
SAMPLE = 0.02
"""Seconds between two looks at the memory of a running command."""


@dataclass(frozen=True, kw_only=True)
class Run:
    """What a command took."""

    wall: float
    """Seconds on the clock."""
    cpu: float
    """Seconds of user and system time, children included."""
    largest: float
    """Peak MiB of its largest process."""
    peak: float
    """Peak MiB of all its processes together, shared pages counted in each: sampled, so that a short peak may be missed."""
    others: float
    """How many cores everything else on the machine kept busy meanwhile."""
    said: str
    """What it wrote to its standard error."""


def measure(command: Sequence[str], folder: Path, environment: Mapping[str, str] | None = None) -> Run:
    """Run a command in a folder, with variables added to the environment. Raises `SystemExit` when it fails."""
    os.sync()  # What the run before wrote is not to be paid for by this one.
    busy = machine_busy()
    with tempfile.TemporaryFile() as said:
        began = perf_counter()
        process = start(command, folder, environment, said.fileno())
        sums = [0]
        ended = threading.Event()
        sampler = threading.Thread(target=_sample, args=(process.pid, sums, ended), daemon=True)
        sampler.start()
        try:
            _, status, usage = os.wait4(process.pid, 0)
            wall = perf_counter() - began
            process.returncode = os.waitstatus_to_exitcode(status)
        finally:
            ended.set()
            end(process)
        sampler.join()
        said.seek(0)
        text = said.read().decode(errors="replace")
    if process.returncode:
        raise SystemExit(f"{' '.join(command)}: exit code {process.returncode}\n{text[-2000:]}")
    cpu = usage.ru_utime + usage.ru_stime
    largest = usage.ru_maxrss / 1024
    others = max(0.0, machine_busy() - busy - cpu) / wall
    return Run(wall=wall, cpu=cpu, largest=largest, peak=max(largest, max(sums) / 2**20), others=others, said=text)


def start(
    command: Sequence[str], folder: Path, environment: Mapping[str, str] | None, said: int
) -> subprocess.Popen[bytes]:
    """Start a command whose standard error goes to the file descriptor `said`. It must be given to `end`."""
    return subprocess.Popen(
        command,
        cwd=folder,
        env={**os.environ, **(environment or {})},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=said,
        start_new_session=True,
    )


def end(process: subprocess.Popen[bytes], patience: float = 8) -> None:
    """End a command and everything it started: Ctrl-C first where it still runs, then by force."""
    if process.returncode is None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGCONT)
            os.killpg(process.pid, signal.SIGINT)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(patience)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def family(pid: int) -> list[int]:
    """A process and all that descend from it."""
    found = [pid]
    for one in found:  # grows as it is read
        with contextlib.suppress(OSError):
            for task in (PROC / str(one) / "task").iterdir():
                found += map(int, (task / "children").read_text().split())
    return found


def cpu_seconds(pid: int) -> float:
    """User and system time of a process and all that descend from it, ended ones included."""
    ticks = 0
    for one in family(pid):
        with contextlib.suppress(OSError):
            # After the name in brackets: the state is field 3, utime to cstime are 14 to 17.
            ticks += sum(map(int, (PROC / str(one) / "stat").read_text().rpartition(")")[2].split()[11:15]))
    return ticks / TICK


def resident(pid: int) -> int:
    """Bytes of memory that a process and all that descend from it hold, shared pages counted in each."""
    pages = 0
    for one in family(pid):
        with contextlib.suppress(OSError):
            pages += int((PROC / str(one) / "statm").read_text().split()[1])
    return pages * resource.getpagesize()


def machine_busy() -> float:
    """Core seconds that the whole machine has worked, or was kept from working by its host, since it started."""
    user, nice, system, _idle, _iowait, irq, softirq, steal = map(
        int, (PROC / "stat").read_text().split("\n", 1)[0].split()[1:9]
    )
    return (user + nice + system + irq + softirq + steal) / TICK


def machine() -> str:
    """The machine in a line: cores, memory, system."""
    names = [
        line.split(":", 1)[1].strip() for line in (PROC / "cpuinfo").read_text().splitlines() if "model name" in line
    ]
    memory = os.sysconf("SC_PHYS_PAGES") * resource.getpagesize() / 2**30
    cores = len(os.sched_getaffinity(0))
    return f"{cores} cores ({names[0] if names else platform.machine()}), {memory:.0f} GiB, {platform.system()} {platform.release()}"


def load() -> str:
    """The machine's load averages over 1, 5 and 15 minutes."""
    return ", ".join(f"{one:.2f}" for one in os.getloadavg())


def settle(pid: int, limit: float, usual: float = 0.0) -> float:
    """Wait, at most `limit` seconds, until a process and its children rest; return their use of CPU then, in cores.

    A server that polls the disk never rests; it is left alone once it does no more than the `usual`.
    """
    until = perf_counter() + limit
    calm = 0
    while True:
        before, began = cpu_seconds(pid), perf_counter()
        sleep(0.3)
        use = (cpu_seconds(pid) - before) / (perf_counter() - began)
        calm = calm + 1 if use < max(0.05, 1.5 * usual) else 0
        if calm == 2 or perf_counter() > until:
            return use


def _sample(pid: int, sums: list[int], ended: threading.Event) -> None:
    while not ended.wait(SAMPLE):
        sums[0] = max(sums[0], resident(pid))
