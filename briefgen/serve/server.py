"""The preview's answers: pages from memory, files from disk, news as they come. An ASGI application.

An address is looked up among those of the site and nowhere else, so no path leads to another file.
Looking it up may mean to make the page: that is never done in the event loop.
"""

from __future__ import annotations

import datetime
import mimetypes
import os
from collections.abc import Callable, Container, Sequence
from pathlib import Path, PurePosixPath

import msgspec
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import FileResponse, Response, StreamingResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from briefgen.diagnostic import BriefgenError, Diagnostic
from briefgen.digests import digest
from briefgen.pages.addresses import NOT_FOUND, quoted
from briefgen.serve.additions import BROWSER, RESERVED, failure, injected, labels, not_found, script, waiting
from briefgen.serve.guard import refusal
from briefgen.serve.reload import Live
from briefgen.source import Static

OWN = {f"{RESERVED}/{path.name}": path for path in BROWSER.iterdir() if path.suffix in (".js", ".css")}
EVENTS = f"{RESERVED}/events"
"""News as they come."""
NEWS = f"{RESERVED}/news"
"""News so far, for browsers that cannot hold a connection."""

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-cache",
}
"""Of every answer."""

_POLICY = (
    "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; script-src 'self'%s; "
    "base-uri 'self'; form-action 'self'; frame-ancestors 'self'"
)
PAGES = _POLICY % " 'unsafe-inline'"
"""Templates are trusted, and a published page would run what they contain; but no other host is asked for anything."""
FILES = _POLICY % ""

HTML = "text/html; charset=utf-8"
TYPES = {
    ".html": HTML,
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".xml": "application/xml; charset=utf-8",
    ".svg": "image/svg+xml",
    ".webp": "image/webp",
    ".avif": "image/avif",
    ".woff": "font/woff",
    ".woff2": "font/woff2",
    ".md": "text/markdown; charset=utf-8",
    ".webmanifest": "application/manifest+json",
}
"""What must not depend on the machine, or is missing from the library's list."""


def application(
    live: Live,
    folders: Sequence[Path],
    names: Container[str],
    today: Callable[[], datetime.date] = datetime.date.today,
) -> ASGIApp:
    """The application. Files are sent only from `folders`; `names` are the Host headers that it answers to."""
    real = [folder.resolve() for folder in folders]

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return

        async def sealed(message: Message) -> None:
            # Here, and not on the response: a file's may turn into another one on the way.
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                headers.setdefault("Content-Security-Policy", FILES)
            await send(message)

        response = await respond(Request(scope, receive), live, real, names, today)
        await response(scope, receive, sealed)

    return app


async def respond(
    request: Request,
    live: Live,
    folders: Sequence[Path],
    names: Container[str],
    today: Callable[[], datetime.date],
) -> Response:
    """The answer to a request."""
    refused = refusal(request, names)
    if refused:
        return refused
    path = request.scope["path"]
    address = path[1:] if path.startswith("/") else "\0"
    if address in (EVENTS, NEWS):
        return _news(request, live, is_stream=address == EVENTS)
    return await run_in_threadpool(_looked_up, request, address, live, folders, today)


def _looked_up(
    request: Request, address: str, live: Live, folders: Sequence[Path], today: Callable[[], datetime.date]
) -> Response:
    """The answer to a request for what stands at an address. May take its time."""
    if address in OWN:
        return _sent(request, OWN[address].read_bytes(), media_type(address))
    edition = live.edition
    epoch = live.epoch(edition)
    home = "../" * address.count("/") or "./"
    if edition.site is None:
        return _sent(request, waiting(edition, live.stage, script(home, epoch)), HTML, status=503, policy=PAGES)
    if address == "" or address.endswith("/"):
        address += "index.html"
    try:
        content = edition.site.get(address)
        if content is None and f"{address}/index.html" in edition.site:
            return _redirect(request, address)
        is_built = isinstance(content, bytes)
        if isinstance(content, Static):
            file = _file(content, folders)
            if file and media_type(address) != HTML:
                return _file_sent(request, file, media_type(address))
            content = file.read_bytes() if file else None
        if content is None:
            page = edition.site.get(NOT_FOUND)
            page = not_found(page if isinstance(page, bytes) else None, edition.base_url, home, epoch)
            return _sent(request, page, HTML, status=404, policy=PAGES)
    except Exception as error:
        wrong = error.diagnostics if isinstance(error, BriefgenError) else (_mistake(error),)
        return _sent(request, failure(wrong, script(home, epoch, address)), HTML, status=500, policy=PAGES)
    if media_type(address) != HTML:
        return _sent(request, content, media_type(address))
    tag = script(home, epoch, address, content, labels(edition.marks.get(address), today()))
    return _sent(request, injected(content, tag), HTML, policy=PAGES if is_built else FILES)


