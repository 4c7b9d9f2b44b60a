"""What a page gets on its way to the browser, and the pages that exist in the preview alone.

What is built stays as it is: the script that follows changes, and what it should say of the page,
are added to the bytes that are sent.
"""

from __future__ import annotations

import datetime
import html
import string
from collections.abc import Iterable
from pathlib import Path

import msgspec

from briefgen.diagnostic import Diagnostic
from briefgen.digests import digest
from briefgen.interface import words
from briefgen.pages import wording
from briefgen.pages.addresses import NOT_FOUND
from briefgen.serve.overlay import Problem, visible
from briefgen.serve.reload import Edition, Mark

BROWSER = Path(__file__).with_name("browser")
"""What is sent to browsers beside the site."""

RESERVED = "_briefgen"
"""The folder of what belongs to the preview alone. The addresses below it that it uses are never looked up in the site."""


def injected(page: bytes, tag: bytes) -> bytes:
    """A page with a tag before the end of its body."""
    before, end, after = page.rpartition(b"</body>")
    return before + tag + end + after if end else page + tag


def script(home: str, epoch: str, address: str = "", content: bytes = b"", labels: Iterable[str] = ()) -> bytes:
    """The tag of the script. `home` leads to the site's root; the page at `address` was built as `content`."""
    values = {
        "epoch": epoch,
        "address": address,
        "digest": digest(content) if content else "",
        "labels": msgspec.json.encode(list(labels)).decode(),
    }
    told = "".join(f' data-{name}="{html.escape(value)}"' for name, value in values.items())
    return f'<script type="module" src="{home}{RESERVED}/client.js"{told}></script>\n'.encode()


def labels(mark: Mark | None, today: datetime.date) -> tuple[str, ...]:
    """What an author should know of a page that readers do not see, or should not see yet."""
    if mark is None:
        return ()
    found = ["Draft: not part of the published site"] if mark.draft else []
    if mark.date and mark.date > today.isoformat():
        found.append(f"Dated {wording.day(mark.date, words('en')).text}: in the future")
    return tuple(found)


def waiting(edition: Edition, stage: str, tag: bytes) -> bytes:
    """The page shown before there is a site. While there may be one soon it asks again, with or without scripts."""
    if edition.failed:
        return _notice("The site could not be built yet", _list(edition.problems), tag)
    refresh = '<meta http-equiv="refresh" content="1">'
    return _notice("Building the site …", f"<p>{html.escape(stage)}</p>", tag, refresh)


def failure(wrong: Iterable[Diagnostic], tag: bytes) -> bytes:
    """The page in place of one that could not be made."""
    return _notice("This page could not be made", _list(wrong), tag)


def not_found(page: bytes | None, base_url: str, home: str, epoch: str) -> bytes:
    """The site's 404 page, with links that work at any depth of the preview."""
    tag = script(home, epoch, NOT_FOUND, page or b"")
    if page is None:
        return _notice("There is no page here", f'<p><a href="{home}">Begin at the front page</a></p>', tag)
    if base_url:
        # It is made for where the site will stand; here it stands elsewhere.
        page = page.replace(f'="{html.escape(base_url)}'.encode(), b'="./')
    head, end, rest = page.partition(b"<head>")
    if not end:
        return injected(page, tag)
    # The page's own address, so that a link to a part of it leads to the same page. It counts for the script too.
    base = f'<base href="{home}{NOT_FOUND}">'.encode()
    return injected(head + end + base + rest, script("./", epoch, NOT_FOUND, page))


def _notice(title: str, detail: str, tag: bytes, refresh: str = "") -> bytes:
    template = string.Template((BROWSER / "notice.html").read_text(encoding="utf-8"))
    return injected(template.substitute(title=title, detail=detail, refresh=refresh).encode(), tag)


def _list(wrong: Iterable[Problem | Diagnostic]) -> str:
    entries = (
        f"<li><b>{_escaped(':'.join(str(part) for part in (one.path, one.line, one.column) if part))}</b> "
        f"{_escaped(one.message)}{f'<br>→ {_escaped(one.hint)}' if one.hint else ''}</li>"
        for one in wrong
    )
    return f"<ul>{''.join(entries)}</ul>"


def _escaped(text: str) -> str:
    return html.escape(visible(text))
