"""What counts of a project's folder, and where it really lies: content/, templates/, briefgen.toml, what links lead to.

A *place* is a path as the project names it (…/content/linked/a.md); *real* is where the file lies (…/shared/a.md).
The two differ only behind links. Hidden names and editors' copies count for nothing; neither does the output
folder or .briefgen/, so that a build sets off no other.
"""

# ruff: noqa: PTH112, PTH114, PTH116, PTH118
# Paths are text here, as the system gives them: there may be ten thousand in one look.
from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Literal

from msgspec import Struct

from briefgen import project
from briefgen.source import is_hidden

FOLDERS = ("content", "templates")
NAMES = frozenset({project.FILE, *FOLDERS})
"""What counts right in the project's folder."""

Identity = tuple[int, int] | None
"""What tells a folder from another of its name (device, inode); None where there is nothing."""


class Folder(Struct, frozen=True):
    """One folder that counts, with what is visible in it."""

    place: str
    real: str
    files: tuple[os.DirEntry[str], ...]
    links: tuple[tuple[str, str], ...]
    """(place, real target) of the links in it, to folders, to files, and to nothing."""
    is_shut: bool = False
    """Whether it cannot be read."""


def roots(top: str) -> tuple[tuple[tuple[str, str], ...], tuple[tuple[str, str], ...]]:
    """((place, real) of content/ and templates/, (place, real target) of the links among `NAMES`) at real path `top`."""
    starts = tuple((os.path.join(top, name), os.path.realpath(os.path.join(top, name))) for name in FOLDERS)
    paths = [os.path.join(top, name) for name in sorted(NAMES)]
    return starts, tuple((path, os.path.realpath(path)) for path in paths if os.path.islink(path))


def within(real: str, folder: str) -> bool:
    """Whether a path is a folder or lies in it."""
    return real == folder or real.startswith(folder.rstrip(os.sep) + os.sep)


def walk(
    top: str, starts: Iterable[tuple[str, str]], arriving: Callable[[str, str], bool] = lambda place, real: True
) -> Iterator[Folder]:
    """Every folder at and below `starts` (place, real) of the project at `top`, once, in the order of `source.scan`.

    `arriving` is called before a folder is listed, so that what comes into it later is told by other means; a
    folder for which it says no is left out. As in a build, links are followed only within the project, and never
    to the project's folder itself.
    """
    seen: set[str] = set()
    waiting = list(starts)[::-1]
    while waiting:
        place, real = waiting.pop()
        if real in seen or not os.path.isdir(real) or not arriving(place, real):
            continue
        seen.add(real)
        files, links, below = [], [], []
        try:
            with os.scandir(real) as entries:
                visible = sorted((entry for entry in entries if not is_hidden(entry.name)), key=lambda one: one.name)
        except OSError:
            yield Folder(place, real, (), (), is_shut=True)
            continue
        for entry in visible:
            named = os.path.join(place, entry.name)
            kind = _kind(entry)
            if kind == "link":
                target = os.path.realpath(entry.path)
                if within(target, top) and target != top:
                    links.append((named, target))
                    below.append((named, target))
            elif kind == "folder":
                below.append((named, entry.path))
            elif kind == "file":
                files.append(entry)
        yield Folder(place, real, tuple(files), tuple(links))
        waiting += below[::-1]


def _kind(entry: os.DirEntry[str]) -> Literal["link", "folder", "file", "gone"]:
    try:
        return "link" if entry.is_symlink() else "folder" if entry.is_dir(follow_symlinks=False) else "file"
    except OSError:
        return "gone"


def identity(path: str | Path) -> Identity:
    """What a path leads to now."""
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_dev, found.st_ino
