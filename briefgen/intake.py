"""From sources to outlines: what is not known yet is read, parsed and annotated, and kept for next time.

An outline is kept under its source's digest, an annotation under the passage that the model reads, and what the model
says of a paragraph beside its article: whoever finds an answer under its key goes no further back.
"""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import nullcontext

import msgspec
from msgspec import Struct

from briefgen import annotation
from briefgen.annotate import nlp, passage_of, prepare
from briefgen.annotate.workers import annotate_on_cores
from briefgen.annotation import Annotation
from briefgen.article import Article, parse
from briefgen.briefing.outline import Entry, Outline, outline
from briefgen.collecting import uncollected
from briefgen.diagnostic import Diagnostic
from briefgen.inputs import Basis, Inputs
from briefgen.memo import Memo, fingerprint, unpacked
from briefgen.pages.links import targets
from briefgen.source import Found, read
from briefgen.stages import Progress

COMMIT = 20
"""Articles after which what the model has said is made durable: a killed build loses at most as many."""


class Stored(Struct, frozen=True, array_like=True):
    """An article as it is kept."""

    article: Article
    annotation: str
    """Key of its annotation; "" where the model does not read it."""


class Taken(Struct, frozen=True, kw_only=True):
    """The articles of some inputs, in outline."""

    inputs: Inputs
    ground: str
    """Fingerprint of what all outlines depend on."""
    digests: Mapping[str, str]
    """Of each article's file, by path."""
    outlines: Mapping[str, Outline]
    """By path, in the order of the sources."""
    annotated: int
    """How many of the articles the model had to read."""
    words: int
    """In those."""


def take(memo: Memo, inputs: Inputs, last: Taken | None, progress: Progress, jobs: int | None) -> Taken:
    """Read, parse and annotate what is not known yet, by `jobs` processes (None: as many as pay off).

    `last` is what was taken before, if anything was. Raises `BriefgenError` without a model, `Moved` when a file changes meanwhile.
    """
    settings = inputs.project.settings
    language = settings.language
    ground = fingerprint(
        language, settings.excerpts, settings.excerpt_words, inputs.model, inputs.code.pages, inputs.code.annotating
    )
    last = last if last and last.ground == ground else None
    outlines: dict[str, Outline] = {}
    missing: list[Found] = []
    total = len(inputs.sources.articles)
    # Once only: what is no longer needed by then would stay, each time.
    with nullcontext() if last else uncollected():
        for found in inputs.sources.articles:
            if last and last.digests.get(found.path) == found.digest:
                outlines[found.path] = last.outlines[found.path]
                continue
            known = _outline(memo, ground, found.path, found.digest)
            if known is None:
                missing.append(found)
            else:
                outlines[found.path] = known
                if len(outlines) % 100 == 0:
                    progress("reading", len(outlines), total)
    articles: dict[str, Article] = {}
    for number, found in enumerate(missing, len(outlines) + 1):
        articles[found.path] = parse(
            read(found), language, excerpts=settings.excerpts, excerpt_words=settings.excerpt_words
        )
        progress("reading", number, total)
    keys = {found.path: _outline_key(ground, found.path, found.digest) for found in missing}
    annotated = words = 0
    for article, said, key, is_new in _annotated(memo, inputs, articles.values(), progress, jobs):
        one = outline(Entry(article, said), targets(article), key)
        outlines[article.path] = one
        memo.put("article", one.content, msgspec.msgpack.encode(Stored(article, key)))
        memo.put("outline", keys[article.path], msgspec.msgpack.encode(one))
        annotated += is_new
        words += one.words if is_new else 0
    memo.commit()
    return Taken(
        inputs=inputs,
        ground=ground,
        digests={found.path: found.digest for found in inputs.sources.articles},
        outlines={found.path: outlines[found.path] for found in inputs.sources.articles},
        annotated=annotated,
        words=words,
    )


def earlier(memo: Memo, taken: Taken, basis: Basis) -> dict[str, Outline] | None:
    """The outlines that a build began from, by path; None where they are not all known any more."""
    if (basis.ground, basis.drafts) != (taken.ground, taken.inputs.drafts):
        return None
    found: dict[str, Outline] = {}
    for path, digest in basis.digests.items():
        own = taken.outlines[path] if taken.digests.get(path) == digest else _outline(memo, taken.ground, path, digest)
        if own is None:
            return None
        found[path] = own
    return found


