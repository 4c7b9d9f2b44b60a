from __future__ import annotations

import msgspec
import pytest

from briefgen.diagnostic import BriefgenError, Diagnostic


@pytest.mark.parametrize(
    ("diagnostic", "shown"),
    [
        (
            Diagnostic(path="content/a.md", line=3, column=7, message="no date", hint="write one"),
            "content/a.md:3:7: no date; write one",
        ),
        (Diagnostic(path="content/a.md", line=3, message="no date"), "content/a.md:3: no date"),
        (Diagnostic(path="content/a.md", message="no date"), "content/a.md: no date"),
        (Diagnostic(path="", message="no project"), "no project"),
        (Diagnostic(path="", message="no project", hint="make one"), "no project; make one"),
    ],
)
def test_a_diagnostic_names_its_place_as_exactly_as_it_knows(diagnostic: Diagnostic, shown: str) -> None:
    assert str(diagnostic) == shown


def test_diagnostics_sort_by_place() -> None:
    places = [("b", 1, 1), ("a", 10, 1), ("a", 2, 5), ("a", 2, 1)]
    diagnostics = [Diagnostic(path=p, line=line, column=c, message="") for p, line, c in places]
    assert [(d.path, d.line, d.column) for d in sorted(diagnostics)] == [
        ("a", 2, 1), ("a", 2, 5), ("a", 10, 1), ("b", 1, 1),
    ]  # fmt: skip


def test_a_diagnostic_survives_being_stored() -> None:
    diagnostic = Diagnostic(path="a", line=1, column=2, severity="notice", message="m", hint="h")
    assert msgspec.json.decode(msgspec.json.encode(diagnostic), type=Diagnostic) == diagnostic


def test_an_error_holds_every_reason() -> None:
    error = BriefgenError(Diagnostic(path=name, message="bad") for name in ("a", "b"))
    assert str(error) == "a: bad\nb: bad"
    assert len(error.diagnostics) == 2
    assert not error.usage
    assert BriefgenError([], usage=True).usage
