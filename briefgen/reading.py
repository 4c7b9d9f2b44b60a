"""Single articles, annotated without a project: what `briefgen annotate` works on."""

from __future__ import annotations

import datetime
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from briefgen import source
from briefgen.annotate import nlp, passage_of
from briefgen.annotate.workers import annotate_on_cores
from briefgen.annotation import Annotation, record
from briefgen.article import Article, parse
from briefgen.diagnostic import BriefgenError, Diagnostic
from briefgen.stages import Progress


class Text(Struct, frozen=True):
    """A file to annotate."""

    id: str
    """The file's stem."""
    article: Article
    date: str | None


class Read(Struct, frozen=True):
    """An annotated file."""

    number: int
    """Counted from 1."""
    text: Text
    annotation: Annotation

    @property
    def record(self) -> dict[str, Any]:
        """The published record."""
        article = self.text.article
        return record(
            self.annotation,
            id=self.text.id,
            path=article.path,
            text=article.text,
            lang=article.lang,
            date=self.text.date,
        )


def open_files(files: Sequence[str], *, date: str | None, dates: Path | None) -> list[Text]:
    """The files, parsed. Raises `BriefgenError` naming every one that cannot be read.

    `date` is the publication date of all of them, `dates` a JSON file of dates by stem; without
    either, front matter and file names tell.
    """
    wrong: list[Diagnostic] = []
    if date is not None and not _is_day(date):
        wrong.append(Diagnostic(path="", message=f"--date “{date}” is not a date", hint="write it as 2025-04-12"))
    by_stem = _dates(dates, wrong) if dates else {}
    texts: list[Text] = []
    for name in files:
        try:
            content = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
        except OSError as error:
            wrong.append(Diagnostic(path=name, message=f"cannot be read ({error.strerror or error})"))
            continue
        place = "stdin.txt" if name == "-" else Path(name).name
        if not place.lower().endswith(source.ARTICLES):
            wrong.append(Diagnostic(path=name, message="is neither .md nor .txt", hint="rename it"))
            continue
        article = parse(source.decode(content, path="-" if name == "-" else name, place=place))
        stem = Path(place).stem
        texts.append(Text(stem, article, date or by_stem.get(stem) or article.date))
    if wrong:
        raise BriefgenError(wrong, usage=True)
    return texts


def annotate(texts: Sequence[Text], model: str, progress: Progress, *, jobs: int | None = None) -> Iterator[Read]:
    """Each text with its annotation, as it is ready; `jobs` processes read (None: as many as pay off)."""
    language, _ = nlp.version(model)
    mine = [text for text in texts if text.article.lang.split("-")[0].lower() == language]
    passages = [passage_of(text.article, text.date) for text in mine]
    found = annotate_on_cores(passages, model, jobs, lambda: nlp.load(model)) if mine else iter(())
    progress("annotating", 0, len(texts))
    for number, text in enumerate(texts, 1):
        if text.article.lang.split("-")[0].lower() == language:
            annotation = next(found)
        else:
            message = f"there is no model for the language “{text.article.lang}”"
            annotation = Annotation(
                diagnostics=(Diagnostic(path=text.article.path, severity="notice", message=message),)
            )
        progress("annotating", number, len(texts))
        yield Read(number, text, annotation)


def _dates(path: Path, wrong: list[Diagnostic]) -> dict[str, str]:
    try:
        by_stem = msgspec.json.decode(path.read_bytes(), type=dict[str, str])
    except OSError as error:
        wrong.append(Diagnostic(path=str(path), message=f"cannot be read ({error.strerror or error})"))
        return {}
    except msgspec.MsgspecError as error:
        wrong.append(Diagnostic(path=str(path), message=f"is not a JSON object of dates by file stem ({error})"))
        return {}
    for stem, day in by_stem.items():
        if not _is_day(day):
            wrong.append(
                Diagnostic(path=str(path), message=f"“{day}” of {stem} is not a date", hint="write it as 2025-04-12")
            )
    return by_stem


def _is_day(text: str) -> bool:
    try:
        return datetime.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
