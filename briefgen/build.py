"""The pipeline: a project's files to its site. The one place that knows what is memoised.

    scan -> parse -> annotate -> brief -> route -> render

Every stage is a pure function. A result is looked up by the fingerprint of all the arguments of its
stage, together with the versions of everything that computed it; equal arguments, equal result. So
an unchanged value ends the work: nothing after it is computed again.
"""

from __future__ import annotations

import functools
import importlib.metadata
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from briefgen import __version__, annotation, source
from briefgen import theme as themes
from briefgen.annotate import Passage, nlp, passage_of
from briefgen.annotation import Annotation
from briefgen.diagnostic import Diagnostic
from briefgen.memo import Memo, fingerprint
from briefgen.project import Project
from briefgen.site import MANIFEST, Site, Written, footprint
from briefgen.source import Sources, Static, digest
from briefgen.theme import Theme

if TYPE_CHECKING:
    from briefgen.article import Article

Progress = Callable[[str, int, int], None]
"""Called with (stage, how many are done, of how many)."""

STAGES = ("reading", "annotating", "briefing", "rendering")


class Inputs(Struct, frozen=True, kw_only=True):
    """Everything that a build depends on."""

    project: Project
    sources: Sources
    theme: Theme
    drafts: bool
    model: tuple[str, str]
    """(language, version) of the model."""
    key: str
    """Fingerprint of all the above and of the code: equal keys, equal sites."""


class Counts(Struct, frozen=True, kw_only=True):
    """What was built."""

    briefings: int = 0
    articles: int = 0
    actors: int = 0
    quotes: int = 0
    figures: int = 0
    pages: int = 0
    annotated: int = 0
    """How many articles the model had to read."""
    rendered: int = 0
    """How many pages were rendered rather than found."""
    words: int = 0
    """Of the articles that the model had to read."""


class Outcome(Struct, frozen=True, kw_only=True):
    """What there is to say of a build, kept for the next one that finds nothing to do."""

    counts: Counts
    diagnostics: tuple[Diagnostic, ...]


class Last(Struct, frozen=True, kw_only=True):
    """The last build into a folder."""

    key: str
    files: dict[str, tuple[int, int]]
    """Footprint of everything it wrote."""
    outcome: Outcome


class Built(Struct, frozen=True, kw_only=True):
    """A site, and what there is to say of it."""

    site: Site
    outcome: Outcome
    origins: Mapping[str, str]
    """The source of each article's page: address to path."""


@functools.cache
def code_version() -> str:
    """What identifies the code that turns sources into pages: our version and files, and the libraries'."""
    package = Path(__file__).parent
    files = [
        digest(path.read_bytes())
        for path in sorted(package.rglob("*"))
        if path.suffix in (".py", ".toml", ".json") and "model" not in path.relative_to(package).parts
    ]
    names = ("markdown-it-py", "mdit-py-plugins", "jinja2", "spacy", "onnxruntime", "tokenizers")
    return fingerprint(__version__, files, [importlib.metadata.version(name) for name in names])


def gather(project: Project, *, drafts: bool = False) -> Inputs:
    """Read everything that a build of the project depends on."""
    sources = source.scan(project.root)
    theme = themes.find(project.root)
    model = nlp.version(project.settings.model)
    key = fingerprint(project.settings, sources, theme, drafts, model, code_version())
    return Inputs(project=project, sources=sources, theme=theme, drafts=drafts, model=model, key=key)


def unchanged(inputs: Inputs, memo: Memo, output: Path) -> Outcome | None:
    """What the last build said, when nothing at all has changed since: no input, no code, no file of ours."""
    stored = memo.get("built", _place(output))
    if stored is None:
        return None
    try:
        last = msgspec.json.decode(stored, type=Last)
    except msgspec.MsgspecError:
        return None
    if last.key != inputs.key or footprint(output, last.files) != last.files:
        return None
    return last.outcome


def remember(inputs: Inputs, memo: Memo, output: Path, built: Built, written: Written) -> None:
    """Keep what `unchanged` needs. A build that had to leave something alone is not kept: the next one says so again."""
    if not written.diagnostics:
        last = Last(key=inputs.key, files=footprint(output, (*built.site, MANIFEST)), outcome=built.outcome)
        memo.put("built", _place(output), msgspec.json.encode(last))
    memo.commit()


def _place(output: Path) -> str:
    return fingerprint(str(output.resolve()))


