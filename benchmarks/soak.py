"""Thousands of edits to a project being served: does the preview keep up, and does it keep anything?

    python -m benchmarks.soak [--edits 10000] [--articles 40] [--seed 1] [--poll]

Starts `briefgen serve` on a temporary project and edits it: articles written, saved over by a rename, added, renamed,
deleted, broken and mended, folders moved, a template and the settings changed, in bursts of one to sixty. After each
burst it waits until the server answers with what was last written. A browser's stream of news stays open, others come
and go. Printed are the server's memory, open files, watches, threads and child processes once it is warm, at each
quarter and at the end; the exit code is 1 if they have grown beyond `ALLOWED`, if a burst was not served within a
minute, or if the server does not end cleanly when told to. Linux only.
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

ALLOWED: Mapping[str, float] = {"MiB": 64, "files": 3, "watches": 2, "threads": 3, "children": 0}
"""By how much each may be above what it was when the server was warm. Memory may grow by a tenth besides: what a model
has read it partly remembers."""

WARM = 0.05
"""The share of the edits after which the server counts as warm: everything was done once."""

PATIENCE = 60.0

WORDS = [
    "council",
    "harbour",
    "dyke",
    "storm",
    "tide",
    "mayor",
    "engineers",
    "water",
    "pumps",
    "bridge",
    "plan",
    "cost",
]

Questions = list[Callable[[], bool]]
"""What must be true when a burst is served."""


class Soak:
    """A served project, and what is being done to it."""

    def __init__(self, root: Path, articles: int, seed: int, *, poll: bool) -> None:
        self.root = root
        self.chance = random.Random(seed)
        self.edits = 0
        self.waits: list[float] = []
        self.live: dict[str, str] = {}
        """Place of each article -> the mark in its text."""
        self.made = 0
        theme = Path(__file__).parent.parent / "templates" / "base.html"
        self.template = theme.read_text(encoding="utf-8")
        (root / "content").mkdir()
        is_built = self.settings()
        for _ in range(articles):
            self.add()
        self.said: list[str] = []
        command = [sys.executable, "-m", "briefgen", "serve", "--project", str(root), "--port", "0"]
        self.server = subprocess.Popen(
            command + (["--poll"] if poll else []), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        threading.Thread(target=self._drain, daemon=True).start()
        end = time.monotonic() + PATIENCE
        while not (found := re.search(r"http://127\.0\.0\.1:(\d+)", "".join(self.said))):
            if time.monotonic() > end or self.server.poll() is not None:
                sys.exit("the server did not start:\n" + "".join(self.said))
            time.sleep(0.05)
        self.port = int(found[1])
        self._wait(is_built, "the first build")
        threading.Thread(target=self._listen, daemon=True).start()

    def _wait(self, questions: Questions, what: str) -> float:
        """Seconds until it is served."""
        began = time.monotonic()
        while not all(question() for question in questions):
            if time.monotonic() - began > PATIENCE or self.server.poll() is not None:
                sys.exit(f"after {self.edits} edits, {what} was not served:\n{''.join(self.said[-20:])}")
            time.sleep(0.005)
        return time.monotonic() - began

    def _drain(self) -> None:
        assert self.server.stdout
        for line in self.server.stdout:
            self.said.append(line)
            del self.said[:-50]

    def _listen(self) -> None:
        """One tab that stays open."""
        while self.server.poll() is None:
            with contextlib.suppress(OSError, http.client.HTTPException), self._stream() as stream:
                while stream.readline():
                    pass
            time.sleep(1)

    @contextlib.contextmanager
    def _stream(self) -> Iterator[http.client.HTTPResponse]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port)
        try:
            connection.request("GET", "/_briefgen/events?epoch=")
            yield connection.getresponse()
        finally:
            connection.close()

    def get(self, address: str) -> tuple[int, str]:
        """(status, text) of a page."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request("GET", f"/{address}", headers={"Connection": "close"})
            answer = connection.getresponse()
            return answer.status, answer.read().decode("utf-8", errors="replace")
        finally:
            connection.close()

    def _write(self, place: str, mark: str, *, atomic: bool = False, broken: bool = False) -> None:
        sentence = " ".join(self.chance.choices(WORDS, k=8)).capitalize()
        date = "a day in spring" if broken else "2025-03-01"
        text = f"---\ntitle: Report {mark}\ndate: {date}\n---\n\n{sentence}. It cost {self.edits} dollars, {mark}.\n"
        path = self.root / "content" / place
        path.parent.mkdir(parents=True, exist_ok=True)
        if atomic:
            copy = path.with_name(f"{path.name}.{self.edits}")
            copy.write_text(text, encoding="utf-8")
            copy.replace(path)
        else:
            path.write_text(text, encoding="utf-8")
        self.live[place] = mark
        self.edits += 1

    def _mark(self) -> str:
        return f"mark{self.edits}x"

    def _any(self) -> str:
        return self.chance.choice(sorted(self.live))

    def _shows(self, place: str) -> Callable[[], bool]:
        mark, address = self.live[place], place.removesuffix(".md") + ".html"
        return lambda: mark in self.get(address)[1]

    def _misses(self, place: str) -> Callable[[], bool]:
        address = place.removesuffix(".md") + ".html"
        return lambda: self.get(address)[0] == 404

    def add(self) -> Questions:
        """A new article."""
        self.made += 1
        place = f"story-{self.made % 5}/report-{self.made}.md"
        self._write(place, self._mark())
        return [self._shows(place)]

    def edit(self) -> Questions:
        """One saved, in place or by a rename."""
        place = self._any()
        self._write(place, self._mark(), atomic=self.chance.random() < 0.5)
        return [self._shows(place)]

    def edit_many(self) -> Questions:
        """Some of them saved, some more than once."""
        places = [self._any() for _ in range(self.chance.randint(2, 60))]
        for place in places:
            self._write(place, self._mark(), atomic=self.chance.random() < 0.5)
        return [self._shows(place) for place in {places[0], places[-1]}]

    def rename(self) -> Questions:
        """One renamed."""
        old = self._any()
        self.made += 1
        new = f"{old.partition('/')[0]}/renamed-{self.made}.md"
        (self.root / "content" / old).rename(self.root / "content" / new)
        self.live[new] = self.live.pop(old)
        self.edits += 1
        return [self._shows(new), self._misses(old)]

    def delete(self) -> Questions:
        """One deleted, another added."""
        place = self._any()
        (self.root / "content" / place).unlink()
        del self.live[place]
        self.edits += 1
        return [*self.add(), self._misses(place)]

    def move_folder(self) -> Questions:
        """A folder renamed and renamed back, and something in it saved."""
        folder = self._any().partition("/")[0]
        inside = [place for place in self.live if place.startswith(f"{folder}/")]
        (self.root / "content" / folder).rename(self.root / "content" / "moved")
        (self.root / "content" / "moved").rename(self.root / "content" / folder)
        self.edits += 2
        self._write(inside[0], self._mark())
        return [self._shows(inside[0]), self._shows(inside[-1])]

    def break_and_mend(self) -> Questions:
        """A mistake made and mended."""
        place = self._any()
        self._write(place, self._mark(), broken=True)
        time.sleep(0.2)
        self._write(place, self._mark())
        return [self._shows(place)]

    def change_template(self) -> Questions:
        """The template of all pages."""
        mark = self._mark()
        path = self.root / "templates" / "base.html"
        path.parent.mkdir(exist_ok=True)
        path.write_text(self.template.replace("</body>", f"<!-- {mark} --></body>"), encoding="utf-8")
        self.edits += 1
        place = self._any().removesuffix(".md") + ".html"
        return [lambda: mark in self.get(place)[1]]

    def settings(self) -> Questions:
        """The title of the site."""
        mark = self._mark()
        (self.root / "briefgen.toml").write_text(f'title = "Soak {mark}"\n', encoding="utf-8")
        self.edits += 1
        return [lambda: mark in self.get("")[1]]

    def tabs(self) -> Questions:
        """Ten tabs are opened and closed, and something is edited."""
        for _ in range(10):
            with self._stream() as stream:
                stream.readline()
        return self.edit()

    def burst(self) -> None:
        """Do something, and wait until it is served."""
        weighted = [
            (self.edit, 30), (self.edit_many, 20), (self.add, 4), (self.rename, 6), (self.delete, 4),
            (self.move_folder, 2), (self.break_and_mend, 4), (self.change_template, 2), (self.settings, 1), (self.tabs, 4),
        ]  # fmt: skip
        action = self.chance.choices([one for one, _ in weighted], [weight for _, weight in weighted])[0]
        self.waits.append(self._wait(action(), action.__name__))

    def measure(self) -> dict[str, float]:
        """What the server holds, between requests: the least of a few looks."""
        looks = []
        for _ in range(5):
            time.sleep(0.1)
            looks.append(held(self.server.pid))
        return {name: min(look[name] for look in looks) for name in ALLOWED}

    def idle(self, seconds: float) -> float:
        """The share of a processor that the server takes while nothing happens."""
        before = cpu(self.server.pid)
        time.sleep(seconds)
        return (cpu(self.server.pid) - before) / seconds


