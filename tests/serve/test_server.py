from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from briefgen.annotate import nlp
from briefgen.serve.overlay import Problem
from briefgen.serve.reload import Edition
from briefgen.serve.server import injected, media_type, waiting
from tests.conftest import write_files
from tests.serve.conftest import FILES, Served, until

FRENCH = "---\ntitle: Les marées\nlang: fr\n---\n\nLa digue tient.\n"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One server for all that only read."""
    root = tmp_path_factory.mktemp("site")
    texts = {place: FRENCH for place in FILES if place.endswith(".md") and "index" not in place}
    outside = root.parent / "secret.txt"
    outside.write_text("secret", encoding="utf-8")
    write_files(root, {**FILES, **texts, "content/velmora/plain.html": "<!doctype html><p>static</p></body>",
                       "content/deep/er/a.md": FRENCH, ".briefgen/hidden.txt": "secret"})  # fmt: skip
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(nlp, "version", lambda model="": ("en", "none"))
        served = Served(root)
        served.start()
        until(served.rebuilt, "the first build")
        yield served
        served.stop()


def raw(site: Served, request: bytes) -> tuple[int, str]:
    """(status, everything) of a request as no client library would send it."""
    host, port = site.netloc.split(":")
    with socket.create_connection((host, int(port)), timeout=10) as connection:
        connection.sendall(request)
        connection.shutdown(socket.SHUT_WR)
        answer = b""
        while piece := connection.recv(65536):
            answer += piece
    return int(answer.split(b" ", 2)[1]), answer.decode("utf-8", errors="replace")


def test_the_front_page_is_index_html(site: Served) -> None:
    assert site.get("/").status_code == 200
    assert site.get("/").text == site.get("/index.html").text
    assert "Tides" in site.get("/").text


def test_a_folder_shows_its_index_page(site: Served) -> None:
    assert site.get("/velmora/").text.count("The dyke of Velmora") > 0
    assert site.get("/velmora/").content == site.get("/velmora/index.html").content


def test_a_folder_without_its_slash_is_redirected_relatively_and_keeps_the_query(site: Served) -> None:
    answer = site.get("/velmora?show=quotes")
    assert (answer.status_code, answer.headers["location"]) == (307, "velmora/?show=quotes")
    assert site.client.get("/deep/er", follow_redirects=True).url.path == "/deep/er/"


def test_what_is_not_there_is_the_sites_404_page_with_links_that_work_at_any_depth(site: Served) -> None:
    answer = site.get("/velmora/no/such")
    assert answer.status_code == 404
    assert "There is no page here" in answer.text
    assert '<base href="../../404.html">' in answer.text
    assert 'href="./assets/style.css"' in answer.text
    assert '="https://example.org' not in answer.text


def test_a_page_gets_one_script_on_the_way_and_its_bytes_stay_as_they_were_built(site: Served) -> None:
    built = site.preview._live.edition.site["velmora/dyke.html"]
    sent = site.get("/velmora/dyke.html").text
    assert isinstance(built, bytes)
    assert b"_briefgen" not in built
    before, _, after = sent.partition('<script src="../_briefgen/client.js" data-epoch=')
    assert before + after.partition("</script>\n")[2] == built.decode()


def test_a_tag_goes_before_the_last_end_of_a_body_or_to_the_end() -> None:
    assert injected(b"a</body>b</body>c", b"T") == b"a</body>bT</body>c"
    assert injected(b"abc", b"T") == b"abcT"


def test_a_static_page_is_served_and_reloaded_too_but_runs_no_inline_script(site: Served) -> None:
    answer = site.get("/velmora/plain.html")
    assert "<p>static</p><script src=" in answer.text
    assert "script-src 'self';" in answer.headers["content-security-policy"]


def test_every_answer_keeps_to_its_own_origin(site: Served) -> None:
    for path in ("/", "/nothing", "/velmora/map.svg", "/_briefgen/client.js", "/velmora"):
        headers = site.get(path).headers
        policy = headers["content-security-policy"]
        assert policy.startswith("default-src 'self';"), path
        assert "http" not in policy
        assert "*" not in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cross-origin-resource-policy"] == "same-origin"
        assert not [name for name in headers if name.startswith("access-control")]


@pytest.mark.parametrize(
    ("path", "type"),
    [
        ("/", "text/html; charset=utf-8"),
        ("/assets/style.css", "text/css; charset=utf-8"),
        ("/assets/briefgen.js", "text/javascript; charset=utf-8"),
        ("/velmora/dyke.json", "application/json"),
        ("/feed.xml", "application/xml; charset=utf-8"),
        ("/velmora/map.svg", "image/svg+xml"),
        ("/velmora/photo.jpg", "image/jpeg"),
        ("/velmora/tides.csv", "text/csv; charset=utf-8"),
    ],
)
def test_each_kind_of_file_has_its_type(site: Served, path: str, type: str) -> None:
    answer = site.get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (200, type)


@pytest.mark.parametrize(
    ("address", "type"),
    [("a.b/c", "application/octet-stream"), ("a.tar.gz", "application/octet-stream"), ("a.PNG", "image/png"),
     ("a.woff2", "font/woff2"), ("robots.txt", "text/plain; charset=utf-8")],
)  # fmt: skip
def test_a_type_does_not_depend_on_the_machine(address: str, type: str) -> None:
    assert media_type(address) == type


@pytest.mark.parametrize("path", ["/", "/velmora/photo.jpg", "/nothing", "/_briefgen/client.js", "/_briefgen/events"])
def test_head_is_get_without_a_body(site: Served, path: str) -> None:
    head = site.client.head(path)
    assert head.content == b""
    if path != "/_briefgen/events":
        get = site.get(path)
        assert head.status_code == get.status_code
        assert {**head.headers, "date": ""} == {**get.headers, "date": ""}


def test_a_range_of_a_file_can_be_asked_for(site: Served) -> None:
    answer = site.get("/velmora/photo.jpg", Range="bytes=10-19")
    assert answer.status_code == 206
    assert answer.content == bytes(range(10, 20))
    assert answer.headers["content-range"] == "bytes 10-19/1024"
    assert site.get("/velmora/photo.jpg", Range="bytes=9999-").status_code == 416


def test_a_page_that_the_browser_has_is_not_sent_again(site: Served) -> None:
    first = site.get("/velmora/")
    assert first.headers["cache-control"] == "no-cache"
    again = site.get("/velmora/", **{"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("name", ["evil.example", "evil.example:{port}", "127.0.0.1:1", "127.0.0.1", "localhost.:{port}",
                                  "", "127.0.0.1:{port}@evil.example", "192.0.2.7:{port}"])  # fmt: skip
def test_another_name_is_refused(site: Served, name: str) -> None:
    host = name.format(port=site.netloc.split(":")[1])
    status, answer = raw(site, f"GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())
    assert status == 403
    assert "Tides" not in answer


@pytest.mark.parametrize("name", ["localhost:{port}", "LOCALHOST:{port}", "[::1]:{port}", "127.0.0.1:{port}"])
def test_the_names_of_this_machine_are_answered_to(site: Served, name: str) -> None:
    host = name.format(port=site.netloc.split(":")[1])
    assert site.get("/", Host=host).status_code == 200


def test_a_request_without_a_name_is_refused(site: Served) -> None:
    assert raw(site, b"GET / HTTP/1.0\r\n\r\n")[0] == 403


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "https://{netloc}", "http://127.0.0.1:1", "{netloc}"]
)
def test_another_origin_is_refused(site: Served, origin: str) -> None:
    assert site.get("/", Origin=origin.format(netloc=site.netloc)).status_code == 403
    assert site.get("/_briefgen/events", Origin=origin.format(netloc=site.netloc)).status_code == 403


def test_the_own_origin_is_answered_without_opening_it_to_others(site: Served) -> None:
    answer = site.get("/", Origin=f"http://{site.netloc}")
    assert answer.status_code == 200
    assert "access-control-allow-origin" not in answer.headers


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH"])
def test_the_preview_can_only_be_read(site: Served, method: str) -> None:
    answer = site.client.request(method, "/")
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD")


@pytest.mark.parametrize(
    "path",
    [
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/%2e%2e%2fsecret.txt",
        "/%252e%252e/secret.txt",
        "/..%5csecret.txt",
        "/..\\secret.txt",
        "/velmora/../../secret.txt",
        "/velmora/%2e%2e/%2e%2e/secret.txt",
        "/%00",
        "/index.html%00.css",
        "//etc/passwd",
        "/%2fetc/passwd",
        "/etc/passwd",
        "/.briefgen/hidden.txt",
        "/briefgen.toml",
        "/content/velmora/dyke.md",
        "/velmora/dyke.md",
        "/%ff%fe",
        "/_briefgen/../briefgen.toml",
        "/_briefgen/server.py",
        "/./index.html",
        "//velmora",
    ],
)
def test_no_path_leads_to_what_is_not_of_the_site(site: Served, path: str) -> None:
    status, answer = raw(site, f"GET {path} HTTP/1.1\r\nHost: {site.netloc}\r\nConnection: close\r\n\r\n".encode())
    assert status in (400, 404)
    assert "secret" not in answer.split("\r\n\r\n", 1)[-1].replace("secret.txt", "")
    assert "root:" not in answer
    assert "location" not in answer.lower().split("\r\n\r\n")[0]


def test_an_absolute_target_leads_nowhere(site: Served) -> None:
    request = f"GET http://{site.netloc}/index.html HTTP/1.1\r\nHost: {site.netloc}\r\nConnection: close\r\n\r\n"
    assert raw(site, request.encode())[0] == 404


def test_a_file_that_is_gone_is_not_found(serve: object, tmp_path: Path) -> None:
    served = serve({"content/velmora/gone.png": b"png"})
    served.preview._changes.put(False)  # the preview learns of no change any more
    assert served.get("/velmora/gone.png").status_code == 200
    (served.root / "content/velmora/gone.png").unlink()
    assert served.get("/velmora/gone.png").status_code == 404
    (tmp_path / "outside.png").write_bytes(b"outside")
    (served.root / "content/velmora/gone.png").symlink_to(tmp_path / "outside.png")
    assert served.get("/velmora/gone.png").status_code == 404


def test_before_the_first_build_a_page_waits_and_asks_again() -> None:
    page = waiting(Edition(), "annotating, 3 of <12>", b"TAG").decode()
    assert '<meta http-equiv="refresh" content="1">' in page
    assert "annotating, 3 of &lt;12&gt;" in page
    assert "TAG</body>" in page


def test_a_first_build_that_failed_is_said_with_everything_escaped() -> None:
    problem = Problem(path="<i>", line=3, column=0, severity="error", message="<script>x</script>", hint="", excerpt=())
    page = waiting(Edition(number=1, problems=(problem,), failed=True), "", b"").decode()
    assert "http-equiv" not in page
    assert "&lt;i&gt;:3" in page
    assert "<script>" not in page
