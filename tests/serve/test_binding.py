from __future__ import annotations

import socket
from pathlib import Path

import pytest

from briefgen.diagnostic import BriefgenError
from briefgen.serve import binding
from briefgen.serve.binding import Names, container_hint, listen, url


@pytest.fixture
def taken() -> object:
    """A port that something else listens on."""
    with listen("127.0.0.1", 0) as other:
        yield other.getsockname()[1]


def test_a_port_that_is_asked_for_and_busy_is_a_mistake_of_the_call_that_names_it(taken: int) -> None:
    with pytest.raises(BriefgenError) as caught:
        listen("127.0.0.1", taken)
    assert caught.value.usage
    assert f"port {taken} is in use" in str(caught.value)


def test_without_a_port_the_next_free_one_is_taken(taken: int, monkeypatch: pytest.MonkeyPatch) -> None:
    with listen("127.0.0.1", 0) as later:
        free = later.getsockname()[1]
    monkeypatch.setattr(binding, "PORTS", [taken, taken, free])
    with listen("127.0.0.1", None) as listener:
        assert listener.getsockname()[1] == free


def test_ports_are_tried_from_8000_to_8020() -> None:
    assert (binding.PORTS[0], binding.PORTS[-1]) == (8000, 8020)


def test_when_all_ports_are_busy_they_are_named(taken: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(binding, "PORTS", range(taken, taken + 1))
    with pytest.raises(BriefgenError, match=f"{taken} to {taken} are all in use") as caught:
        listen("127.0.0.1", None)
    assert caught.value.usage


@pytest.mark.parametrize(("host", "port"), [("192.0.2.1", 0), ("127.0.0.1", 99999), ("no.such.host.invalid", 0)])
def test_a_place_that_is_not_of_this_machine_is_a_mistake_of_the_call(host: str, port: int) -> None:
    with pytest.raises(BriefgenError) as caught:
        listen(host, port)
    assert caught.value.usage
    assert caught.value.diagnostics[0].hint


def test_connections_are_accepted_before_anything_is_served() -> None:
    with listen("127.0.0.1", 0) as listener, socket.create_connection(listener.getsockname(), timeout=5):
        pass


@pytest.mark.parametrize(("host", "shown"), [("127.0.0.1", "127.0.0.1"), ("0.0.0.0", "127.0.0.1"), ("box", "box")])
def test_the_address_to_open_is_one_that_this_machine_can_open(host: str, shown: str) -> None:
    with listen("127.0.0.1", 0) as listener:
        assert url(listener, host) == f"http://{shown}:{listener.getsockname()[1]}/"


def test_the_host_given_is_a_name_and_the_port_must_be_right() -> None:
    names = Names("Press-Box", 8000)
    assert "press-box:8000" in names
    assert "PRESS-BOX:8000" in names
    assert "press-box:8001" not in names
    assert "press-box" not in names
    assert None not in names


def test_the_standard_port_may_be_left_out() -> None:
    assert "localhost" in Names("127.0.0.1", 80)


def test_on_all_addresses_any_address_is_a_name_but_no_other_name_is() -> None:
    names = Names("0.0.0.0", 8000)
    assert "192.0.2.7:8000" in names
    assert "[2001:db8::1]:8000" in names
    assert "192.0.2.7:8001" not in names
    assert "192.0.2.7" not in names
    assert "evil.example:8000" not in names
    assert "1.2.3.4.evil.example:8000" not in names
    assert "192.0.2.7:8000" not in Names("127.0.0.1", 8000)


def test_every_address_of_both_kinds_is_listened_on_for_two_colons() -> None:
    if not socket.has_ipv6:
        pytest.skip("there is no IPv6 here")
    try:
        listener = listen("::", 0)
    except BriefgenError:
        pytest.skip("there is no IPv6 here")
    with listener, socket.create_connection(("127.0.0.1", listener.getsockname()[1]), timeout=5):
        assert url(listener, "::") == f"http://[::1]:{listener.getsockname()[1]}/"


def test_every_address_is_listened_on_for_none() -> None:
    with listen("", 0) as listener:
        assert listener.getsockname()[0] == "0.0.0.0"


def test_localhost_is_the_address_that_all_programs_know() -> None:
    with listen("localhost", 0) as listener:
        assert listener.getsockname()[0] == "127.0.0.1"


def test_a_port_whose_connections_have_just_ended_is_free() -> None:
    with listen("127.0.0.1", 0) as listener:
        port = listener.getsockname()[1]
        with socket.create_connection(("127.0.0.1", port), timeout=5) as caller:
            served, _ = listener.accept()
            served.close()
            caller.recv(1)
    with listen("127.0.0.1", port):
        pass


def test_whether_something_answers_at_a_port_is_known(taken: int) -> None:
    assert binding._answers(socket.AF_INET, ("127.0.0.1", taken))
    with listen("127.0.0.1", 0) as later:
        free = later.getsockname()[1]
    assert not binding._answers(socket.AF_INET, ("127.0.0.1", free))


def test_names_of_a_proxy_are_allowed_with_any_port_or_with_one() -> None:
    names = Names("127.0.0.1", 8000, ["Preview.Example.org", "desk:8443", "2001:db8::7"])
    for name in ("preview.example.org", "PREVIEW.example.org:443", "desk:8443", "[2001:db8::7]:8000", "localhost:8000"):
        assert name in names, name
    for name in ("desk", "desk:80", "a.preview.example.org", "preview.example.org.evil.example", "evil.example", "2001:db8::7",
                 "preview.example.org:", "preview.example.org:x", "preview.example.org:443:443"):  # fmt: skip
        assert name not in names, name


def test_names_below_one_are_allowed_by_a_leading_dot() -> None:
    names = Names("127.0.0.1", 8000, [".preview.example.dev"])
    for name in ("a.preview.example.dev", "a-8000.preview.example.dev:443", "a.b.preview.example.dev"):
        assert name in names, name
    for name in ("preview.example.dev", ".preview.example.dev", "evilpreview.example.dev", "a.preview.example.dev.evil.example",
                 "evil.example/.preview.example.dev", "a@b.preview.example.dev", "a..preview.example.dev"):  # fmt: skip
        assert name not in names, name


@pytest.mark.parametrize(
    "name", ["*", "*.example.org", ".dev", ".", "", "http://example.org", "a b", ".a.example:80", "a/b"]
)
def test_names_that_allow_too_much_or_are_none_are_refused(name: str) -> None:
    with pytest.raises(BriefgenError) as caught:
        Names("127.0.0.1", 8000, [name])
    assert caught.value.usage
    assert "--allow-host" in caught.value.diagnostics[0].hint


@pytest.mark.parametrize("place", [".dockerenv", "run/.containerenv", "proc/1/cgroup"])
def test_in_a_container_it_is_said_how_to_be_reached(tmp_path: Path, place: str) -> None:
    assert container_hint("127.0.0.1", {}, tmp_path) == ""
    (tmp_path / place).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / place).write_text("0::/kubepods/besteffort/pod1\n", encoding="utf-8")
    for host in ("127.0.0.1", "localhost", "::1"):
        assert "--host 0.0.0.0" in container_hint(host, {}, tmp_path)
    assert container_hint("0.0.0.0", {}, tmp_path) == ""
    assert container_hint("127.0.0.1", {"CODESPACES": "true"}, tmp_path) == ""


def test_an_ordinary_machine_is_no_container(tmp_path: Path) -> None:
    (tmp_path / "proc/1").mkdir(parents=True)
    (tmp_path / "proc/1/cgroup").write_text("0::/init.scope\n", encoding="utf-8")
    assert container_hint("127.0.0.1", {}, tmp_path) == ""
    assert container_hint("127.0.0.1", {"container": "podman"}, tmp_path)
