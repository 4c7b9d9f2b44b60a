"""Which module may import which, and which may touch the world."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "briefgen"

LAYERS: tuple[tuple[str, ...], ...] = (
    (
        "",
        "span",
        "diagnostic",
        "memo",
        "keyed",
        "digests",
        "journal",
        "stages",
        "collecting",
        "interface",
        "contrast",
        "tomlkeys",
    ),
    ("reasons", "dateline", "cores", "lock", "source", "colours", "frontmatter", "plain"),
    ("project", "theme", "annotation", "markdown", "kept", "pagefind"),
    ("article",),
    ("annotate",),
    ("briefing",),
    ("views", "charts"),
    ("pages",),
    ("inputs", "render", "staging"),
    ("site", "intake"),
    ("desk",),
    ("outcome", "why"),
    ("printing", "indexing", "remembered"),
    ("build",),
    ("serve", "reading", "starter"),
    ("terminal",),
    ("cli",),
    ("__main__",),
)
"""The lines of the table in ARCHITECTURE.md, lowest first; a package stands for all of its modules."""

OWNERS = {
    "jinja2": ("render",),
    "markupsafe": ("render",),
    "markdown_it": ("markdown",),
    "mdit_py_plugins": ("markdown",),
    "spacy": ("annotate",),
    "thinc": ("annotate",),
    "onnxruntime": ("annotate",),
    "tokenizers": ("annotate",),
    "numpy": ("annotate",),
    "networkx": ("charts.springs",),
    "watchdog": ("serve",),
    "starlette": ("serve",),
    "uvicorn": ("serve",),
    "click": ("cli",),
    "rich": ("terminal",),
    "yaml": ("frontmatter",),
    "tomllib": ("project", "interface", "annotate"),
    "sqlite3": ("memo",),
    "pagefind": ("pagefind",),
}


@cache
def modules() -> tuple[Path, ...]:
    return tuple(p for p in sorted(PACKAGE.rglob("*.py")) if "model" not in p.relative_to(PACKAGE).parts)


def name_of(path: Path) -> str:
    """The dotted name without "briefgen."; a package is named by its folder."""
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


@cache
def imports(path: Path) -> tuple[str, ...]:
    """Every module that a file imports, in functions and for type checking too; ours begin with "briefgen:"."""
    return tuple(_imports(path))


def _imports(path: Path) -> Iterator[str]:
    known = {name_of(p) for p in modules()}
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: relative import"
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        else:
            continue
        for name in names:
            ours = name.removeprefix("briefgen").lstrip(".") if name.split(".")[0] == "briefgen" else None
            if ours is None:
                yield name
            else:
                while ours not in known:
                    ours = ours.rpartition(".")[0]
                yield f"briefgen:{ours}"


def layer(name: str) -> int:
    top = name.split(".")[0]
    return next(k for k, row in enumerate(LAYERS) if top in row)


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_a_file_imports_only_lower_layers(path: Path) -> None:
    own = name_of(path)
    for name in imports(path):
        if not name.startswith("briefgen:"):
            continue
        other = name.removeprefix("briefgen:")
        same_package = "." in own + "." and own.split(".")[0] == other.split(".")[0] and layer(own) == layer(other)
        assert layer(other) < layer(own) or (same_package and own.split(".")[0]), f"{own} imports {other}"


def test_every_module_has_a_layer_and_every_layer_a_module() -> None:
    tops = {name_of(path).split(".")[0] for path in modules()}
    assert tops == {name for row in LAYERS for name in row}


def test_no_two_modules_import_each_other() -> None:
    graph = {
        name_of(p): {n.removeprefix("briefgen:") for n in imports(p) if n.startswith("briefgen:")} - {name_of(p), ""}
        for p in modules()
    }
    done: set[str] = set()

    def visit(name: str, trail: tuple[str, ...]) -> None:
        assert name not in trail, " -> ".join((*trail, name))
        if name not in done:
            for other in sorted(graph[name]):
                # A package's __init__ gathers its modules; they know it only by its types.
                if not other.startswith(f"{name}.") and not name.startswith(f"{other}."):
                    visit(other, (*trail, name))
            done.add(name)

    for name in graph:
        visit(name, ())


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_a_library_has_one_owner(path: Path) -> None:
    own = name_of(path)
    for name in imports(path):
        owners = OWNERS.get(name.split(".")[0])
        assert owners is None or own in owners or own.split(".")[0] in owners, f"{own} imports {name}"


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_every_import_is_standard_declared_or_ours(path: Path) -> None:
    declared = {"backports", "click", "compression", "jinja2", "markupsafe", "markdown_it", "mdit_py_plugins", "msgspec", "networkx", "numpy", "onnxruntime", "yaml", "pagefind", "rich", "spacy",
                "starlette", "tokenizers", "uvicorn", "watchdog"}  # fmt: skip
    for name in imports(path):
        top = name.split(".")[0]
        assert top.startswith("briefgen:") or top in sys.stdlib_module_names or top in declared, name


@cache
def names(path: Path) -> tuple[tuple[int, str], ...]:
    """Every name and dotted name that a file uses, with its line."""
    nodes = (node for node in ast.walk(tree(path)) if isinstance(node, (ast.Attribute, ast.Name)))
    return tuple((node.lineno, ast.unparse(node)) for node in nodes)


PRINTING = ("print", "exit", "quit", "sys.exit", "os._exit", "sys.stdout", "sys.stderr", "click.echo", "SystemExit")
CLOCK = ("datetime.now", "datetime.utcnow", "datetime.datetime.now", "datetime.date.today", "date.today", "os.environ",
         "os.getenv", "uuid.uuid1", "uuid.uuid4", "os.urandom", "locale.getlocale")  # fmt: skip


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_only_the_command_line_prints_and_exits(path: Path) -> None:
    if name_of(path).split(".")[0] in ("cli", "terminal", "__main__"):
        return
    found = [f"{line}: {name}" for line, name in names(path) if name in PRINTING]
    assert not found


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_no_clock_chance_or_environment_below_the_command_line_and_the_server(path: Path) -> None:
    if name_of(path).split(".")[0] in ("cli", "terminal", "__main__", "serve"):
        return
    found = [f"{line}: {name}" for line, name in names(path) if name in CLOCK]
    found += [name for name in imports(path) if name.split(".")[0] in ("time", "random", "secrets", "locale")]
    assert not found
