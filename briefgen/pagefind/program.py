"""Talking to Pagefind's program.

Its Python package does so too, but takes a tenth of a second for each record, an hour for a thousand articles: it looks for one
answer at a time and rests in between. What is said is the same; the package finds the program.
"""

from __future__ import annotations

import base64
import subprocess
import threading
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import IO, Any

import msgspec

from briefgen.diagnostic import BriefgenError, Diagnostic
from briefgen.pagefind.records import Record

_A_READ = 1 << 20
_LAST = 0
"""Number of the message whose answer is the index; records are counted from 2."""


def bundled(records: Iterable[Record], language: str) -> dict[str, bytes]:
    """The bundle of an index of these records: content by path. Raises `BriefgenError` when the program fails."""
    from pagefind.service import get_executable

    program = get_executable()
    if program is None:
        raise _failure(
            "its program is not there", "install it again: pip install --force-reinstall 'briefgen[pagefind]'"
        )
    try:
        process = subprocess.Popen(
            [str(program), "--service"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
    except OSError as error:
        raise _failure(f"its program does not start ({error.strerror})", f"see that {program} may be run") from None
    assert process.stdin is not None
    assert process.stdout is not None
    # It answers while it is told: whoever only tells, or only listens, waits for ever.
    telling = threading.Thread(target=_tell, args=(process.stdin, _messages(records, language)), daemon=True)
    telling.start()
    try:
        return _listen(process.stdout)
    finally:
        process.kill()
        telling.join()
        # What a program that has ended was not told yet cannot be told any more.
        with suppress(OSError):
            process.stdin.close()
        process.stdout.close()
        process.wait()


def _messages(records: Iterable[Record], language: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """(number, message) of all that is told."""
    yield 1, {"type": "NewIndex", "config": {"force_language": language}}
    for number, record in enumerate(records, 2):
        told = msgspec.structs.asdict(record)
        yield number, {"type": "AddRecord", "index_id": 0, "language": language, **told}
    yield _LAST, {"type": "GetFiles", "index_id": 0}


def _tell(program: IO[bytes], messages: Iterator[tuple[int, dict[str, Any]]]) -> None:
    # One that has ended is noticed by whoever listens.
    with suppress(OSError):
        for number, message in messages:
            told = msgspec.json.encode({"message_id": number, "payload": message})
            program.write(base64.b64encode(told) + b",")
        program.flush()


def _listen(program: IO[bytes]) -> dict[str, bytes]:
    for answer in _answers(program):
        given = answer["payload"]
        if given["type"] == "Error":
            raise _failure(f"it says: {given.get('message', '')}")
        if answer.get("message_id") == _LAST and given["type"] == "GetFiles":
            return {file["path"]: base64.b64decode(file["content"]) for file in given["files"]}
    raise _failure("its program stopped before it had finished")


def _answers(program: IO[bytes]) -> Iterator[Any]:
    parts: list[bytes] = []
    while read := program.read1(_A_READ):  # type: ignore[attr-defined]
        *whole, rest = read.split(b",")
        for part in whole:
            yield msgspec.json.decode(base64.b64decode(b"".join((*parts, part))))
            parts.clear()
        parts.append(rest)


def _failure(message: str, hint: str = 'please report it; search = "builtin" needs no index') -> BriefgenError:
    return BriefgenError([Diagnostic(path="", message=f"Pagefind could not index the site: {message}", hint=hint)])
