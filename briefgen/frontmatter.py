"""The YAML block at the head of an article: read, checked, every mistake reported with line and column."""

from __future__ import annotations

import datetime
import difflib
import re
from typing import Literal

import yaml
from msgspec import Struct

from briefgen.diagnostic import Diagnostic

FENCE = re.compile(r"\ufeff?---[ \t]*\r?\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)
SLUG = re.compile(r"[\w][\w.-]*")
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")

DEEPEST = 20
"""Nesting beyond this is no front matter."""

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class FrontMatter(Struct, frozen=True, kw_only=True):
    """What an author says about an article, or about a briefing in its index.md."""

    title: str | None = None
    date: str | None = None
    """YYYY-MM-DD."""
    source: str | None = None
    url: str | None = None
    author: str | None = None
    lang: str | None = None
    slug: str | None = None
    draft: bool = False
    excerpt: bool | None = None
    """Whether only excerpts of the text are published; None: as the settings say."""
    actors: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    """Former addresses, relative to the site's root or beginning with "/"."""
    summary: str | None = None
    order: Literal["newest", "oldest"] | None = None


FLAGS = ("draft", "excerpt")
INDEX_ONLY = ("summary", "order")
KEYS = FrontMatter.__struct_fields__


def split(text: str) -> tuple[str, str, int]:
    """(the YAML, the body, the number of lines before the body). No block gives ("", text, 0)."""
    found = FENCE.match(text)
    if not found:
        return "", text, 0
    return found[1], text[found.end() :], text.count("\n", 0, found.end())


def read(block: str, path: str) -> tuple[FrontMatter, tuple[Diagnostic, ...]]:
    """The checked front matter; a field with a mistake is left out and reported.

    An unreadable `draft` or `excerpt` counts as true: nothing is published by mistake.
    """
    wrong: list[Diagnostic] = []

    def error(node: yaml.Node, message: str, hint: str = "") -> None:
        mark = node.start_mark
        wrong.append(Diagnostic(path=path, line=mark.line + 2, column=mark.column + 1, message=message, hint=hint))

    try:
        # Composing recurses in C, where only the process itself would end it.
        if _depth(block) > DEEPEST:
            raise yaml.YAMLError("it is nested too deep")
        root = yaml.compose(block, Loader=_Loader)
    except yaml.MarkedYAMLError as problem:
        mark = problem.problem_mark or problem.context_mark
        line, column = (mark.line + 2, mark.column + 1) if mark else (1, 0)
        message = f"the front matter is not YAML ({problem.problem or problem.context}); none of it was used"
        hint = "put text with a colon or quotation marks in quotes" if "mapping" in message else ""
        return _unread(block), (Diagnostic(path=path, line=line, column=column, message=message, hint=hint),)
    except yaml.YAMLError as problem:
        message = f"the front matter is not YAML ({str(problem).splitlines()[0]}); none of it was used"
        return _unread(block), (Diagnostic(path=path, line=1, message=message),)
    if root is None:
        return FrontMatter(), ()
    if not isinstance(root, yaml.MappingNode):
        error(
            root,
            "the front matter is not a list of “key: value” lines; none of it was used",
            "write, e.g., title: Talks resume",
        )
        return FrontMatter(), tuple(wrong)

    fields: dict[str, object] = {}
    for key_node, node in root.value:
        key = key_node.value if isinstance(key_node, yaml.ScalarNode) else ""
        if key not in KEYS:
            near = difflib.get_close_matches(key, KEYS, 1)
            error(
                key_node,
                f"unknown key “{key}”; ignored",
                f"did you mean {near[0]}?" if near else f"known keys: {', '.join(KEYS)}",
            )
            continue
        if key in fields:
            error(key_node, f"“{key}” stands here twice; the first one counts")
            continue
        if isinstance(node, yaml.ScalarNode) and node.tag.endswith(":null"):
            continue
        if key in ("actors", "aliases"):
            strings = _strings(node)
            stray = [alias for alias in strings or () if key == "aliases" and not _is_address(alias)]
            if stray:
                error(
                    node, f"“{_short(stray[0])}” is no address within the site; ignored", "write it like old/name.html"
                )
            if strings is None:
                error(node, f"{key} is not a list of texts; ignored", f"write {key}: [one, two]")
            else:
                fields[key] = tuple(string for string in strings if string not in stray)
            continue
        if not isinstance(node, yaml.ScalarNode):
            if key in FLAGS:
                error(node, f"{key} is neither true nor false; taken for true", "write true or false")
                fields[key] = True
            else:
                error(node, f"{key} is not one value; ignored", f"write {key}: … on one line")
            continue
        value, wrong_value = _checked(key, node.value.strip())
        if wrong_value:
            error(node, f"{key} “{_short(node.value)}” {wrong_value[0]}", wrong_value[1])
        if value is not None:
            fields[key] = value
    return FrontMatter(**fields), tuple(wrong)  # type: ignore[arg-type]


def _depth(block: str) -> int:
    """How deep the values of a block are nested, as far as needed."""
    depth = 0
    for event in yaml.parse(block, Loader=_Loader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            break
    return depth


def _checked(key: str, value: str) -> tuple[object | None, tuple[str, str] | None]:
    """(the field's value or None, what is wrong and what to write instead)."""
    if key == "date":
        day = _day(value)
        return day, None if day else ("is not a date; ignored", "write it as 2025-04-12")
    if key in FLAGS:
        if value.lower() in ("true", "yes", "on"):
            return True, None
        if value.lower() in ("false", "no", "off"):
            return False, None
        return True, ("is neither true nor false; taken for true", "write true or false")
    if key == "slug" and not SLUG.fullmatch(value):
        return None, ("cannot be an address; ignored", "use letters, digits and hyphens")
    if key == "lang" and not LANGUAGE.fullmatch(value):
        return None, ("is not a language; ignored", "write a code such as en or pt-BR")
    if key == "url" and not re.match(r"https?://[^\s/]", value):
        return None, ("is not a web address; ignored", "begin it with https://")
    if key == "order" and value not in ("newest", "oldest"):
        return None, ("is not an order; ignored", "write newest or oldest")
    return value or None, None


def _day(value: str) -> str | None:
    """YYYY-MM-DD of a date or of a date with a time."""
    try:
        return (
            datetime.date.fromisoformat(value).isoformat()
            if len(value) == 10
            else datetime.datetime.fromisoformat(value).date().isoformat()
        )
    except ValueError:
        return None


def _strings(node: yaml.Node) -> tuple[str, ...] | None:
    if isinstance(node, yaml.ScalarNode):
        return (node.value,) if node.value.strip() else ()
    if isinstance(node, yaml.SequenceNode) and all(isinstance(child, yaml.ScalarNode) for child in node.value):
        return tuple(child.value.strip() for child in node.value if child.value.strip())
    return None


def _is_address(alias: str) -> bool:
    """Whether a former address stays within the site."""
    parts = alias.strip().lstrip("/").split("/")
    return not re.search(r"[\\:?#<>\"|*\x00-\x1f]", alias) and not {".", ".."} & set(parts) and "" not in parts[:-1]


def _unread(block: str) -> FrontMatter:
    """What is said by a block that could not be read: whether it means to keep something of the article back."""
    plainly_not = r"[ \t]*(?:false|no|off|null|~)?[ \t\r]*(?:#.*)?$"
    said = {
        key: re.search(rf"^[\"']?{key}[\"']?[ \t]*:(?!{plainly_not})", block, re.MULTILINE | re.IGNORECASE) is not None
        for key in FLAGS
    }
    return FrontMatter(draft=said["draft"], excerpt=said["excerpt"] or None)


def _short(value: str) -> str:
    return value if len(value) <= 40 else value[:39] + "…"
