"""Where the preview listens, and under which names it may be asked for there."""

from __future__ import annotations

import errno
import ipaddress
import os
import re
import socket
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from briefgen.diagnostic import BriefgenError, Diagnostic

FIRST_PORT = 8000
PORTS = range(FIRST_PORT, FIRST_PORT + 21)
"""Tried in order when no port is asked for."""

TAKEN = (errno.EADDRINUSE, errno.EACCES)
EVERYWHERE = ("0.0.0.0", "::", "")
LABEL = r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?"

FORWARDING = ("CODESPACES", "REMOTE_CONTAINERS", "GITPOD_WORKSPACE_ID")
"""Variables of development environments that carry a container's own 127.0.0.1 to the browser."""


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
    # Not None for "", which getaddrinfo takes for this machine only.
    found = socket.getaddrinfo(host or "0.0.0.0", port, type=socket.SOCK_STREAM)
    # localhost may be both; of the two, the one that all programs know.
    family, kind, protocol, _, address = min(found, key=lambda one: one[0] != socket.AF_INET)
    listener = socket.socket(family, kind, protocol)
    try:
        if sys.platform == "win32":
            # Otherwise two programs could listen at one port.
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            # A port whose connections have just ended is free. (BSD and macOS would also share one that listens everywhere.)
            if not sys.platform.startswith("linux") and port and _answers(family, address):
                raise OSError(errno.EADDRINUSE, os.strerror(errno.EADDRINUSE))
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if host == "::":
            # Both kinds of addresses, whatever the system's default.
            listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
        listener.bind(address)
        listener.listen(128)
    except BaseException:
        listener.close()
        raise
    return listener


def _answers(family: int, address: object) -> bool:
    """Whether something listens there."""
    with socket.socket(family, socket.SOCK_STREAM) as caller:
        caller.settimeout(0.2)
        return caller.connect_ex(address) == 0  # type: ignore[arg-type]


def url(listener: socket.socket, host: str) -> str:
    """What to open in a browser on this machine."""
    shown = {"0.0.0.0": "127.0.0.1", "": "127.0.0.1", "::": "::1"}.get(host, host)
    port = listener.getsockname()[1]
    return f"http://{_bracketed(shown)}" + ("/" if port == 80 else f":{port}/")


def container_hint(host: str, environment: Mapping[str, str], root: Path = Path("/")) -> str:
    """What to say when this is a container, in which a loopback `host` is out of everybody's reach; or "".

    `environment` are the variables of this process; `root` is where the files that tell of it are looked for.
    """
    if (
        not _is_loopback(host)
        or any(environment.get(name) for name in FORWARDING)
        or not _is_contained(environment, root)
    ):
        return ""
    return (
        f"in a container, {host} can be reached from inside only: "
        "serve with --host 0.0.0.0 and publish the port (docker run -p 127.0.0.1:8000:8000)"
    )


def _is_contained(environment: Mapping[str, str], root: Path) -> bool:
    if any((root / name).exists() for name in (".dockerenv", "run/.containerenv")):
        return True
    if environment.get("container") or environment.get("KUBERNETES_SERVICE_HOST"):
        return True
    try:
        groups = (root / "proc/1/cgroup").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False
    return re.search(r"docker|containerd|kubepods|libpod|/lxc/|/lxc\.payload", groups) is not None


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


class Names:
    """The values of a Host header that mean this server.

    Without this check any web page could point a name of its own at 127.0.0.1 and read the preview. `allowed` are
    further names, under which a proxy asks: "name" with any port, "name:port", or ".example.dev" for the names below
    one. That is as safe as the people are who may make names below it. Raises `BriefgenError` (usage) for others.
    """

    def __init__(self, host: str, port: int, allowed: Iterable[str] = ()) -> None:
        hosts = {"127.0.0.1", "localhost", "[::1]", _bracketed(host.lower())}
        self._port = port
        self._names = {f"{name}:{port}" for name in hosts} | (hosts if port == 80 else set())
        self._is_everywhere = host in EVERYWHERE
        checked = tuple(map(_allowed, allowed))
        self._names |= {name for name, has_port in checked if has_port}
        self._any_port = {name for name, has_port in checked if not has_port and not name.startswith(".")}
        self._below = tuple(name for name, _ in checked if name.startswith("."))

    def __contains__(self, name: object) -> bool:
        if not isinstance(name, str):
            return False
        name = name.lower()
        if name in self._names:
            return True
        bare = re.sub(r":\d{1,5}$", "", name, flags=re.ASCII) if name.count(":") < 2 or name.startswith("[") else name
        if bare in self._any_port or (bare.endswith(self._below) and re.fullmatch(rf"{LABEL}(?:\.{LABEL})+", bare)):
            return True
        # Asked to listen on every address, it cannot know them all; an address, unlike a name, cannot be repointed.
        found = re.fullmatch(r"\[?([0-9a-f:.]+?)\]?(?::([0-9]{1,5}))?", name) if self._is_everywhere else None
        return found is not None and int(found[2] or 80) == self._port and _is_address(found[1])


def _allowed(name: str) -> tuple[str, bool]:
    """(a name to allow, whether it has a port)."""
    text = name.strip().lower()
    hint = "write --allow-host name, name:port, or .example.dev for all names below it"
    if "*" in text:
        raise _refusal(f"“{name}” allows too much: any web page could read the preview", hint)
    address = text.removeprefix("[").removesuffix("]")
    if ":" in address and _is_address(address):
        return f"[{address}]", False
    found = re.fullmatch(rf"(\.?)({LABEL}(?:\.{LABEL})*|\[[0-9a-f:.]+\])(:[0-9]{{1,5}})?", text)
    if found is None or (found[1] and (found[3] or found[2].startswith("["))):
        raise _refusal(f"“{name}” is no name of a host", hint)
    if found[1] and "." not in found[2]:
        raise _refusal(f"“{name}” allows too much: anyone may have a name below it", hint)
    return text, bool(found[3])


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