def held(process: int) -> dict[str, float]:
    """What a process holds now."""
    folder = Path("/proc") / str(process)
    status = (folder / "status").read_text()
    memory, threads = (re.search(rf"{name}:\s+(\d+)", status) for name in ("VmRSS", "Threads"))
    assert memory
    assert threads
    watches = 0
    for one in (folder / "fdinfo").iterdir():
        with contextlib.suppress(OSError):
            watches += one.read_text().count("inotify wd:")
    return {
        "MiB": int(memory[1]) / 1024,
        "files": len(list((folder / "fd").iterdir())),
        "watches": watches,
        "threads": int(threads[1]),
        "children": len(descendants(process)),
    }


def cpu(process: int) -> float:
    """Processor seconds so far."""
    fields = (Path("/proc") / str(process) / "stat").read_text().rpartition(") ")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def descendants(process: int) -> list[int]:
    """The processes that one has started, and those that they have."""
    parents: dict[int, int] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            parents[int(path.parent.name)] = int(path.read_text().rpartition(") ")[2].split()[1])
    found = [process]
    for one in found:
        found += [child for child, parent in parents.items() if parent == one]
    return found[1:]


def main() -> None:
    """Soak, print, judge."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--edits", type=int, default=10_000)
    parser.add_argument("--articles", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--poll", action="store_true")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        soak = Soak(Path(folder), arguments.articles, arguments.seed, poll=arguments.poll)
        try:
            wrong = run(soak, arguments.edits)
            children = descendants(soak.server.pid)
            soak.server.send_signal(signal.SIGTERM)
            began = time.monotonic()
            code = soak.server.wait(timeout=30)
            print(f"stopped after {time.monotonic() - began:.1f} s, exit code {code}")
            left = [one for one in children if (Path("/proc") / str(one)).exists()]
            wrong += [f"processes left behind: {left}"] if left else []
            wrong += [f"exit code {code}"] if code else []
        finally:
            soak.server.kill()
            soak.server.wait()
    print("\n".join(wrong) or "nothing has grown")
    sys.exit(1 if wrong else 0)


def run(soak: Soak, edits: int) -> list[str]:
    """Make that many edits and print what the server holds. What has grown too much."""
    began = time.monotonic()
    first = soak.edits
    marks = [WARM, 0.25, 0.5, 0.75, 1.0]
    rows = []
    print(f"{'edits':>7} {'bursts':>7} {'s':>7} " + " ".join(f"{name:>8}" for name in ALLOWED))
    for mark in marks:
        while soak.edits - first < edits * mark:
            soak.burst()
        rows.append(soak.measure())
        counts = f"{soak.edits - first:>7} {len(soak.waits):>7} {time.monotonic() - began:>7.0f} "
        print(counts + " ".join(f"{rows[-1][name]:>8.0f}" for name in ALLOWED), flush=True)
    waits = sorted(soak.waits)
    middle, most = waits[len(waits) // 2], waits[int(len(waits) * 0.95)]
    print(
        f"from the last edit of a burst until it is served: median {middle * 1000:.0f} ms, 95 of 100 {most * 1000:.0f} ms"
    )
    print(f"idle: {soak.idle(5) * 100:.1f} % of a processor")
    warm, last = rows[0], soak.measure()
    wrong = []
    for name, more in ALLOWED.items():
        bound = warm[name] + more + (warm[name] / 10 if name == "MiB" else 0)
        if last[name] > bound:
            wrong.append(f"{name}: {last[name]:.0f} at the end, {warm[name]:.0f} when warm, {bound:.0f} allowed")
    return wrong


if __name__ == "__main__":
    main()
