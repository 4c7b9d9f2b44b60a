"""Where each key of a TOML text stands: tomllib reads values and forgets their places."""

from __future__ import annotations

import re
from collections.abc import Mapping

_STRING = re.compile(r"\"\"\"(?:\\.|[^\\])*?\"{3,5}|'''.*?'{3,5}|\"(?:\\.|[^\"\\\n])*\"|'[^'\n]*'", re.DOTALL)
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_SPACE = re.compile(r"[ \t]*")
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_LETTERS = {"b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r", "e": "\x1b"}

Path = tuple[str, ...]


def places(text: str) -> Mapping[Path, tuple[int, int]]:
    """(line, column), counted from 1, at which each key of a valid TOML text first stands.

    A key is named by its path: ("colours", "ink", "light"), whether it is written in a table, with dots or inline.
    """
    found: dict[Path, tuple[int, int]] = {}
    at, table = 0, ()  # type: tuple[int, Path]

    def note(path: Path, offset: int) -> None:
        before = text[:offset]
        place = before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1
        for length in range(1, len(path) + 1):
            found.setdefault(path[:length], place)

    def key(at: int) -> tuple[Path, int]:
        """A dotted key, and where it ends."""
        parts: list[str] = []
        while True:
            at = _end(_SPACE, text, at)
            string = _STRING.match(text, at)
            part = string or _BARE.match(text, at)
            if part is None:
                return tuple(parts), at
            parts.append(_unquoted(part[0]) if string else part[0])
            at = _end(_SPACE, text, part.end())
            if text[at : at + 1] != ".":
                return tuple(parts), at
            at += 1

    def value(path: Path, at: int) -> int:
        """Where the value that begins at `at` ends; keys inside it are noted."""
        at = blank(at)
        if text[at : at + 1] == "{":
            at = blank(at + 1)
            while at < len(text) and text[at] != "}":
                inner, end = key(at)
                note((*path, *inner), at)
                at = blank(value((*path, *inner), end + 1))
                at = blank(at + 1) if text[at : at + 1] == "," else at
            return at + 1
        if text[at : at + 1] == "[":
            at = blank(at + 1)
            while at < len(text) and text[at] != "]":
                at = blank(value(path, at))
                at = blank(at + 1) if text[at : at + 1] == "," else at
            return at + 1
        string = _STRING.match(text, at)
        if string:
            return string.end()
        return _end(re.compile(r"[^,\]}#\n]*"), text, at)

    def blank(at: int) -> int:
        """Behind white space, line ends and comments."""
        return _end(re.compile(r"(?:[ \t\r\n]|#[^\n]*)*"), text, at)

    while (at := blank(at)) < len(text):
        if text[at] == "[":
            table, end = key(_end(re.compile(r"\[+"), text, at))
            note(table, at)
            at = _end(re.compile(r"[ \t]*\]*"), text, end)
            continue
        own, end = key(at)
        if not own:
            return found
        note((*table, *own), at)
        at = value((*table, *own), end + 1)
    return found


def _end(pattern: re.Pattern[str], text: str, at: int) -> int:
    match = pattern.match(text, at)
    return match.end() if match else at


def _unquoted(string: str) -> str:
    """What a one-line string says."""
    if string[0] == "'":
        return string[1:-1]

    def letter(found: re.Match[str]) -> str:
        code = found[1] or found[2]
        return chr(int(code, 16)) if code else _LETTERS.get(found[3], found[3])

    return _ESCAPE.sub(letter, string[1:-1])
