"""docs/templates.md says what templates see: its second half is made from briefgen/views and the templates.

After a change of either: `python -m tests.test_template_docs`.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from briefgen.build import build, gather
from briefgen.memo import Memo
from tests.builds import flat
from tests.conftest import Maker

ROOT = Path(__file__).parent.parent
DOCUMENT = ROOT / "docs" / "templates.md"
MARK = "<!-- What follows is made by `python -m tests.test_template_docs`; write above it. -->\n"


VIEWS = ROOT / "briefgen" / "views"
MODULES = (
    "frame",
    "home",
    "overview",
    "booklet",
    "reading",
    "excerpt",
    "people",
    "lists",
    "search",
    "feeds",
    "parts",
    "charts",
)
"""In the order in which the document tells of them."""


def classes() -> dict[str, ast.ClassDef]:
    """The classes of briefgen/views by name, in order."""
    trees = [ast.parse((VIEWS / f"{module}.py").read_text(encoding="utf-8")) for module in MODULES]
    return {node.name: node for tree in trees for node in tree.body if isinstance(node, ast.ClassDef)}


def fields(node: ast.ClassDef) -> list[tuple[str, str, str]]:
    """(name, type, what is said of it) of each field."""
    found: list[tuple[str, str, str]] = []
    for statement in node.body:
        if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
            found.append((statement.target.id, ast.unparse(statement.annotation), ""))
        elif isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant) and found:
            name, type, _ = found[-1]
            found[-1] = name, type, " ".join(str(statement.value.value).split())
    return found


def table(node: ast.ClassDef, known: dict[str, ast.ClassDef]) -> str:
    """A class as a table of its fields."""
    rows = ["| name | type | |", "|---|---|---|"]
    for name, type, said in fields(node):
        linked = re.sub(r"[A-Za-z]+", lambda m: f"[{m[0]}](#{m[0].lower()})" if m[0] in known else m[0], type)
        linked = linked.replace(" | ", " or ").replace(", ...]", ", …]")
        rows.append(f"| `{name}` | {linked} | {said.replace('|', '&#124;')} |")
    base = [ast.unparse(one) for one in node.bases if ast.unparse(one) in known]
    also = f"All of [{base[0]}](#{base[0].lower()}), and:\n\n" if base else ""
    return also + "\n".join(rows)


def blocks(template: str) -> str:
    """The blocks that a template names."""
    text = (ROOT / "templates" / template).read_text(encoding="utf-8")
    names = list(dict.fromkeys(re.findall(r"\{%-? block (\w+)", text)))
    return f"Blocks: {', '.join(f'`{name}`' for name in names)}.\n\n" if names else ""


def made() -> str:
    """The half of the document that is made."""
    known = classes()
    pages: list[str] = []
    parts: list[str] = []
    for name, node in known.items():
        said = " ".join((ast.get_docstring(node) or "").split())
        template = re.match(r"[\w.]+\.(?:html|xml)", said)
        if name in ("SiteView", "Frame"):
            continue
        if template:
            pages.append(
                f'### `{template[0]}`\n\n<a id="{name.lower()}"></a>`view` is {name}{said[template.end() :]}\n\n{blocks(template[0])}{table(node, known)}\n'
            )
        else:
            parts.append(f"### {name}\n\n{said}\n\n{table(node, known)}\n")
    shared = [
        f"### `{name}`\n\n<a id=\"{of.lower()}\"></a>{' '.join((ast.get_docstring(known[of]) or '').split())}\n\n{table(known[of], known)}\n"
        for name, of in (("site", "SiteView"), ("page", "Frame"))
    ]  # fmt: skip
    return "\n".join(
        [MARK, "## What every template sees\n", f"`base.html`, which all pages extend, has these. {blocks('base.html').strip()}\n", *shared,
         "## What each page's template sees\n", *pages, "## What those are made of\n", *parts]
    )  # fmt: skip


def examples(language: str) -> list[str]:
    """The pieces of code in the part that is written by hand."""
    head = DOCUMENT.read_text(encoding="utf-8").split(MARK)[0]
    return re.findall(rf"```{language}\n(.*?)```", head, re.DOTALL)


def test_the_document_says_what_templates_see() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    assert MARK in text
    assert text[text.index(MARK) :] == made()


def test_the_document_tells_of_every_module() -> None:
    assert {*MODULES, "__init__"} == {path.stem for path in VIEWS.glob("*.py")}


def test_every_view_of_a_page_names_a_template_that_there_is() -> None:
    named = re.findall(r"^### `([\w.]+)`$", made(), re.MULTILINE)
    assert {"home.html", "article.html", "booklet.html", "excerpt.html"} <= set(named)
    for template in set(named) - {"site", "page"}:
        assert (ROOT / "templates" / template).is_file(), template


def test_every_link_in_it_leads_to_a_part_of_it() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    targets = set(re.findall(r'<a id="([^"]+)">', text))
    targets |= {
        re.sub(r"[^\w\s-]", "", title).strip().lower().replace(" ", "-")
        for title in re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    }
    assert set(re.findall(r"\]\(#([^)]+)\)", text)) <= targets


@pytest.mark.usefixtures("pattern_model")
def test_the_examples_work(make_project: Maker) -> None:
    block, other = examples("jinja")
    (settings,) = examples("toml")
    files: dict[str, str | bytes] = {
        "content/s/dam.md": "---\nsource: Ledger\ndate: 2025-03-04\n---\nAna Brel fled.\n",
        "content/crest.svg": "<svg/>",
        "templates/article.html": block,
        "templates/base.html": other,
        "briefgen.toml": settings,
    }
    built = build(gather(make_project(files)), Memo())
    assert [str(one) for one in built.outcome.diagnostics] == []
    page = flat(built)["s/dam.html"].decode()
    assert "Ask our newsroom" in page
    assert "Our newsroom, 2025" in page
    assert "--accent:#1d4f7a" in page
    assert 'src="../crest.svg"' in page
    assert "Stand: 4. März 2025" in page


def rewrite() -> None:
    """Make the second half of the document anew."""
    head = DOCUMENT.read_text(encoding="utf-8").split(MARK)[0]
    DOCUMENT.write_text(head + made(), encoding="utf-8")


if __name__ == "__main__":
    rewrite()
