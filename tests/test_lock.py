"""The lock: one at a time, whoever ends how, and never in the way without reason."""

from __future__ import annotations

import errno
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import msgspec
import pytest

from briefgen import lock
from briefgen.diagnostic import BriefgenError
from briefgen.lock import Holder, held
from tests.obstacles import unwritable

if sys.platform == "win32":
    pytest.skip("signals are others there", allow_module_level=True)

ROOT = Path(__file__).parent.parent

HOLD = """
import sys
from pathlib import Path
from briefgen.diagnostic import BriefgenError
from briefgen.lock import held

for line in sys.stdin:
    try:
        with held(Path(sys.argv[1]), patience=float(line)):
            print("held", flush=True)
            next(sys.stdin)
    except BriefgenError as error:
        print(error, flush=True)
    else:
        print("let go", flush=True)
"""
"""Takes the lock when told how long to wait for it, lets go at the next line, says what happened."""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    (tmp_path / "project").mkdir()
    return tmp_path / "project" / ".briefgen" / "build.lock"


@contextmanager
def other(path: Path, code: str = HOLD) -> Iterator[subprocess.Popen[str]]:
    """Another process; it is gone afterwards."""
    process = subprocess.Popen(
        [sys.executable, "-c", code, str(path)], cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def ask(process: subprocess.Popen[str], line: str = "0") -> str:
    tell(process, line)
    return said(process)


def tell(process: subprocess.Popen[str], line: str) -> None:
    assert process.stdin
    process.stdin.write(f"{line}\n")
    process.stdin.flush()


def said(process: subprocess.Popen[str]) -> str:
    assert process.stdout
    return process.stdout.readline().strip()


def is_free(path: Path) -> bool:
    """Whether the lock can be had at once, with nothing to say about it and nothing left of it."""
    try:
        with held(path) as notices:
            assert notices == ()
    except BriefgenError:
        return False
    assert not path.exists()
    return True


def is_refused(path: Path) -> str:
    """Why the lock cannot be had."""
    with pytest.raises(BriefgenError) as caught, held(path):
        pass
    assert not caught.value.usage
    return str(caught.value)


# ---------------------------------------------------------------- one at a time


def test_nothing_is_left_of_a_lock(path: Path) -> None:
    with held(path) as notices:
        assert notices == ()
        assert path.is_file()
    assert not path.parent.exists()


def test_the_files_of_others_stay(path: Path) -> None:
    path.parent.mkdir()
    (path.parent / "memo.sqlite").write_bytes(b"kept")
    with held(path):
        pass
    assert [file.name for file in path.parent.iterdir()] == ["memo.sqlite"]


def test_the_second_is_told_who_the_first_is(path: Path) -> None:
    with other(path) as first:
        assert ask(first) == "held"
        assert re.fullmatch(
            rf"another build of this project is running \(process {first.pid}, since \d{{4}}-\d\d-\d\d \d\d:\d\d\);"
            r" wait for it, or end it",
            is_refused(path),
        )
        assert ask(first, "") == "let go"
        assert is_free(path)


def test_the_command_that_is_running_is_named(path: Path) -> None:
    with held(path, "clean"):
        assert "another clean of this project is running" in is_refused(path)


def test_two_in_one_process_exclude_each_other(path: Path) -> None:
    with held(path):
        assert f"(process {os.getpid()}, " in is_refused(path)
    assert is_free(path)


def test_a_failure_lets_go(path: Path) -> None:
    with pytest.raises(ZeroDivisionError), held(path):
        raise ZeroDivisionError
    assert is_free(path)


def test_of_two_at_the_same_moment_one_works_and_the_other_is_told_so(path: Path) -> None:
    winners = set()
    with other(path) as one, other(path) as two:
        for _ in range(50):
            tell(one, "0")
            tell(two, "0")
            answers = {process: said(process) for process in (one, two)}
            (winner,) = (process for process, answer in answers.items() if answer == "held")
            (refused,) = (answer for answer in answers.values() if answer != "held")
            assert f"(process {winner.pid}, " in refused
            assert ask(winner, "") == "let go"
            winners.add(winner.pid)
    assert winners <= {one.pid, two.pid}
    assert is_free(path)


CROWD = """
import os, sys
from pathlib import Path
from briefgen.lock import held

path = Path(sys.argv[1])
inside = path.parent.parent / "inside"
for _ in range(150):
    with held(path, patience=60) as notices:
        assert notices == ()
        os.close(os.open(inside, os.O_CREAT | os.O_EXCL))  # fails when another is inside
        inside.unlink()
print("all alone", flush=True)
"""


def test_a_crowd_that_takes_turns_never_meets_inside(path: Path) -> None:
    with other(path, CROWD) as one, other(path, CROWD) as two, other(path, CROWD) as three:
        assert [said(process) for process in (one, two, three)] == ["all alone"] * 3


def test_who_opens_the_file_and_locks_it_after_it_was_removed_does_not_get_in(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = lock._try
    with other(path) as first, other(path) as second:
        assert ask(first) == "held"

        def late(descriptor: int) -> bool:
            if first.poll() is None:
                ask(first, "")
                first.kill()
                first.wait()
                assert ask(second) == "held"
                locked = real(descriptor)
                assert locked  # the file that the first one removed
                return locked
            return real(descriptor)

        monkeypatch.setattr(lock, "_try", late)
        assert f"(process {second.pid}, " in is_refused(path)


def test_a_lock_that_was_removed_by_hand_and_taken_by_another_is_not_theirs_to_remove(path: Path) -> None:
    with held(path):
        path.unlink()
        with other(path) as second:
            assert ask(second) == "held"
            with pytest.raises(BriefgenError), held(path):
                pass
            content = path.read_bytes()
            assert str(second.pid).encode() in content
    assert path.read_bytes() == content


# ---------------------------------------------------------------- waiting


def test_the_patient_get_their_turn(path: Path) -> None:
    with other(path) as first, other(path) as second:
        assert ask(first) == "held"
        tell(second, "60")
        answers: list[str] = []
        waiting = Thread(target=lambda: answers.append(said(second)))
        waiting.start()
        waiting.join(0.2)
        assert answers == []
        assert ask(first, "") == "let go"
        waiting.join()
        assert answers == ["held"]
        assert f"(process {second.pid}, " in is_refused(path)


def test_patience_ends(path: Path) -> None:
    with other(path) as first:
        assert ask(first) == "held"
        with pytest.raises(BriefgenError, match=f"process {first.pid}"), held(path, patience=0.1):
            pass


# ---------------------------------------------------------------- holders that end badly


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_a_holder_that_dies_blocks_nobody(path: Path, number: signal.Signals) -> None:
    with other(path) as first:
        assert ask(first) == "held"
        first.send_signal(number)
        first.wait()
        if number == signal.SIGKILL:
            assert path.is_file()
        assert is_free(path)


def test_a_holder_that_is_stopped_still_holds(path: Path) -> None:
    with other(path) as first:
        assert ask(first) == "held"
        first.send_signal(signal.SIGSTOP)
        assert f"(process {first.pid}, " in is_refused(path)
        first.send_signal(signal.SIGCONT)
        assert ask(first, "") == "let go"
        assert is_free(path)


def test_a_process_number_that_has_another_owner_now_blocks_nobody(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(msgspec.json.encode(Holder(command="build", process=os.getppid(), host=lock._here())))
    assert is_free(path)


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff\0", b'{"process": "x"}', b'{"' + b"x" * 5000])
def test_a_file_that_says_nothing_blocks_nobody(path: Path, content: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    with held(path) as notices:
        assert notices == ()
        assert f"(process {os.getpid()}, " in is_refused(path)
    assert not path.exists()


def test_a_holder_who_cannot_say_who_it_is_holds_all_the_same(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(descriptor: int, content: bytes) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "write", full)
    with held(path):
        assert is_refused(path) == "another build of this project is running; wait for it, or end it"
    assert is_free(path)


# ---------------------------------------------------------------- children

CHILD = """
import subprocess, sys
from pathlib import Path
from briefgen.lock import held

with held(Path(sys.argv[1])):
    wait = [sys.executable, "-c", "import sys; sys.stdin.read()"]
    child = subprocess.Popen(wait, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, close_fds=False)
    print(child.pid, flush=True)
    next(sys.stdin)
"""


def test_a_child_that_outlives_the_holder_does_not_hold(path: Path) -> None:
    with other(path, CHILD) as first:
        child = int(said(first))
        try:
            os.kill(child, signal.SIGSTOP)  # it would end with its standard input
            assert not is_free(path)
            first.kill()
            first.wait()
            os.kill(child, 0)
            assert is_free(path)
        finally:
            os.kill(child, signal.SIGKILL)


FORK = """
import os, signal, sys
from pathlib import Path
from briefgen.lock import held

with held(Path(sys.argv[1])):
    child = os.fork()
    if not child:
        signal.pause()
print(child, flush=True)
next(sys.stdin)
"""


def test_a_forked_child_does_not_hold_what_its_parent_let_go(path: Path) -> None:
    with other(path, FORK) as first:
        child = int(said(first))
        try:
            assert is_free(path)
        finally:
            os.kill(child, signal.SIGKILL)


# ---------------------------------------------------------------- other machines


def test_a_holder_on_another_machine_is_named_with_it(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with other(path) as first:
        assert ask(first) == "held"
        there = lock._here()
        monkeypatch.setattr(lock, "_here", lambda: "here")
        assert f"(process {first.pid} on {there}, since" in is_refused(path)


def test_a_build_on_another_machine_that_never_ended_is_said_once_and_blocks_nobody(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(msgspec.json.encode(Holder(command="build", process=7, host="elsewhere")))
    with held(path) as notices:
        (notice,) = notices
        assert notice.severity == "notice"
        assert str(notice).startswith(".briefgen/build.lock: a build on elsewhere (process 7) never said that it ended")
    assert is_free(path)


# ---------------------------------------------------------------- where there are no locks


def goes_on_without(path: Path) -> str:
    """What is said where no lock can be had."""
    with held(path) as (notice,), held(path):
        assert notice.severity == "notice"
    return str(notice)


def test_a_project_that_cannot_be_written_goes_on_without(path: Path) -> None:
    with unwritable(path.parent.parent):
        said = goes_on_without(path)
    assert said.startswith(".briefgen/build.lock: cannot be locked (")
    assert "two builds" in said
    assert not path.parent.exists()


def test_a_folder_that_cannot_be_written_goes_on_without(path: Path) -> None:
    path.parent.mkdir()
    with unwritable(path.parent):
        goes_on_without(path)
    assert list(path.parent.iterdir()) == []


@pytest.mark.parametrize("number", [errno.ENOLCK, errno.EOPNOTSUPP, errno.EINVAL, errno.ENOSYS, errno.EIO])
def test_a_file_system_without_locks_goes_on_without(path: Path, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    opened = len([*Path("/dev/fd").iterdir()])

    def without(descriptor: int, operation: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr("fcntl.flock", without)
    assert os.strerror(number) in goes_on_without(path)
    assert len([*Path("/dev/fd").iterdir()]) == opened


def test_a_link_in_its_place_is_not_followed(path: Path, tmp_path: Path) -> None:
    (tmp_path / "precious").write_bytes(b"theirs")
    path.parent.mkdir()
    path.symlink_to(tmp_path / "precious")
    goes_on_without(path)
    assert (tmp_path / "precious").read_bytes() == b"theirs"
    assert path.is_symlink()


def test_a_folder_in_its_place_or_a_file_in_place_of_its_folder_stays(path: Path) -> None:
    path.mkdir(parents=True)
    goes_on_without(path)
    path.rmdir()
    path.parent.rmdir()
    path.parent.write_bytes(b"theirs")
    goes_on_without(path)
    assert path.parent.read_bytes() == b"theirs"


def test_a_folder_that_is_a_link_to_nowhere_goes_on_without(path: Path, tmp_path: Path) -> None:
    path.parent.symlink_to(tmp_path / "nowhere")
    goes_on_without(path)
    assert not (tmp_path / "nowhere").exists()


def test_a_folder_that_is_a_link_stays(path: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    path.parent.symlink_to(tmp_path / "elsewhere")
    assert is_free(path)
    assert path.parent.is_dir()