def build(
    inputs: Inputs, memo: Memo, progress: Progress = lambda stage, done, total: None, *, jobs: int | None = None
) -> Built:
    """The site of these inputs, annotated by `jobs` processes (None: as many as pay off).

    Raises `BriefgenError` when a template or the model stops it.
    """
    # Only what a build with work to do needs.
    from briefgen import markdown, pages, render
    from briefgen.article import parse
    from briefgen.briefing.story import Entry, briefings
    from briefgen.views import SiteView

    settings = inputs.project.settings
    language = settings.language
    code = code_version()

    articles: list[Article] = []
    for number, one in enumerate(inputs.sources.articles, 1):
        progress("reading", number, len(inputs.sources.articles))
        articles.append(memo.once("parse", fingerprint(one, language), functools.partial(parse, one, language)))
    hidden = {article.folder for article in articles if article.is_index and article.meta.draft}
    shown, doubles = _distinct([a for a in articles if inputs.drafts or not (a.meta.draft or a.folder in hidden)])
    entries = [article for article in shown if not article.is_index]

    annotations, notices, read = _annotated(inputs, entries, memo, progress, jobs)
    progress("briefing", 0, 1)
    indexes = [article for article in shown if article.is_index]
    stories = briefings(map(Entry, entries, annotations), indexes, settings.title)
    directory = pages.directory(settings, stories)
    progress("briefing", 1, 1)

    def weave(
        article: Article, marks: tuple[markdown.Mark, ...], links: Mapping[str, str]
    ) -> tuple[markdown.WovenBlock, ...]:
        key = fingerprint(article.body, article.format, article.without_title, marks, links)
        woven = functools.partial(
            markdown.weave, article.body, marks, article.format, without_title=article.without_title, links=links
        )
        return memo.once("weave", key, woven)

    routes = pages.route(directory, inputs.sources.statics, inputs.theme.assets, weave)
    view = SiteView(
        title=settings.title,
        description=settings.description,
        language=language,
        generator=f"briefgen {__version__}",
    )
    theme_key = fingerprint(inputs.theme.folders, inputs.theme.digest, view, code)
    render_page = memo.once("renderer", theme_key, lambda: render.renderer(inputs.theme, view))
    site: dict[str, bytes | Static] = {}
    rendered = 0
    for number, (address, page) in enumerate(routes.pages.items(), 1):
        progress("rendering", number, len(routes.pages))
        if isinstance(page, Static):
            site[address] = page
            continue
        key = fingerprint(theme_key, page)
        before = memo.once("render", key, list[bytes])
        if not before:
            before.append(render_page(page))
            rendered += 1
        site[address] = before[0]
    memo.prune(("parse", "annotate", "weave", "renderer", "render"))
    diagnostics = (
        *inputs.sources.diagnostics,
        *(diagnostic for article in articles for diagnostic in article.diagnostics),
        *doubles,
        *notices,
        *routes.diagnostics,
    )
    counts = Counts(
        briefings=len(stories),
        articles=len(entries),
        actors=len(directory.dossiers),
        quotes=sum(len(found.quotes) for found in annotations),
        figures=sum(fact.kind == "figure" for found in annotations for fact in found.facts),
        pages=sum(isinstance(page, pages.Page) for page in routes.pages.values()),
        annotated=len(read),
        rendered=rendered,
        words=sum(len(article.text.split()) for article in read),
    )
    return Built(
        site=site,
        outcome=Outcome(counts=counts, diagnostics=tuple(sorted(set(diagnostics)))),
        origins={pages.address_of(article): article.path for article in shown},
    )


def _distinct(articles: list[Article]) -> tuple[list[Article], list[Diagnostic]]:
    """(the articles without those whose address an earlier one has, what is wrong with the others)."""
    from briefgen.pages import address_of

    owners: dict[str, Article] = {}
    wrong: list[Diagnostic] = []
    for article in articles:
        address = address_of(article)
        owner = owners.setdefault(address.casefold(), article)
        if owner is not article:
            message = f"claims the address {address}, which belongs to {owner.path}; left out"
            hint = "give one of them another name or slug"
            wrong.append(Diagnostic(path=article.path, message=message, hint=hint))
    return list(owners.values()), wrong


def _annotated(
    inputs: Inputs, articles: list[Article], memo: Memo, progress: Progress, jobs: int | None
) -> tuple[list[Annotation], list[Diagnostic], list[Article]]:
    """(an annotation for each article, notices, the articles that the model had to read)."""
    language, version = inputs.model
    found: dict[int, Annotation] = {}
    notices: list[Diagnostic] = []
    missing: list[tuple[int, str, Passage]] = []
    for at, article in enumerate(articles):
        if article.lang.split("-")[0].lower() != language:
            notice = Diagnostic(
                path=article.path,
                severity="notice",
                message=f"there is no model for the language “{article.lang}”; shown without annotations",
                hint='name an installed one in briefgen.toml: model = "…"',
            )
            notices.append(notice)
            found[at] = Annotation(diagnostics=(notice,))
            continue
        passage = passage_of(article, article.date)
        key = fingerprint(passage, version, code_version())
        stored = memo.get("annotate", key)
        known = _decoded(stored)
        if known is None:
            missing.append((at, key, passage))
        else:
            found[at] = known
    if missing:
        from briefgen.annotate.workers import annotate_on_cores

        model = inputs.project.settings.model
        progress("annotating", 0, len(missing))
        passages = [passage for _, _, passage in missing]
        results = annotate_on_cores(passages, model, jobs, lambda: memo.once("model", model, lambda: nlp.load(model)))
        for number, ((at, key, _), result) in enumerate(zip(missing, results, strict=True), 1):
            found[at] = result
            memo.put("annotate", key, annotation.encode(result))
            # A killed build loses at most a few articles' work.
            if number % 20 == 0:
                memo.commit()
            progress("annotating", number, len(missing))
        memo.commit()
    return [found[at] for at in range(len(articles))], notices, [articles[at] for at, _, _ in missing]


def _decoded(stored: bytes | None) -> Annotation | None:
    if stored is None:
        return None
    try:
        return annotation.decode(stored)
    except msgspec.MsgspecError:
        return None
