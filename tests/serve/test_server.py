from __future__ import annotations

import gc
import re
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from briefgen.diagnostic import BriefgenError, Diagnostic
from briefgen.serve.server import media_type
from briefgen.source import Static
from tests.files import write_files
from tests.serve.stage import Stage, static, until

HEAD = b"<!doctype html><html><head></head><body>"
PAGES: dict[str, bytes] = {
    "index.html": HEAD + b"Tides</body></html>",
    "404.html": HEAD + b"Nothing here</body></html>",
    "velmora/index.html": HEAD + b"Velmora</body></html>",
    "deep/er/a.html": HEAD + b"Deep</body></html>",
    "deep/er/index.html": HEAD + b"Deeper</body></html>",
    "a:b/index.html": HEAD + b"Colon</body></html>",
    "\\evil.example/index.html": HEAD + b"Backslash</body></html>",
    "assets/style.css": b"p {}",
    "velmora/dyke.json": b"{}",
    "feed.xml": b"<feed/>",
    "é and #.html": HEAD + b"Strange</body></html>",
}
FILES: dict[str, str | bytes] = {
    "map.svg": "<svg/>",
    "tides.csv": "hour,level\n1,é\n",
    "photo.jpg": bytes(range(256)) * 4,
    "plain.html": "<!doctype html><p>static</p></body>",
    "empty.txt": "",
}
SECRET = b"the secret outside"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """One server for all that only read."""
    folder = tmp_path_factory.mktemp("site")
    root = folder / "project"
    write_files(root, {f"content/velmora/{name}": content for name, content in FILES.items()})
    write_files(folder, {"secret.txt": SECRET.decode(), "project/.briefgen/hidden.txt": SECRET.decode()})
    (root / "out.txt").symlink_to(folder / "secret.txt")
    (root / "out").symlink_to(folder, target_is_directory=True)
    (root / "loop.txt").symlink_to(root / "loop.txt")
    statics = {f"velmora/{name}": static(root / f"content/velmora/{name}") for name in FILES}
    links = {
        place: Static(place=place, file=str(root / place), digest="")
        for place in ("out.txt", "out/secret.txt", "loop.txt")
    }
    stage = Stage({**PAGES, **statics, **links}, root, base_url="https://example.org/tides/")
    yield stage
    stage.stop()


# ---------------------------------------------------------------- what stands where


def test_the_front_page_is_index_html(site: Stage) -> None:
    assert site.get("/")[0] == 200
    assert b"Tides" in site.get("/")[2]
    assert site.get("/")[2] == site.get("/index.html")[2]


def test_a_folder_shows_its_index_page(site: Stage) -> None:
    assert b"Velmora" in site.get("/velmora/")[2]
    assert site.get("/velmora/")[2] == site.get("/velmora/index.html")[2]


@pytest.mark.parametrize(
    ("target", "location"),
    [
        ("/velmora?show=quotes", "./velmora/?show=quotes"),
        ("/deep/er", "./er/"),
        ("/a:b", "./a%3Ab/"),
        ("/%5Cevil.example", "./%5Cevil.example/"),
    ],
)
def test_a_folder_without_its_slash_is_redirected_relatively_and_keeps_the_query(
    site: Stage, target: str, location: str
) -> None:
    status, headers, _ = site.get(target)
    assert (status, headers["location"]) == (307, location)


def test_an_address_may_have_any_letters(site: Stage) -> None:
    assert b"Strange" in site.get("/%C3%A9%20and%20%23.html")[2]


def test_what_is_not_there_is_the_sites_404_page(site: Stage) -> None:
    status, headers, body = site.get("/velmora/no/such")
    assert (status, headers["content-type"]) == (404, "text/html; charset=utf-8")
    assert b"Nothing here" in body
    assert b'<base href="../../404.html">' in body


def test_a_page_gets_one_script_on_the_way_and_the_rest_is_as_it_was_built(site: Stage) -> None:
    sent = site.get("/deep/er/a.html")[2]
    before, _, after = sent.partition(b'<script type="module" src="../../_briefgen/client.js" ')
    assert before + after.partition(b"</script>\n")[2] == PAGES["deep/er/a.html"]


def test_a_static_page_is_served_and_followed_too_but_runs_no_inline_script(site: Stage) -> None:
    _, headers, body = site.get("/velmora/plain.html")
    assert b"<p>static</p><script type=" in body
    assert "script-src 'self';" in headers["content-security-policy"]


