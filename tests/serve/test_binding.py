from __future__ import annotations

import socket

import pytest

from briefgen.diagnostic import BriefgenError
from briefgen.serve import binding
from briefgen.serve.binding import Names, listen, url


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
