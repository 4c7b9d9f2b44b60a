from __future__ import annotations

from collections.abc import Iterator

import pytest

from briefgen.serve.guard import is_own
from tests.serve.stage import Stage

PAGE = b"<!doctype html><title>Tides</title><p>secret</p>"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """One server for all that only ask."""
    stage = Stage({"index.html": PAGE}, tmp_path_factory.mktemp("site"))
    yield stage
    stage.stop()


@pytest.mark.parametrize(
    "name",
    [
        "evil.example",
        "evil.example:{port}",
        "127.0.0.1:1",
        "localhost.:{port}",
        "127.0.0.1:{port}.",
        "",
        "127.0.0.1:{port}@evil.example",
        "evil.example@127.0.0.1:{port}",
        "127.0.0.1:{port}, evil.example",
        "192.0.2.7:{port}",
        "preview.example.evil.example",
        "http://127.0.0.1:{port}",
        "127.0.0.1:{port}#",
    ],
)
def test_another_name_is_refused(site: Stage, name: str) -> None:
    for target in ("/", "/_briefgen/client.js", "/_briefgen/events", "/_briefgen/news", "/none"):
        status, headers, body = site.get(target, Host=name.format(port=site.port))
        assert status in (400, 403)
        assert b"secret" not in body
        assert "location" not in headers


def test_no_name_or_two_are_refused(site: Stage) -> None:
    assert site.raw(b"GET / HTTP/1.0\r\n\r\n")[0] == 403
    assert site.raw(b"GET / HTTP/1.1\r\nConnection: close\r\n\r\n")[0] == 400
    for second in (site.netloc, "evil.example"):
        request = f"GET / HTTP/1.1\r\nHost: {site.netloc}\r\nHost: {second}\r\nConnection: close\r\n\r\n"
        assert site.raw(request.encode())[0] == 400


def test_what_a_proxy_says_of_names_opens_nothing_and_shuts_nothing(site: Stage) -> None:
    said = {"X_Forwarded_Host": site.netloc, "X_Forwarded_For": "127.0.0.1", "Forwarded": f"host={site.netloc}",
            "X_Original_URL": "/", "X_Rewrite_URL": "/"}  # fmt: skip
    assert site.get("/", Host="evil.example", **said)[0] == 403
    elsewhere = {"X_Forwarded_Host": "elsewhere.example", "X_Forwarded_Proto": "https", "X_Forwarded_Prefix": "/a"}
    status, headers, body = site.get("/", **elsewhere)
    assert (status, b"secret" in body) == (200, True)
    assert b"elsewhere" not in body
    assert not [value for value in headers.values() if "elsewhere" in value]


@pytest.mark.parametrize("name", ["127.0.0.1:{port}", "localhost:{port}", "preview.example"])
def test_the_own_names_are_answered_to(site: Stage, name: str) -> None:
    assert site.get("/", Host=name.format(port=site.port))[0] == 200


@pytest.mark.parametrize(
    "origin",
    [
        "https://evil.example",
        "http://evil.example:{port}",
        "null",
        "",
        "file://",
        "http://",
        "http://127.0.0.1:1",
        "127.0.0.1:{port}",
        "ftp://127.0.0.1:{port}",
        "http://127.0.0.1:{port}.evil.example",
        "http://evil.example@127.0.0.1:{port}",
        "http://127.0.0.1:{port}/",
        "http://127.0.0.1:{port} http://evil.example",
        "chrome-extension://127.0.0.1:{port}",
    ],
)
def test_another_origin_is_refused(site: Stage, origin: str) -> None:
    for target in ("/", "/_briefgen/events", "/_briefgen/news"):
        assert site.get(target, Origin=origin.format(port=site.port))[0] == 403


@pytest.mark.parametrize(
    "origin",
    ["http://127.0.0.1:{port}", "https://localhost:{port}", "https://localhost", "http://127.0.0.1",
     "https://preview.example", "http://preview.example"],
)  # fmt: skip
def test_the_own_origin_is_answered_to_through_a_proxy_too(site: Stage, origin: str) -> None:
    status, headers, _ = site.get("/", Origin=origin.format(port=site.port))
    assert status == 200
    assert not [name for name in headers if name.startswith("access-control")]


def test_of_two_origins_both_must_be_own(site: Stage) -> None:
    own = f"GET / HTTP/1.1\r\nHost: {site.netloc}\r\nConnection: close\r\nOrigin: http://{site.netloc}\r\n"
    assert site.raw(f"{own}\r\n".encode())[0] == 200
    assert site.raw(f"{own}Origin: https://evil.example\r\n\r\n".encode())[0] == 403


def test_an_origin_of_an_address_in_brackets_may_leave_out_its_port() -> None:
    assert is_own("https://[::1]", "localhost:8000", 8000, {"[::1]:8000"})
    assert not is_own("https://[::1]:9", "localhost:8000", 8000, {"[::1]:8000"})


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "PROPFIND", "get", "X"])
def test_the_preview_can_only_be_read(site: Stage, method: str) -> None:
    for target in ("/", "/_briefgen/events", "/none"):
        status, headers, body = site.get(target, method=method, Access_Control_Request_Method="GET")
        assert (status, headers["allow"]) == (405, "GET, HEAD")
        assert b"secret" not in body
        assert not [name for name in headers if name.startswith("access-control")]