def entry(memo: Memo, content: str) -> Entry | None:
    """The article and annotation of a content's fingerprint; None when they are not kept any more."""
    stored = unpacked(memo.get("article", content), Stored)
    if stored is None:
        return None
    if not stored.annotation:
        return Entry(stored.article, _unread(stored.article))
    said = _known(memo.get("annotation", stored.annotation))
    return Entry(stored.article, said) if said is not None else None


def warm(memo: Memo, taken: Taken) -> None:
    """Load the model, if the next article to be read needs it. Raises `BriefgenError` without it."""
    if any(one.annotation for one in taken.outlines.values()):
        model = taken.inputs.project.settings.model
        prepare(memo.once("model", model, functools.partial(nlp.load, model)))


def prune(memo: Memo, taken: Taken, shown: Iterable[Outline], bases: Iterable[Basis]) -> None:
    """Forget what neither these articles, nor what is shown in their place, nor an earlier build's basis leads to."""
    known_by = {found for one in bases if one.ground == taken.ground for found in one.digests.items()}
    memo.prune("outline", {_outline_key(taken.ground, *found) for found in known_by.union(taken.digests.items())})
    memo.prune("reading", {_reading_key(taken.inputs, path) for path in taken.digests})
    known = [*taken.outlines.values(), *shown]
    memo.prune("article", {one.content for one in known})
    memo.prune("annotation", {one.annotation for one in known})


def _outline(memo: Memo, ground: str, path: str, digest: str) -> Outline | None:
    return unpacked(memo.get("outline", _outline_key(ground, path, digest)), Outline)


def _annotated(
    memo: Memo, inputs: Inputs, articles: Iterable[Article], progress: Progress, jobs: int | None
) -> Iterator[tuple[Article, Annotation, str, bool]]:
    """(article, annotation, its key, whether the model had to read it), in no certain order."""
    language, _ = inputs.model
    missing: list[tuple[Article, str]] = []
    for article in articles:
        if article.is_index or article.lang.split("-")[0].lower() != language:
            yield article, _unread(article), "", False
            continue
        key = fingerprint(passage_of(article, article.date), inputs.model, inputs.code.annotating)
        stored = memo.get("annotation", key)
        said = _known(stored)
        if said is None:
            missing.append((article, key))
        else:
            yield article, said, key, False
    if not missing:
        return
    model = inputs.project.settings.model
    progress("annotating", 0, len(missing))
    passages = [passage_of(article, article.date) for article, _ in missing]
    load = functools.partial(memo.once, "model", model, functools.partial(nlp.load, model))
    readings: dict[str, bytes] = {}
    places = [_reading_key(inputs, article.path) for article, _ in missing]
    pieces = [[nlp.key_of(piece) for piece in nlp.cut(one.text, one.blocks)] for one in passages]
    awaited = Counter(piece for own in pieces for piece in own)
    for place in places:
        readings |= unpacked(memo.get("reading", place), dict[str, bytes]) or {}
    found = annotate_on_cores(passages, model, jobs, load, readings)
    for number, ((article, key), said) in enumerate(zip(missing, found, strict=True), 1):
        memo.put("annotation", key, annotation.encode(said))
        own = pieces[number - 1]
        known = {piece: readings[piece] for piece in own if piece in readings}
        memo.put("reading", places[number - 1], msgspec.msgpack.encode(known))
        awaited.subtract(own)
        for piece in own:
            if not awaited[piece]:
                readings.pop(piece, None)
        yield article, said, key, True
        if number % COMMIT == 0:
            memo.commit()
        progress("annotating", number, len(missing))


def _reading_key(inputs: Inputs, path: str) -> str:
    return fingerprint(inputs.model, nlp.code_version(), path)


def _outline_key(ground: str, path: str, digest: str) -> str:
    return fingerprint(ground, path, digest)


def _unread(article: Article) -> Annotation:
    """The annotation of an article that the model does not read: an index page, or one in another language."""
    if article.is_index:
        return Annotation()
    notice = Diagnostic(
        path=article.path,
        severity="notice",
        message=f"there is no model for the language “{article.lang}”; shown without annotations",
        hint='name an installed one in briefgen.toml: model = "…"',
    )
    return Annotation(diagnostics=(notice,))


def _known(stored: bytes | None) -> Annotation | None:
    if stored is None:
        return None
    try:
        return annotation.decode(stored)
    except (msgspec.MsgspecError, ValueError):  # a text that is not UTF-8 is only a ValueError
        return None
