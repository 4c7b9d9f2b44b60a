"""The preview's answers: pages from memory, files from disk, news as they come. An ASGI application.

An address is looked up among those of the site and nowhere else, so no path leads to another file.
What is built is not what is sent: pages get one script tag, and the 404 page a base, on the way.
"""

from __future__ import annotations

import html
import mimetypes
import string
from collections.abc import Container, Sequence
from pathlib import Path, PurePosixPath

from starlette.requests import Request
from starlette.responses import FileResponse, Response, StreamingResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from briefgen.pages.addresses import NOT_FOUND, quoted
from briefgen.serve.reload import Edition, Live
from briefgen.source import Static, digest

RESERVED = "_briefgen"
"""The folder of what belongs to the preview alone; three addresses below it are never looked up in the site."""

OWN = {f"{RESERVED}/{name}": Path(__file__).with_name(name) for name in ("client.js", "overlay.css")}
EVENTS = f"{RESERVED}/events"

SECURITY = {
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-cache",
}

_POLICY = (
    "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; script-src 'self'%s; "
    "base-uri 'self'; form-action 'self'; frame-ancestors 'self'"
)
PAGES = _POLICY % " 'unsafe-inline'"
"""Templates are trusted, and a published page would run what they contain; but no other host is asked for anything."""
FILES = _POLICY % ""

TYPES = {
    ".html": "text/html; charset=utf-8",
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


def application(live: Live, folders: Sequence[Path], names: Container[str]) -> ASGIApp:
    """The application. Files are sent only from `folders`; `names` are the Host headers that it answers to."""
    real = [folder.resolve() for folder in folders]

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        response = respond(Request(scope, receive), live, real, names)
        for name, value in SECURITY.items():
            response.headers.setdefault(name, value)
        response.headers.setdefault("Content-Security-Policy", FILES)
        await response(scope, receive, send)

    return app


def respond(request: Request, live: Live, folders: Sequence[Path], names: Container[str]) -> Response:
    """The answer to a request."""
    refusal = _refusal(request, names)
    if refusal:
        return refusal
    edition = live.edition
    path = request.scope["path"]
    address = path[1:] if path.startswith("/") else "\0"
    if address == EVENTS:
        return _events(request, live)
    if address in OWN:
        return _sent(request, OWN[address].read_bytes(), media_type(address))
    home = "../" * address.count("/") or "./"
    tag = _tag(home, live.epoch(edition))
    if edition.site is None:
        return _sent(request, waiting(edition, live.stage, tag), TYPES[".html"], status=503, policy=PAGES)
    if address == "" or address.endswith("/"):
        address += "index.html"
    content = edition.site.get(address)
    if content is None and f"{address}/index.html" in edition.site:
        query = request.scope["query_string"].decode("latin-1")
        location = f"{quoted(address.rsplit('/', 1)[-1])}/" + (f"?{query}" if query else "")
        return Response(status_code=307, headers={"Location": location})
    if isinstance(content, Static):
        file = _file(content, folders)
        if file and media_type(address) != TYPES[".html"]:
            return FileResponse(file, stat_result=file.stat(), media_type=media_type(address))
        content = file.read_bytes() if file else None
    if content is None:
        return _sent(request, _not_found(edition, home, tag), TYPES[".html"], status=404, policy=PAGES)
    if media_type(address) == TYPES[".html"]:
        policy = PAGES if isinstance(edition.site[address], bytes) else FILES
        return _sent(request, injected(content, tag), TYPES[".html"], policy=policy)
    return _sent(request, content, media_type(address))


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


def injected(page: bytes, tag: bytes) -> bytes:
    """A page with a tag before the end of its body."""
    before, end, after = page.rpartition(b"</body>")
    return before + tag + end + after if end else page + tag


def waiting(edition: Edition, stage: str, tag: bytes) -> bytes:
    """The page shown before there is a site. It asks again by itself, with or without scripts."""
    template = string.Template(Path(__file__).with_name("waiting.html").read_text(encoding="utf-8"))
    title = "The site could not be built yet" if edition.failed else "Building the site …"
    mistakes = "".join(
        f"<li><b>{html.escape(':'.join(str(p) for p in (one.path, one.line, one.column) if p))}</b> "
        f"{html.escape(one.message)}</li>"
        for one in edition.problems
    )
    detail = f"<ul>{mistakes}</ul>" if edition.failed else f"<p>{html.escape(stage)}</p>"
    refresh = "" if edition.failed else '<meta http-equiv="refresh" content="1">'
    return injected(template.substitute(title=title, detail=detail, refresh=refresh).encode(), tag)


def _refusal(request: Request, names: Container[str]) -> Response | None:
    """The answer to who may not ask: another name may be another site's, and so may another origin."""
    headers = request.headers
    if headers.get("host") not in names:
        return Response("The preview does not answer to this name.\n", 403, media_type="text/plain")
    origin = headers.get("origin")
    if origin is not None and (not origin.startswith("http://") or origin.removeprefix("http://") not in names):
        return Response("The preview does not answer to other sites.\n", 403, media_type="text/plain")
    if request.method not in ("GET", "HEAD"):
        return Response("The preview can only be read.\n", 405, {"Allow": "GET, HEAD"}, media_type="text/plain")
    return None


def _events(request: Request, live: Live) -> Response:
    headers = {"Content-Type": "text/event-stream", "Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    if request.method == "HEAD":
        return Response(headers=headers)
    # A browser that connects again by itself says what it has heard last.
    epoch = request.headers.get("last-event-id") or request.query_params.get("epoch", "")
    return StreamingResponse(live.stream(epoch, request.is_disconnected), headers=headers)


def _sent(request: Request, content: bytes, type: str, *, status: int = 200, policy: str = FILES) -> Response:
    """Bytes with what identifies them, or word that the browser has them already."""
    etag = f'"{digest(content)}"'
    headers = {"ETag": etag, "Content-Type": type, "Content-Security-Policy": policy}
    known = {one.strip().removeprefix("W/") for one in request.headers.get("if-none-match", "").split(",")}
    if status == 200 and etag in known:
        return Response(status_code=304, headers=headers)
    if status == 503:
        headers["Retry-After"] = "1"
    return Response(content, status, headers)


def _file(static: Static, folders: Sequence[Path]) -> Path | None:
    """Where a static file lies now, if it still does, and still within the project."""
    try:
        file = Path(static.file).resolve()
        return file if file.is_file() and any(file.is_relative_to(folder) for folder in folders) else None
    except OSError:
        return None


def _not_found(edition: Edition, home: str, tag: bytes) -> bytes:
    """The site's 404 page, with links that work at any depth of the preview."""
    page = (edition.site or {}).get(NOT_FOUND)
    if not isinstance(page, bytes):
        return injected(b"<!doctype html><title>404</title><body><h1>There is no page here</h1></body>", tag)
    if edition.base_url:
        # It is made for where the site will stand; here it stands elsewhere.
        page = page.replace(f'="{html.escape(edition.base_url)}'.encode(), b'="./')
    head, end, rest = page.partition(b"<head>")
    # The page's own address, so that a link to a part of it leads to the same page.
    return injected(head + end + (f'<base href="{home}{NOT_FOUND}">'.encode() if end else b"") + rest, tag)


def _tag(home: str, epoch: str) -> bytes:
    return f'<script src="{home}{RESERVED}/client.js" data-epoch="{epoch}" defer></script>\n'.encode()
