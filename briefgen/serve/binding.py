"""Where the preview listens, and under which names it may be asked for there."""

from __future__ import annotations

import errno
import ipaddress
import os
import re
import socket

from briefgen.diagnostic import BriefgenError, Diagnostic

FIRST_PORT = 8000
PORTS = range(FIRST_PORT, FIRST_PORT + 21)
"""Tried in order when no port is asked for."""

TAKEN = (errno.EADDRINUSE, errno.EACCES)


def listen(host: str, port: int | None) -> socket.socket:
    """A listening socket at exactly `port`, or at the first free one of `PORTS`.

    Raises `BriefgenError` (usage) that names the port, or the host that is none of this machine's.
    """
    if port is not None and not 0 <= port <= 65535:
        raise _refusal(f"{port} is no port", "name one from 1024 to 65535 with --port")
    for one in PORTS if port is None else (port,):
        try:
            return _listening(host, one)
        except (socket.gaierror, UnicodeError):
            raise _refusal(f"there is no host “{host}”", "leave out --host to serve this machine only") from None
        except OSError as error:
            if port is None and error.errno in TAKEN:
                continue
            if error.errno == errno.EADDRINUSE:
                message = f"port {one} is in use"
            else:
                message = f"cannot listen on {host}, port {one} ({error.strerror or error})"
            raise _refusal(message, "name another with --port, or leave it out to take a free one") from None
    message = f"the ports {PORTS[0]} to {PORTS[-1]} are all in use"
    raise _refusal(message, "name another with --port")


def _listening(host: str, port: int) -> socket.socket:
    family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    listener = socket.socket(family, kind, protocol)
    try:
        # Elsewhere it allows a quick restart; on Windows it would share a port that is in use.
        if os.name != "nt":
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(128)
    except BaseException:
        listener.close()
        raise
    return listener


def url(listener: socket.socket, host: str) -> str:
    """What to open in a browser on this machine."""
    shown = {"0.0.0.0": "127.0.0.1", "": "127.0.0.1", "::": "::1"}.get(host, host)
    port = listener.getsockname()[1]
    return f"http://{_bracketed(shown)}" + ("/" if port == 80 else f":{port}/")


class Names:
    """The values of a Host header that mean this server.

    Without this check any web page could point a name of its own at 127.0.0.1 and read the preview.
    """

    def __init__(self, host: str, port: int) -> None:
        hosts = {"127.0.0.1", "localhost", "[::1]", _bracketed(host.lower())}
        self._port = port
        self._names = {f"{name}:{port}" for name in hosts} | (hosts if port == 80 else set())
        self._is_everywhere = host in ("0.0.0.0", "::", "")

    def __contains__(self, name: object) -> bool:
        if not isinstance(name, str):
            return False
        if name.lower() in self._names:
            return True
        # Asked to listen on every address, it cannot know them all; an address, unlike a name, cannot be repointed.
        found = re.fullmatch(r"\[?([0-9a-fA-F:.]+?)\]?(?::(\d{1,5}))?", name) if self._is_everywhere else None
        return found is not None and int(found[2] or 80) == self._port and _is_address(found[1])


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host and not host.startswith("[") else host


def _refusal(message: str, hint: str) -> BriefgenError:
    return BriefgenError([Diagnostic(path="", message=message, hint=hint)], usage=True)
