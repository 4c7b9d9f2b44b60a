"""The peers' articles as a briefgen project: the same words, titles, dates, sources and slugs; and the edits to them.

They are read from the folder that Hugo's site was made into (`sites/hugo-<N>`), so that both build the same text. What
has no counterpart is left out: briefgen finds its actors itself and needs no tags. A briefing is a folder, so the
articles are spread over folders of `A_STORY` each, in the order of their dates.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal

A_STORY = 100
"""Articles in a briefing."""

HEAD = re.compile(
    r'---\ntitle: "(?P<title>.*)"\ndate: (?P<date>[\d-]{10})T.*\nsource: "(?P<source>.*)"\n(?:.*\n)*?---\n+'
)
"""The front matter of Hugo's articles, as the corpus maker writes it."""

MARKER = "Marker BENCHMARK-0."
"""The paragraph that ends every article."""

TEMPLATE = "Template TEMPLATE-0."
"""What the footer of every template says."""

SENTENCE = "“We counted {number} injured people near the bridge,” Mayor Ana Ruiz said on Tuesday, in marker BENCHMARK-{number}."
"""What takes the marker's place where the model shall have something to find: a quote, its speaker, a figure, a date."""

Kind = Literal["token", "sentence", "template"]


def story(number: int) -> str:
    """The folder of the article with this number, counted from 0."""
    return f"story-{number // A_STORY:03}"


def make(hugo: Path, project: Path, base_template: Path) -> int:
    """Write the articles of Hugo's site as a project and return how many words they have.

    The project's own templates/base.html is `base_template` with `TEMPLATE` in its footer. Files that are as they
    should be are not touched, strange ones in content/ and templates/ are removed; the cache stays. Raises `SystemExit`
    when an article is not as the corpus maker writes it (a benchmark was killed while one was edited: make it again).
    """
    texts = {"briefgen.toml": 'title = "Bench News"\n'}
    words = 0
    for number, path in enumerate(sorted((hugo / "content" / "articles").glob("*.md"))):
        text = path.read_text(encoding="utf-8")
        head = HEAD.match(text)
        if head is None or text.count(MARKER) != 1 or not text.endswith(f"{MARKER}\n"):
            raise SystemExit(f"{path} is not as make_corpus.py writes it: make the peers' sites again")
        body = text[head.end() :]
        words += len(body.split())
        front = f'---\ntitle: "{head["title"]}"\ndate: {head["date"]}\nsource: "{head["source"]}"\n---\n\n'
        texts[f"content/{story(number)}/{path.name}"] = front + body
    if not words:
        raise SystemExit(f"{hugo} holds no articles: make the peers' sites first")
    template, end, rest = base_template.read_text(encoding="utf-8").rpartition("</body>")
    texts["templates/base.html"] = f"{template}<p>{TEMPLATE}</p>\n{end}{rest}"
    _lay_out(project, texts)
    return words


def edited(original: str, kind: Kind, number: int) -> str:
    """The text of an article or a template after an edit that no other edit equals, made from the untouched text.

    Raises `SystemExit` when it is not untouched (a benchmark was killed while it was edited).
    """
    there, instead = {
        "token": (MARKER, f"Marker BENCHMARK-{number}."),
        "sentence": (MARKER, SENTENCE.format(number=number)),
        "template": (TEMPLATE, f"Template TEMPLATE-{number}."),
    }[kind]
    if there not in original:
        raise SystemExit(f"“{there}” does not stand where it is to be edited: make the peers' sites again")
    return original.replace(there, instead)


def shown(kind: Kind, number: int, *, marked: bool) -> re.Pattern[bytes]:
    """What a page with that edit holds; `marked`: with the figure of a new sentence marked as one, so annotated."""
    if kind == "template":
        return re.compile(rb"\bTEMPLATE-%d\b" % number)
    if kind == "sentence" and marked:
        return re.compile(rb'<mark class="[^"]*\bfigure\b[^"]*"[^>]*>%d</mark>.*\bBENCHMARK-%d\b' % (number, number))
    return re.compile(rb"\bBENCHMARK-%d\b" % number)


def _lay_out(project: Path, texts: dict[str, str]) -> None:
    """Make these files, and no others in the folders that they lie in."""
    for folder in ("content", "templates"):
        for path in (project / folder).rglob("*"):
            if path.is_file() and path.relative_to(project).as_posix() not in texts:
                path.unlink()
    for place, text in texts.items():
        path = project / place
        if not path.is_file() or path.read_bytes() != text.encode():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
