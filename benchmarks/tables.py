"""What was measured, as Markdown tables."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from benchmarks.outputs import Files
from benchmarks.saving import Saved, Served
from benchmarks.stopwatch import Run


@dataclass(frozen=True, kw_only=True)
class Built:
    """A generator's builds, each with Hugo's build next to it."""

    size: int
    label: str
    runs: list[Run] = field(default_factory=list)
    hugo: list[Run] = field(default_factory=list)
    files: Files | None = None
    """What the build after one edit did to the output folder."""
    is_shown: bool = False
    """Whether the article's page then held the edit."""


@dataclass(frozen=True, kw_only=True)
class Session:
    """A server's edits, each with the edit of Hugo's server next to it."""

    size: int
    served: Served
    hugo: Served


def builds(rows: Sequence[Built]) -> str:
    """Times and memory of builds; Hugo's own figures are over all its builds of a size."""
    head = (
        "articles",
        "",
        "wall s",
        "CPU s",
        "peak MiB",
        "largest",
        "wall / Hugo's",
        "CPU / Hugo's",
        "pairs",
        "others",
    )
    lines = []
    for size in dict.fromkeys(row.size for row in rows):
        here = [row for row in rows if row.size == size]
        baseline = [run for row in here for run in row.hugo]
        if baseline:
            lines.append((f"{size:,}", "Hugo", *_figures(baseline), "1", "1", len(baseline), _others(baseline)))
        for row in here:
            if not row.runs:
                continue
            walls = [a.wall / b.wall for a, b in zip(row.runs, row.hugo, strict=True)]
            cpus = [a.cpu / b.cpu for a, b in zip(row.runs, row.hugo, strict=True)]
            ratios = (ranged(walls, "{:.2f}"), f"{statistics.median(cpus):.2f}")
            lines.append(
                (f"{size:,}", row.label, *_figures(row.runs), *ratios, len(row.runs), _others([*row.runs, *row.hugo]))
            )
    return table(head, lines)


def files(rows: Sequence[Built]) -> str:
    """How many files one edit wrote."""
    head = ("articles", "", "files written", "whose bytes differ", "removed", "of", "site MiB", "page holds the edit")
    lines = []
    for row in rows:
        if row.files is not None:
            f = row.files
            counts = tuple(f"{count:,}" for count in (f.written, f.different, f.removed, f.total))
            lines.append(
                (f"{row.size:,}", row.label, *counts, f"{f.mebibytes:.1f}", "yes" if row.is_shown else "**no**")
            )
    return table(head, lines)


def saves(sessions: Sequence[Session], kind: str) -> str:
    """Milliseconds from save to served of one kind of edit; Hugo's own figures are over all its edits of a size."""
    head = ("articles", "", "served ms", "/ Hugo's", "first ms", "CPU s", "rest s", "MiB", "ready s", "edits", "missed")
    lines = []
    for size in dict.fromkeys(session.size for session in sessions):
        here = [session for session in sessions if session.size == size]
        baseline = [(session.hugo, _of(session.hugo, kind)) for session in here]
        every = [save for _, some in baseline for save in some]
        if not every:
            continue
        ready = statistics.median(served.ready for served, _ in baseline)
        lines.append((f"{size:,}", "Hugo server", *_latencies(every, "1", ready)))
        for session in here:
            some = _of(session.served, kind)
            if some and session.served is not session.hugo:
                pairs = [a.served / b.served for a, b in zip(some, _of(session.hugo, kind), strict=False)]
                ratio = median(some) / median(_of(session.hugo, kind))
                shown = f"{ratio:.2f} ({min(pairs):.2f}–{max(pairs):.2f})".replace("inf", "never")
                lines.append((f"{size:,}", session.served.label, *_latencies(some, shown, session.served.ready)))
    return table(head, lines)


def median(some: Sequence[Saved]) -> float:
    """Median seconds until edits were served."""
    return statistics.median(save.served for save in some)


def ranged(values: Sequence[float], form: str) -> str:
    """The median, with the smallest and the largest in brackets where there are several."""
    shown = form.format(statistics.median(values))
    whole = f"{shown} ({form.format(min(values))}–{form.format(max(values))})" if len(values) > 1 else shown
    return whole.replace("inf", "never")


def table(head: Sequence[str], lines: Iterable[Sequence[object]]) -> str:
    """A Markdown table; all but the first two columns are aligned to the right."""
    rule = ["--:", "---", *["--:"] * (len(head) - 2)]
    return "\n".join("| " + " | ".join(map(str, line)) + " |" for line in (head, rule, *lines)) + "\n"


def _figures(runs: Sequence[Run]) -> tuple[str, ...]:
    return (
        ranged([run.wall for run in runs], "{:.2f}"),
        f"{statistics.median(run.cpu for run in runs):.2f}",
        f"{statistics.median(run.peak for run in runs):.0f}",
        f"{statistics.median(run.largest for run in runs):.0f}",
    )


def _others(runs: Sequence[Run]) -> str:
    return f"{statistics.median(run.others for run in runs):.1f} (≤ {max(run.others for run in runs):.1f})"


def _of(served: Served, kind: str) -> list[Saved]:
    return [save for save in served.saves if save.kind == kind]


def _latencies(some: Sequence[Saved], ratio: str, ready: float) -> tuple[object, ...]:
    return (
        ranged([save.served * 1000 for save in some], "{:.0f}"),
        ratio,
        f"{some[0].served * 1000:.0f}",
        f"{statistics.median(save.cpu for save in some):.2f}",
        f"{statistics.median(save.rest for save in some):.1f}",
        f"{max(save.memory for save in some):.0f}",
        f"{ready:.1f}",
        len(some),
        sum(save.served == float("inf") for save in some),
    )
