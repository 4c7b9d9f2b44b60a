"""What `init` and `new` write: a small project to begin with, and an article's first lines."""

from __future__ import annotations

import datetime
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path, PurePosixPath

from briefgen.article import slugify
from briefgen.diagnostic import BriefgenError, Diagnostic

FILES = ("briefgen.toml", "gitignore", "content")


def make(folder: Path) -> list[str]:
    """Write the starting project into `folder`. Raises `BriefgenError` when a project or one of its files is there."""
    here = resources.files(__package__)
    wanted = {place: file for name in FILES for place, file in _files(here / name, name)}
    taken = [place for place in wanted if (folder / place).exists() and place != ".gitignore"]
    if taken:
        raise BriefgenError(
            [
                Diagnostic(
                    path=str(folder / place),
                    message="is already there; nothing was written",
                    hint="choose another folder",
                )
                for place in taken
            ],
            usage=True,
        )
    made = []
    try:
        for place, file in wanted.items():
            path = folder / place
            if path.exists():
                continue
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(file.read_bytes())
            made.append(place)
    except OSError as error:
        raise BriefgenError(
            [Diagnostic(path=str(error.filename or folder), message=f"cannot be written ({error.strerror})")]
        ) from None
    return made


def _files(entry: Traversable, place: str) -> list[tuple[str, Traversable]]:
    """Every file below an entry with its place in the new project. Names with a dot are packed without it."""
    if entry.is_dir():
        return [
            pair
            for child in sorted(entry.iterdir(), key=lambda e: e.name)
            for pair in _files(child, f"{place}/{child.name}")
        ]
    return [(".gitignore" if place == "gitignore" else place, entry)]


def begin(root: Path, path: str, today: datetime.date) -> str:
    """Write a new draft below `root`/content and give its place. Never replaces a file."""
    given = PurePosixPath(path.replace("\\", "/").removeprefix("content/"))
    if given.is_absolute() or ".." in given.parts or not given.name:
        raise BriefgenError(
            [Diagnostic(path=path, message="is no place below content/", hint="write it like ceasefire/talks-resume")],
            usage=True,
        )
    if given.suffix.lower() in (".md", ".markdown", ".txt"):
        name = given.name
    else:
        name = f"{today.isoformat()}-{slugify(given.name)}.md"
    place = root / "content" / given.parent / name
    if not (root / "briefgen.toml").is_file():
        raise BriefgenError(
            [
                Diagnostic(
                    path="",
                    message="there is no briefgen.toml here or in a folder above",
                    hint="make a project with: briefgen init",
                )
            ],
            usage=True,
        )
    words = given.stem.replace("-", " ").replace("_", " ").strip()
    title = (words[:1].upper() + words[1:]).replace('"', "'")
    shown = place.relative_to(root).as_posix()
    text = (
        ""
        if name.lower().endswith(".txt")
        else f'---\ntitle: "{title}"\ndate: {today.isoformat()}\nsource: ""\nurl:\nauthor: ""\ndraft: true\n---\n\n'
    )
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        with place.open("x", encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        if place.exists():
            raise BriefgenError(
                [Diagnostic(path=shown, message="is already there; nothing was written", hint="choose another name")],
                usage=True,
            ) from None
        raise BriefgenError([Diagnostic(path=shown, message=f"cannot be written ({error.strerror})")]) from None
    return shown
