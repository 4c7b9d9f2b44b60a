"""Who may ask the preview, and for what: its own names, its own pages, and to read only.

A web page elsewhere could point a name of its own at this machine, or send requests here from a
visitor's browser. What a proxy says of names (X-Forwarded-Host and the like) anyone could say: it
decides nothing.
"""

from __future__ import annotations

from collections.abc import Container

from starlette.requests import Request
from starlette.responses import Response

METHODS = ("GET", "HEAD")


def refusal(request: Request, names: Container[str]) -> Response | None:
    """The answer to who may not ask; None for everyone else. `names` are the Host headers of this server."""
    hosts = request.headers.getlist("host")
    if len(hosts) != 1 or hosts[0] not in names:
        return _refused("The preview does not answer to this name. Name it with --allow-host if it is yours.\n")
    port = (request.scope.get("server") or ("", None))[1]
    if not all(is_own(origin, hosts[0], port, names) for origin in request.headers.getlist("origin")):
        return _refused("The preview does not answer to other sites.\n")
    if request.method not in METHODS:
        return Response("The preview can only be read.\n", 405, {"Allow": ", ".join(METHODS)}, media_type="text/plain")
    return None


def is_own(origin: str, host: str, port: int | None, names: Container[str]) -> bool:
    """Whether an Origin is that of pages served here, perhaps through a proxy with https and its own port."""
    scheme, _, authority = origin.partition("://")
    if scheme not in ("http", "https") or not authority:
        return False
    has_port = ":" in authority.rpartition("]")[2]
    return authority == host or authority in names or (not has_port and f"{authority}:{port}" in names)


def _refused(text: str) -> Response:
    return Response(text, 403, media_type="text/plain")
