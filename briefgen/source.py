"""The files of content/: articles to annotate, index files of briefings, and files to copy.

The only module that reads content/. It judges names and bytes, never what the text says.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from briefgen.diagnostic import Diagnostic
from briefgen.digests import Digests, digest

ARTICLES = (".md", ".markdown", ".txt")
AUTHOR_FILES = ("actors.yml",)
"""What the author knows, kept among the content; never published."""


class Found(Struct, frozen=True, kw_only=True, array_like=True):
    """One article's file, not read yet."""

    path: str
    """As of a `Source`."""
    place: str
    file: str
    """Where it lies on disk."""
    digest: str
    """Hash of its bytes."""


class Source(Struct, frozen=True, kw_only=True):
    """One article's file, decoded."""

    path: str
    """Relative to the project, with forward slashes (content/ceasefire/a.md)."""
    place: str
    """Relative to content/ (ceasefire/a.md)."""
    text: str
    """Decoded as UTF-8; a byte that is none stands as U+FFFD."""
    diagnostics: tuple[Diagnostic, ...] = ()


class Static(Struct, frozen=True, kw_only=True, array_like=True):
    """A file that is copied as it is."""

    place: str
    """Relative to content/ or to the theme's folder."""
    file: str
    """Where it lies on disk."""
    digest: str
    """Hash of its bytes."""


class Sources(Struct, frozen=True):
    """Everything in content/, sorted by path."""

    articles: tuple[Found, ...]
    statics: tuple[Static, ...]
    diagnostics: tuple[Diagnostic, ...]


def is_hidden(name: str) -> bool:
    """Whether a file's name says that it is private, or an editor's copy."""
    return (
        name.startswith((".", "#")) or name.endswith(("~", ".swp", ".swx", ".tmp", ".bak", ".orig")) or name == "4913"
    )


def scan(root: Path, digests: Digests | None = None) -> Sources:
    """List `root`/content. A missing folder, an unreadable file, a strange name are diagnostics.

    Raises `Moved` when a file goes away meanwhile.
    """
    digests = digests or Digests()
    content = root / "content"
    articles: list[Found] = []
    statics: list[Static] = []
    diagnostics: list[Diagnostic] = []
    if not content.is_dir():
        diagnostics.append(
            Diagnostic(path="content", message="there is no content folder", hint="make one, or run briefgen init")
        )
    for file, place, stat in _files(content, root.resolve(), diagnostics):
        path = f"content/{place}"
        try:
            if place.lower().endswith(ARTICLES) and place != "robots.txt":
                articles.append(Found(path=path, place=place, file=file, digest=digests.of(file, stat)))
            elif place.rsplit("/", 1)[-1] not in AUTHOR_FILES and not place.endswith(".notes.yml"):
                statics.append(Static(place=place, file=file, digest=digests.of(file, stat)))
        except FileNotFoundError:
            raise Moved(path) from None
        except OSError as error:
            diagnostics.append(unreadable(path, error))
    return Sources(tuple(articles), tuple(statics), tuple(diagnostics))


class Moved(Exception):  # noqa: N818 - nothing is wrong: the work has to begin again
    """A file changed, or went, while a build was reading it: what was listed is not what is there."""


def read(found: Found) -> Source:
    """The text of an article's file. Raises `Moved` when it is not what was found."""
    return decode(as_found(found.file, found.digest, found.path), path=found.path, place=found.place)


def as_found(file: str, known: str, path: str) -> bytes:
    """What stands in a file of a known digest. Raises `Moved`, with the path by which authors know it, when that has changed."""
    try:
        content = Path(file).read_bytes()
    except OSError:
        raise Moved(path) from None
    if digest(content) != known:
        raise Moved(path)
    return content


def unreadable(path: str, error: OSError) -> Diagnostic:
    """What to say of a file that cannot be read."""
    return Diagnostic(path=path, message=f"cannot be read ({error.strerror or error})", hint="check its permissions")


def decode(content: bytes, *, path: str, place: str) -> Source:
    """One article's bytes as text, with a warning about what is not UTF-8."""
    diagnostics: tuple[Diagnostic, ...] = ()
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        text = content.decode("utf-8", errors="replace")
        before = content[: error.start].decode("utf-8", errors="replace")
        diagnostics = (
            Diagnostic(
                path=path,
                line=before.count("\n") + 1,
                column=len(before) - before.rfind("\n"),
                severity="warning",
                message=f"byte 0x{content[error.start]:02x} is not UTF-8; unreadable letters are shown as \ufffd",
                hint=_encoding_hint(content),
            ),
        )
    if not text.strip("\ufeff \t\r\n"):
        empty = Diagnostic(path=path, severity="warning", message="is empty", hint="write the article's text into it")
        diagnostics = (*diagnostics, empty)
    return Source(path=path, place=place, text=text, diagnostics=diagnostics)


def _encoding_hint(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "the file is UTF-16: save it as UTF-8"
    return "save the file as UTF-8 (it may be Windows-1252)"


def _files(content: Path, root: Path, diagnostics: list[Diagnostic]) -> Iterator[tuple[str, str, os.stat_result]]:
    """Every visible file with its place, sorted. Links are followed only within the project."""
    visited: set[str] = set()

    def walk(folder: str, prefix: str) -> Iterator[tuple[str, str, os.stat_result]]:
        real = os.path.realpath(folder)
        if real in visited:
            return
        visited.add(real)
        try:
            entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
        except OSError as error:
            diagnostics.append(Diagnostic(path=f"content/{prefix}", message=f"cannot be read ({error.strerror})"))
            return
        for entry in entries:
            place = prefix + entry.name
            if is_hidden(entry.name):
                continue
            try:
                place.encode("utf-8")
            except UnicodeEncodeError:
                shown = os.fsencode(place).decode("utf-8", errors="replace")
                diagnostics.append(
                    Diagnostic(
                        path=f"content/{shown}",
                        severity="warning",
                        message="the name is not UTF-8; left out",
                        hint="rename it",
                    )
                )
                continue
            if entry.is_symlink():
                # Not Path.resolve, which raises on a link that leads to itself.
                target = Path(os.path.realpath(entry.path))
                if not target.is_relative_to(root) or not target.exists():
                    why = "leads out of the project" if target.exists() else "leads nowhere"
                    diagnostics.append(
                        Diagnostic(
                            path=f"content/{place}",
                            severity="warning",
                            message=f"the link {why}; left out",
                            hint="copy the file here",
                        )
                    )
                    continue
            try:
                if entry.is_dir():
                    yield from walk(entry.path, place + "/")
                elif entry.is_file():
                    yield entry.path, place, entry.stat()
            except OSError as error:
                diagnostics.append(unreadable(f"content/{place}", error))

    if content.is_dir():
        yield from walk(str(content), "")
