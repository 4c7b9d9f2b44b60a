"""Everything that a build depends on, gathered without reading more than is needed to know whether it changed."""

from __future__ import annotations

import functools
import importlib.metadata
import os
from collections.abc import Collection, Mapping
from pathlib import Path

import msgspec
from msgspec import Struct

from briefgen import __version__, pagefind, source
from briefgen import theme as themes
from briefgen.annotate import nlp
from briefgen.diagnostic import BriefgenError, Diagnostic
from briefgen.digests import Digests
from briefgen.memo import fingerprint
from briefgen.project import FILE, Project, place
from briefgen.source import Sources
from briefgen.theme import Theme

PARSING = ("article", "diagnostic", "frontmatter", "markdown", "plain", "source", "span")
ANNOTATING = (*PARSING, "annotate", "annotation", "dateline", "reasons")
"""Our modules and packages that an article, and an annotation, depend on."""

BEYOND = (
    "__main__", "build", "cli", "collecting", "cores", "digests", "inputs", "journal", "kept", "lock", "outcome", "printing", "reading",
    "remembered", "serve", "site", "stages", "staging", "starter", "terminal", "why",
)  # fmt: skip
"""Those that decide nothing of what is on a page."""

LIBRARIES = {
    "parsing": ("markdown-it-py", "mdit-py-plugins"),
    "annotating": ("markdown-it-py", "mdit-py-plugins", "spacy", "onnxruntime", "tokenizers"),
    "pages": ("markdown-it-py", "mdit-py-plugins", "jinja2", "networkx", "numpy"),
}


class Code(Struct, frozen=True, kw_only=True):
    """What identifies the code of each step: our files, and the libraries' versions."""

    parsing: str
    annotating: str
    pages: str


class Inputs(Struct, frozen=True, kw_only=True):
    """Everything that a build depends on."""

    project: Project
    sources: Sources
    theme: Theme
    logo: str
    """Address of the picture beside the title; "" without one."""
    drafts: bool
    model: tuple[str, str]
    """(language, version) of the model."""
    code: Code
    indexer: str
    """What identifies the Pagefind that makes the index; "" for a site without one."""
    key: str
    """Fingerprint of all the above: equal keys, equal sites."""


class Basis(Struct, frozen=True, kw_only=True, array_like=True):
    """What the pages of a build were planned from: enough to plan them so again."""

    common: str
    """Fingerprint of all that every page depends on."""
    ground: str
    """Fingerprint of all that every outline depends on."""
    drafts: bool
    digests: Mapping[str, str]
    """Of each article's file, by path."""


def gather(project: Project, *, drafts: bool = False, digests: Digests | None = None) -> Inputs:
    """Look at everything that a build of the project depends on; `digests` know the files from an earlier time.

    Raises `BriefgenError` when something of it cannot be read (a site without what it holds would lose those
    pages), and `Moved` when a file goes away meanwhile.
    """
    digests = digests or Digests()
    sources = source.scan(project.root, digests)
    unreadable = [one for one in sources.diagnostics if one.severity == "error"]
    if unreadable:
        raise BriefgenError(unreadable)
    theme = themes.find(project.root, digests)
    logo = _logo(project, sources, theme)
    model = nlp.version(project.settings.model)
    code = code_version(digests)
    indexer = _indexer(project)
    return Inputs(
        project=project,
        sources=sources,
        theme=theme,
        logo=logo,
        drafts=drafts,
        model=model,
        code=code,
        indexer=indexer,
        key=fingerprint(
            project.settings,
            [(one.path, one.digest) for one in sources.articles],
            [(one.place, one.digest) for one in (*sources.statics, *theme.assets)],
            sources.diagnostics,
            {name: template.digest for name, template in theme.templates.items()},
            drafts,
            model,
            code,
            indexer,
        ),
    )


def _logo(project: Project, sources: Sources, theme: Theme) -> str:
    """The address of the file that the settings name as the logo. Raises `BriefgenError` when there is none of that name."""
    named = project.settings.logo.removeprefix("content/").removeprefix("templates/")
    places = {one.place for one in (*sources.statics, *theme.assets)}
    for address in (named, f"assets/{named}"):
        if address in places or not named:
            return address if named else ""
    line, column = place(project.root, "logo")
    message = f"there is no file “{project.settings.logo}” for the logo"
    hint = 'put it into content/ or templates/assets/, and write, e.g., logo = "logo.svg"'
    raise BriefgenError([Diagnostic(path=FILE, line=line, column=column, message=message, hint=hint)])


def _indexer(project: Project) -> str:
    """What identifies the program that makes the site's index; "" for one without. Raises `BriefgenError` where it is missing."""
    if project.settings.search != "pagefind":
        return ""
    found = pagefind.version()
    if not found:
        line, column = place(project.root, "search")
        message = 'search = "pagefind" needs Pagefind, which is not installed'
        hint = "install it: pip install 'briefgen[pagefind]'; or write search = \"builtin\""
        raise BriefgenError([Diagnostic(path=FILE, line=line, column=column, message=message, hint=hint)])
    return found


def edited(inputs: Inputs, files: Collection[str], digests: Digests) -> Inputs | None:
    """The inputs after articles and templates were edited, and nothing else: only these files are looked at again.

    None when one of them is neither, or cannot be read: then `gather`. It is for whoever cannot wait and looks at
    everything right after; the key tells these inputs from those before, not from all others.
    """
    articles, templates = inputs.sources.articles, inputs.theme.templates
    places = {found.file: at for at, found in enumerate(articles) if found.file in files}
    named = {name: one for name, one in templates.items() if one.file in files}
    known = sorted({*places, *(one.file for one in named.values())})
    if len(known) != len(set(files)):
        return None
    try:
        now = {file: digests.of(file) for file in known}
    except OSError:
        return None
    others = list(articles)
    for file, at in places.items():
        others[at] = msgspec.structs.replace(others[at], digest=now[file])
    return msgspec.structs.replace(
        inputs,
        sources=msgspec.structs.replace(inputs.sources, articles=tuple(others)),
        theme=msgspec.structs.replace(
            inputs.theme,
            templates={
                **templates,
                **{name: msgspec.structs.replace(one, digest=now[one.file]) for name, one in named.items()},
            },
        ),
        key=fingerprint(inputs.key, [(os.fsencode(file), digest) for file, digest in now.items()]),
    )


def code_version(digests: Digests | None = None) -> Code:
    """What identifies the code that turns sources into pages."""
    digests = digests or Digests()
    package = Path(__file__).parent
    parsing, annotating, pages = [], [], []
    for path in sorted(package.rglob("*")):
        place = path.relative_to(package)
        part = place.parts[0].removesuffix(".py")
        if path.suffix not in (".py", ".toml", ".json") or part in ("model", "templates"):
            continue
        version = (place.as_posix(), digests.of(str(path)))
        if part in PARSING:
            parsing.append(version)
        if part in ANNOTATING:
            annotating.append(version)
        if part not in BEYOND:
            pages.append(version)
    return Code(
        parsing=fingerprint(parsing, _versions("parsing")),
        annotating=fingerprint(annotating, _versions("annotating")),
        pages=fingerprint(__version__, pages, _versions("pages")),
    )


@functools.cache
def _versions(step: str) -> list[str]:
    return [importlib.metadata.version(name) for name in LIBRARIES[step]]