def test_all_that_the_browser_is_sent_beside_the_site_can_be_fetched(site: Stage) -> None:
    waiting, found = ["client.js"], set[str]()
    while waiting:
        name = waiting.pop()
        found.add(name)
        status, headers, body = site.get(f"/_briefgen/{name}")
        assert status == 200
        assert headers["content-type"].startswith("text/css" if name.endswith(".css") else "text/javascript")
        named = re.findall(r'"(?:\./)?([a-z]+\.(?:js|css))"', body.decode())
        waiting += [one for one in named if one not in found]
    assert found >= {"client.js", "morph.js", "idiomorph.js", "overlay.css"}


def test_pages_are_made_outside_of_the_event_loop_and_others_need_not_wait(tmp_path: Path) -> None:
    begun, may_end = threading.Event(), threading.Event()

    class Slow(dict[str, bytes]):
        def get(self, address: str, default: object = None, /) -> bytes | None:  # type: ignore[override]
            if address == "slow.html":
                begun.set()
                assert may_end.wait(20)
            return super().get(address)

    stage = Stage(None, tmp_path)
    stage.site = Slow({"slow.html": b"Slow", "a.html": b"A"})
    stage.publish({})
    answers: list[bytes] = []
    asking = threading.Thread(target=lambda: answers.append(stage.get("/slow.html")[2]))
    asking.start()
    assert begun.wait(20)
    assert b"A" in stage.get("/a.html")[2]
    assert not answers
    may_end.set()
    asking.join(20)
    assert b"Slow" in answers[0]
    stage.stop()


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (BriefgenError([Diagnostic(path="templates/a.html", line=7, message="<b>no</b>")]), "templates/a.html:7"),
        (ZeroDivisionError("<b>zero</b>"), "ZeroDivisionError"),
    ],
)
def test_a_page_that_cannot_be_made_says_why_and_the_others_are_served(
    tmp_path: Path, error: Exception, said: str
) -> None:
    class Broken(dict[str, bytes]):
        def get(self, address: str, default: object = None, /) -> bytes | None:  # type: ignore[override]
            if address == "broken.html":
                raise error
            return super().get(address)

    stage = Stage(None, tmp_path)
    stage.site = Broken({"a.html": b"A"})
    stage.publish({})
    status, headers, body = stage.get("/broken.html")
    assert (status, headers["content-type"]) == (500, "text/html; charset=utf-8")
    assert said in body.decode()
    assert b"<b>no" not in body
    assert b"<b>zero" not in body
    assert b"_briefgen/client.js" in body
    assert stage.get("/a.html")[0] == 200
    stage.stop()


# ---------------------------------------------------------------- headers


def test_every_answer_keeps_to_its_own_origin(site: Stage) -> None:
    targets = {"/": 200, "/none": 404, "/velmora/map.svg": 200, "/_briefgen/client.js": 200, "/velmora": 307}
    for target, expected in targets.items():
        status, headers, _ = site.get(target)
        assert status == expected
        check_sealed(headers)
    check_sealed(site.get("/", Host="evil.example")[1])
    check_sealed(site.get("/", method="POST")[1])
    check_sealed(site.get("/velmora/photo.jpg", Range="bytes=9999-")[1])
    check_sealed(site.get("/velmora/photo.jpg", Range="lines=1-")[1])


def check_sealed(headers: dict[str, str]) -> None:
    policy = headers["content-security-policy"]
    assert policy.startswith("default-src 'self';")
    assert "http" not in policy
    assert "*" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert headers["cache-control"] == "no-cache"
    assert not [name for name in headers if name.startswith("access-control")]


@pytest.mark.parametrize(
    ("target", "type"),
    [
        ("/", "text/html; charset=utf-8"),
        ("/assets/style.css", "text/css; charset=utf-8"),
        ("/_briefgen/client.js", "text/javascript; charset=utf-8"),
        ("/velmora/dyke.json", "application/json"),
        ("/feed.xml", "application/xml; charset=utf-8"),
        ("/velmora/map.svg", "image/svg+xml"),
        ("/velmora/photo.jpg", "image/jpeg"),
        ("/velmora/tides.csv", "text/csv; charset=utf-8"),
        ("/_briefgen/news", "application/json"),
    ],
)
def test_each_kind_of_file_has_its_type(site: Stage, target: str, type: str) -> None:
    status, headers, _ = site.get(target)
    assert (status, headers["content-type"]) == (200, type)


