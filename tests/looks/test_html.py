"""Every page of the rich site is valid HTML, says html-validate."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.showcase import Showcase

HERE = Path(__file__).parent.parent / "html"
PROGRAM = HERE / "node_modules" / "html-validate" / "bin" / "html-validate.mjs"

pytestmark = [
    pytest.mark.model,
    # Where it must be there, its absence is a failure and not a skip.
    pytest.mark.skipif(
        not (shutil.which("node") and PROGRAM.exists()) and os.environ.get("BRIEFGEN_NODE") != "required",
        reason="needs Node.js and `npm ci --prefix tests/html`",
    ),
]


def faults(folder: Path, report: Path) -> list[str]:
    """What html-validate finds on the pages below a folder; it writes into a file, as it ends before a pipe has all."""
    command = ["node", str(PROGRAM), "--config", str(HERE / "html-validate.json"), "--formatter", "json", "**/*.html"]
    with report.open("wb") as file:
        ran = subprocess.run(command, cwd=folder, stdout=file, stderr=subprocess.PIPE, check=False)
    assert ran.returncode in (0, 1), ran.stderr.decode()
    return [
        f"{Path(page['filePath']).relative_to(folder.resolve())}:{one['line']}: {one['ruleId']}: {one['message']}"
        for page in json.loads(report.read_bytes() or b"[]")
        for one in page["messages"]
    ]


def test_every_page_is_valid(showcase: Showcase, tmp_path: Path) -> None:
    # Beside the pages a wrong one: that it is found shows that they have all been looked at.
    site = tmp_path / "site"
    shutil.copytree(showcase.folder, site)
    (site / "wrong.html").write_text("<!doctype html><html><body><p><div id=a></div><div id=a></p></body></html>")
    found = faults(site, tmp_path / "report.json")
    assert [one for one in found if one.startswith("wrong.html")]
    assert not (others := [one for one in found if not one.startswith("wrong.html")]), "\n".join(others)
