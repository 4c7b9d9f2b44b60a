"""The command line, called in this process."""

from __future__ import annotations

import io
import signal
import sys
from pathlib import Path

import pytest

from briefgen import cli
from tests.cli.calls import Command, Said


@pytest.fixture
def briefgen(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], tmp_path: Path, pattern_model: list[str]
) -> Command:
    """Call the command line in an empty folder, without a model."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.delenv("FORCE_COLOR", raising=False)

    def call(*arguments: str, stdin: bytes = b"") -> Said:
        monkeypatch.setattr(sys, "argv", ["briefgen", *arguments])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8"))
        before = signal.getsignal(signal.SIGTERM)
        try:
            with pytest.raises(SystemExit) as caught:
                cli.main()
        finally:
            # Or who ends the tests would only end the one that is running.
            signal.signal(signal.SIGTERM, before)
        sys.stdout.flush()
        said = capfd.readouterr()
        code = caught.value.code
        return Said(code if isinstance(code, int) else int(code is not None), said.out, said.err)

    return call