@pytest.mark.parametrize(
    ("address", "type"),
    [("a.b/c", "application/octet-stream"), ("a.tar.gz", "application/octet-stream"), ("a.PNG", "image/png"),
     ("a.woff2", "font/woff2"), ("robots.txt", "text/plain; charset=utf-8")],
)  # fmt: skip
def test_a_type_does_not_depend_on_the_machine(address: str, type: str) -> None:
    assert media_type(address) == type


TARGETS = ["/", "/velmora/photo.jpg", "/none", "/_briefgen/client.js", "/velmora", "/_briefgen/news"]


@pytest.mark.parametrize("target", TARGETS)
def test_head_is_get_without_a_body(site: Stage, target: str) -> None:
    status, headers, body = site.get(target, method="HEAD")
    expected, whole, _ = site.get(target)
    assert (status, body) == (expected, b"")
    given = {**headers, "date": ""}
    if target != "/_briefgen/news":
        assert given == {**whole, "date": ""}


def test_a_head_of_the_stream_ends_at_once(site: Stage) -> None:
    status, headers, body = site.get("/_briefgen/events", method="HEAD")
    assert (status, headers["content-type"], body) == (200, "text/event-stream", b"")


PHOTO = bytes(range(256)) * 4


@pytest.mark.parametrize(
    ("range", "first", "end"),
    [("bytes=10-19", 10, 20), ("bytes=1000-", 1000, 1024), ("bytes=-4", 1020, 1024), ("bytes=0-0", 0, 1),
     ("bytes=1000-9999", 1000, 1024), ("bytes=-9999", 0, 1024)],
)  # fmt: skip
def test_a_part_of_a_file_can_be_asked_for(site: Stage, range: str, first: int, end: int) -> None:
    status, headers, body = site.get("/velmora/photo.jpg", Range=range)
    assert (status, body) == (206, PHOTO[first:end])
    assert headers["content-range"] == f"bytes {first}-{end - 1}/1024"
    status, headers, body = site.get("/velmora/photo.jpg", method="HEAD", Range=range)
    assert (status, headers["content-length"], body) == (206, str(end - first), b"")


def test_several_parts_come_one_after_another(site: Stage) -> None:
    status, headers, body = site.get("/velmora/photo.jpg", Range="bytes=0-1,10-11")
    assert status == 206
    assert headers["content-type"].startswith("multipart/byteranges; boundary=")
    assert int(headers["content-length"]) == len(body)
    assert b"Content-Range: bytes 0-1/1024\r\n\r\n\x00\x01\r\n" in body
    assert b"Content-Range: bytes 10-11/1024\r\n\r\n\x0a\x0b\r\n" in body


@pytest.mark.parametrize("range", ["bytes=1024-", "bytes=9999-10000", "bytes=-0"])
def test_a_part_that_is_not_there_is_refused_with_the_size(site: Stage, range: str) -> None:
    status, headers, _ = site.get("/velmora/photo.jpg", Range=range)
    assert (status, headers["content-range"]) == (416, "bytes */1024")
    assert site.get("/velmora/empty.txt", Range="bytes=0-")[0] == 416


def test_a_part_is_sent_only_of_the_version_that_is_meant(site: Stage) -> None:
    etag = site.get("/velmora/photo.jpg")[1]["etag"]
    assert site.get("/velmora/photo.jpg", Range="bytes=0-1", If_Range=etag)[0] == 206
    assert site.get("/velmora/photo.jpg", Range="bytes=0-1", If_Range='"other"')[0] == 200


def test_a_page_is_sent_whole_whatever_part_is_asked_for(site: Stage) -> None:
    status, headers, body = site.get("/", Range="bytes=0-1")
    assert (status, body) == (200, site.get("/")[2])
    assert "content-range" not in headers


@pytest.mark.parametrize("target", ["/", "/velmora/photo.jpg", "/_briefgen/client.js", "/velmora/plain.html"])
def test_what_the_browser_has_is_not_sent_again(site: Stage, target: str) -> None:
    _, first, body = site.get(target)
    assert first["cache-control"] == "no-cache"
    for named in (first["etag"], f'"other", W/{first["etag"]}', "*"):
        status, again, nothing = site.get(target, If_None_Match=named)
        assert (status, again["etag"], nothing) == (304, first["etag"], b"")
        check_sealed(again)
    assert site.get(target, If_None_Match='"other"')[2] == body