def media_type(address: str) -> str:
    """The Content-Type of an address, the same on every machine."""
    suffix = PurePosixPath(address).suffix.lower()
    if suffix in TYPES:
        return TYPES[suffix]
    # Not the module's own functions, which also know what the system says.
    found, encoding = mimetypes.MimeTypes().guess_type(f"file{suffix}")
    if not found or encoding:
        return "application/octet-stream"
    return f"{found}; charset=utf-8" if found.startswith("text/") else found


def _news(request: Request, live: Live, *, is_stream: bool) -> Response:
    # A proxy should neither keep it nor hold it back, to compress it for instance.
    headers = {"Cache-Control": "no-store, no-transform", "X-Accel-Buffering": "no"}
    headers["Content-Type"] = "text/event-stream" if is_stream else TYPES[".json"]
    if request.method == "HEAD":
        return Response(headers=headers)
    # A browser that connects again by itself says what it has heard last.
    epoch = request.headers.get("last-event-id") or request.query_params.get("epoch", "")
    pages = frozenset(request.query_params.getlist("page"))
    if is_stream:
        return StreamingResponse(live.stream(epoch, request.is_disconnected, pages), headers=headers)
    return Response(msgspec.json.encode(live.news(live.edition, epoch, pages)), headers=headers)


def _sent(request: Request, content: bytes, type: str, *, status: int = 200, policy: str = FILES) -> Response:
    """Bytes with what identifies them, or word that the browser has them already."""
    headers = {"ETag": f'"{digest(content)}"', "Content-Type": type, "Content-Security-Policy": policy}
    if status == 200 and _is_known(request, headers["ETag"]):
        return Response(status_code=304, headers=headers)
    if status == 503:
        headers["Retry-After"] = "1"
    return Response(content, status, headers)


def _file_sent(request: Request, file: Path, type: str) -> Response:
    """A file, or the part of it that is asked for."""
    stat = file.stat()
    etag = f'"{stat.st_mtime_ns:x}-{stat.st_size:x}-{stat.st_ino:x}"'
    if _is_known(request, etag):
        return Response(status_code=304, headers={"ETag": etag})
    return FileResponse(file, stat_result=stat, media_type=type, headers={"ETag": etag})


def _is_known(request: Request, etag: str) -> bool:
    # A proxy that compresses makes a strong tag weak.
    named = {one.strip().removeprefix("W/") for one in request.headers.get("if-none-match", "").split(",")}
    return etag in named or "*" in named


def _redirect(request: Request, address: str) -> Response:
    """From a folder without its slash to the folder; relative, so that it works below any path."""
    query = request.scope["query_string"].decode("latin-1")
    location = f"./{quoted(address.rsplit('/', 1)[-1])}/" + (f"?{query}" if query else "")
    return Response(status_code=307, headers={"Location": location})


def _file(static: Static, folders: Sequence[Path]) -> Path | None:
    """Where a static file lies now, if it still does, can be read, and lies within the project."""
    try:
        file = Path(static.file).resolve()
    except (OSError, RuntimeError):
        return None
    is_ours = any(file.is_relative_to(folder) for folder in folders)
    return file if is_ours and file.is_file() and os.access(file, os.R_OK) else None


def _mistake(error: Exception) -> Diagnostic:
    message = f"a mistake in briefgen itself: {type(error).__name__}: {error}"
    return Diagnostic(path="", message=message, hint="please report it; undoing the last change may help")