def test_a_file_that_changed_within_the_second_and_kept_its_size_is_sent_anew(tmp_path: Path) -> None:
    file = tmp_path / "a.png"
    file.write_bytes(b"one")
    stage = Stage({"a.png": static(file)}, tmp_path)
    etag = stage.get("/a.png")[1]["etag"]
    file.write_bytes(b"two")
    assert stage.get("/a.png", If_None_Match=etag)[2] == b"two"
    stage.stop()


# ---------------------------------------------------------------- what is kept in


OUTSIDE = [
    "../secret.txt", "../../secret.txt", "..", "../",
    "%2e%2e/secret.txt", "%2e%2e%2fsecret.txt", "..%2fsecret.txt", ".%2e/secret.txt",
    "%252e%252e/secret.txt", "%252e%252e%252fsecret.txt", "..%252fsecret.txt",
    "..%5csecret.txt", "..\\secret.txt", "..%255csecret.txt", "%2e%2e%5csecret.txt", "....//secret.txt",
    "..;/secret.txt", ".;/../secret.txt", "..%3b/secret.txt", "index.html;/../../secret.txt",
    "%c0%ae%c0%ae/secret.txt", "%c0%ae%c0%ae%c0%afsecret.txt", "%e0%80%ae%e0%80%ae/secret.txt",
    "%uff0e%uff0e/secret.txt", "%ef%bc%8e%ef%bc%8e/secret.txt", "%u002e%u002e/secret.txt",
    "%00", "index.html%00", "index.html%00.css", "..%00/secret.txt", "%0a", "%0d%0aX:%20y",
    "/etc/passwd", "%2fetc/passwd", "etc/passwd", "//etc/passwd", "file:///etc/passwd",
    "C:/Windows/win.ini", "C:%5cWindows%5cwin.ini", "c%3a/windows", "%5c%5cserver%5cshare", "//server/share",
    "velmora/../../secret.txt", "velmora/%2e%2e/%2e%2e/secret.txt", "velmora/../index.html", "./index.html",
    "velmora//index.html", "index.html/", "index.html/..", "velmora/.", "velmora/..",
    ".briefgen/hidden.txt", "briefgen.toml", "content/velmora/photo.jpg", "out.txt", "out/secret.txt", "loop.txt",
    "_briefgen/../secret.txt", "_briefgen/notice.html", "_briefgen/server.py", "_briefgen/", "_briefgen",
    "_briefgen/idiomorph.LICENSE", "_briefgen/%2e%2e/server.py", "%ff%fe", "~root", "%",  "%zz",
    "?/../secret.txt%00",
]  # fmt: skip


@pytest.mark.parametrize("path", OUTSIDE)
def test_no_path_leads_to_what_is_not_of_the_site(site: Stage, path: str) -> None:
    for target in (f"/{path}", f"//{path}", f"/velmora/{path}"):
        status, headers, body = site.get(target)
        is_query = target.startswith("/?") or (target.endswith(f"velmora/{path}") and path.startswith("?"))
        assert status in ((200,) if is_query else (400, 404)), target
        assert SECRET not in body
        assert b"root:" not in body
        assert b"def respond" not in body
        assert "location" not in headers
        assert "x" not in headers


@pytest.mark.parametrize("target", ["//evil.example", "//evil.example/..", "/%2fevil.example", "/\\evil.example/..",
                                    "//velmora", "/%5c%5cevil.example", "/%09/evil.example"])  # fmt: skip
def test_no_redirect_leads_to_another_site(site: Stage, target: str) -> None:
    status, headers, _ = site.get(target)
    assert status == 404
    assert "location" not in headers


@pytest.mark.parametrize("target", ["http://{netloc}/index.html", "http://evil.example/", "*", "index.html",
                                    "evil.example:80", "@evil.example/"])  # fmt: skip
def test_a_target_that_is_no_path_leads_nowhere(site: Stage, target: str) -> None:
    status, headers, _ = site.get(target.format(netloc=site.netloc))
    assert status in (400, 404)
    assert "location" not in headers


@pytest.mark.parametrize(
    "request_",
    [
        b"GET /\xff HTTP/1.1\r\nHost: %b\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: %b\r\nX: " + b"a" * 200_000 + b"\r\n\r\n",
        b"GET /" + b"a" * 200_000 + b" HTTP/1.1\r\nHost: %b\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: %b\r\nX : y\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
        b"nonsense\r\n\r\n",
    ],
    ids=["bytes", "long header", "long path", "space", "tls", "nonsense"],
)  # fmt: skip
def test_what_is_no_request_is_refused_and_the_server_goes_on(site: Stage, request_: bytes) -> None:
    status, _, body = site.raw(request_.replace(b"%b", site.netloc.encode()))
    assert status in (0, 400, 431)
    assert b"Tides" not in body
    assert site.get("/")[0] == 200


# Connections that are cut off at the end are not closed one by one.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_who_is_slow_holds_nobody_up_and_does_not_keep_the_server_from_ending(tmp_path: Path) -> None:
    stage = Stage({"index.html": b"Tides", "big.bin": bytes(8_000_000)}, tmp_path)
    slow = [stage.connect() for _ in range(50)]
    for connection in slow[:25]:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: ")
    for connection in slow[25:]:
        # Asks for much and reads nothing of it.
        connection.sendall(f"GET /big.bin HTTP/1.1\r\nHost: {stage.netloc}\r\n\r\n".encode())
    assert b"Tides" in stage.get("/")[2]
    begin = time.monotonic()
    stage.stop()
    assert time.monotonic() - begin < 10
    for connection in slow:
        connection.close()
    del stage
    gc.collect()


def test_a_file_that_is_gone_or_leads_out_since_is_not_found(tmp_path: Path) -> None:
    root = tmp_path / "project"
    write_files(tmp_path, {"project/a.png": b"png", "project/sub/b.png": b"png", "secret/b.png": SECRET})
    stage = Stage({"a.png": static(root / "a.png"), "sub/b.png": static(root / "sub/b.png")}, root)
    assert stage.get("/a.png")[0] == stage.get("/sub/b.png")[0] == 200
    (root / "a.png").unlink()
    assert stage.get("/a.png")[0] == 404
    (root / "a.png").symlink_to(tmp_path / "secret/b.png")
    assert stage.get("/a.png")[0] == 404
    (root / "a.png").unlink()
    (root / "a.png").mkdir()
    assert stage.get("/a.png")[0] == 404
    (root / "sub").rename(root / "was")
    (root / "sub").symlink_to(tmp_path / "secret", target_is_directory=True)
    status, _, body = stage.get("/sub/b.png")
    assert (status, SECRET in body) == (404, False)
    stage.stop()


# ---------------------------------------------------------------- news


def streamed(stage: Stage, target: str, **headers: str) -> Iterator[str]:
    """The lines of a stream, as they come."""
    named = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
    with stage.connect() as connection:
        connection.sendall(f"GET {target} HTTP/1.1\r\nHost: {stage.netloc}\r\n{named}\r\n".encode())
        for line in connection.makefile("rb"):
            yield line.decode().rstrip("\r\n")


def test_a_stream_asks_not_to_be_held_back_and_tells_each_edition(tmp_path: Path) -> None:
    stage = Stage({"a.html": b"1", "b.html": b"1", "a.css": b"1"}, tmp_path)
    epoch = stage.live.epoch(stage.live.edition)
    lines = streamed(stage, f"/_briefgen/events?epoch={epoch}&page=a.html")
    head = [next(lines).lower()]
    while head[-1]:
        head.append(next(lines).lower())
    assert {"content-type: text/event-stream", "cache-control: no-store, no-transform", "x-accel-buffering: no"} <= set(
        head
    )
    news = (msgspec.json.decode(line[6:]) for line in lines if line.startswith("data: "))
    assert next(news)["changed"] == []
    stage.publish({"a.html": b"2", "b.html": b"2", "a.css": b"2"})
    told = next(news)
    assert told["changed"] == ["a.css", "a.html"]
    # As a browser does that was cut off.
    stage.publish({"a.html": b"3"})
    again = streamed(stage, f"/_briefgen/events?epoch={epoch}&page=a.html", Last_Event_ID=told["epoch"])
    assert next(msgspec.json.decode(line[6:]) for line in again if line.startswith("data: "))["changed"] == ["a.html"]
    asked = msgspec.json.decode(stage.get(f"/_briefgen/news?epoch={epoch}&page=b.html")[2])
    assert asked["changed"] == ["a.css", "b.html"]
    stage.stop()


def test_a_stream_ends_when_its_listener_is_gone_and_when_the_server_stops(tmp_path: Path) -> None:
    stage = Stage({"a.html": b"1"}, tmp_path)
    lines = streamed(stage, "/_briefgen/events")
    assert "200" in next(lines)
    until(lambda: stage.server.server_state.tasks)
    lines.close()  # type: ignore[attr-defined]
    until(lambda: not stage.server.server_state.tasks, "the stream to end")
    left = streamed(stage, "/_briefgen/events")
    assert "200" in next(left)
    stage.stop()
    assert list(left)[-1] == ""
