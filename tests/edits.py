"""Small projects, and what authors do to them: edits at random for tests of builds one after another.

An edit is plain data, so that a failing script can be read, and be made shorter by Hypothesis. The sentences
are written for `annotation`, which reads them by patterns: their names merge, split and disagree in kind.
"""

from __future__ import annotations

import itertools
import os
import re
import shutil
from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from zlib import crc32

import msgspec
from hypothesis import strategies as st
from msgspec import Struct

from briefgen import theme as themes
from briefgen.annotate import Passage
from briefgen.annotation import Actor, ActorKind, Annotation
from briefgen.article import slugify
from briefgen.reasons import Reason
from tests import reader

# ---------------------------------------------------------------- what is written

NAME = re.compile(r"\b(?:(?:Ana|Ovid|Ina|Otto) (?:van )?[A-Z][a-zß]+|Mill Trust|Marn|Brel|Calvessa|Ombre)\b")
KIND = re.compile(rf"({NAME.pattern}) \((person|organization|place|group)\)")
ALIAS = re.compile(rf"({NAME.pattern}), called ([A-Z][a-z]+)")
OFFICE = re.compile(rf"(President|Mayor) ({NAME.pattern})")

NAMES = (
    "Ana Brel", "Ovid Marn", "Ina Marn", "Otto van Brel", "Ina Straße", "Ina Strasse", "Mill Trust", "Marn", "Brel",
    "Calvessa", "Ombre",
)  # fmt: skip

SENTENCES = (
    "Nothing of note happened.",
    "Water rose again in the lower valley.",
    "12 houses were flooded on 2025-03-01.",
    "12 houses were flooded on 2025-03-02.",
    "3,000 people had left by 2024-12-24.",
    "“The dyke will hold for at least ten more winters,” said Ana Brel.",
    "“The dyke will not hold, and everybody here knows it,” warned Ovid Marn.",
    "“We have never been told anything about the dam,” denied Ina Marn.",
    "“It was said in Calvessa that 40 sluices were closed,” said he.",
    "Read [the other](b.md), [the dam](dams/2025-03-04-dam.md) and [the map](map.svg), ![it](dams/map.svg).",
    "Read [that](../dams/a.md#top) and [this](../c.txt), [all](index.md) and [a sheet](../assets/own.css).",
    *(f"{one} met {other}." for one, other in itertools.pairwise((*NAMES, NAMES[0]))),
    *(f"Nobody saw {name}." for name in NAMES),
    *(f"{name} ({kind}) was there." for name in ("Mill Trust", "Marn", "Brel", "Ombre") for kind in ("person", "organization", "place")),
    "Ana Brel, called Ombre, left.",
    "Ovid Marn, called Brel, left.",
    "President Ana Brel spoke.",
    "Mayor Ana Brel spoke.",
    "Mayor Marn spoke.",
)  # fmt: skip

META = (
    "title: Dyke holds",
    "title: The mill",
    'title: "<b>Brel & Marn</b>"',
    "date: 2025-03-04",
    "date: 2024-01-01",
    "date: soon",
    "slug: dam",
    "slug: Dam",
    "slug: quotes",
    "slug: index",
    "slug: a",
    "slug: A",
    "draft: true",
    "draft: perhaps",
    "excerpt: true",
    "excerpt: false",
    "slug: print",
    "lang: fr",
    "lang: en-GB",
    "aliases: [old/dam.html]",
    "aliases: [dams/a.html, /gone/]",
    "aliases: [Old/Dam, /gone/index.html, actors/ana-brel, index.html]",
    "aliases: [dams/, dams/quotes, dams/deep/c, fr/index.html, 404]",
    "aliases: gone/",
    "actors: [Mill Trust]",
    "actors: [Ana Brel, Ombre]",
    "actors: Brel",
    "source: The Daily",
    "author: Somebody",
    "url: https://example.org/a",
    "summary: All about it.",
    "order: oldest",
    "order: newest",
    "titel: x",
    "title: [",
)

SETTINGS = (
    "",
    'title = "Levees"\n',
    'title = "Levees & dykes"\nbase_url = "https://example.org/x"\n',
    'base_url = "https://example.org"\n',
    'description = "All of them."\n',
    "excerpts = true\nexcerpt_words = 3\n",
    'dated = "2025-05-20"\n[colours]\naccent = { light = "#1d4f7a" }\n',
    'language = "fr"\n',
    'language = "en-GB"\ntitle = "Levees"\n',
)
BAD_SETTINGS = (
    '[colours]\nink = { light = "#eeeeee" }\n',
    "titel = 3\n",
    "=",
    'base_url = "nowhere"\nlanguage = "?"\n',
)


def annotation(passage: Passage, version: str) -> Annotation:
    """What patterns find in a passage; the `version` of whoever reads shows in it."""
    with_names = reader.annotation(passage)
    kinds = {found[1]: found[2] for found in KIND.finditer(passage.text)}
    aliases = {found[1]: found[2] for found in ALIAS.finditer(passage.text)}
    offices = {found[2]: found[1] for found in OFFICE.finditer(passage.text)}
    # What shows in a number: all that the words of a reason can tell.
    why = (Reason("main_actors", crc32(" ".join((version, passage.date or "undated", *passage.actors)).encode())),)

    def known(actor: Actor) -> Actor:
        kind: ActorKind = "place" if actor.name in ("Calvessa", "Ombre") else "person"
        if actor.name in passage.actors:
            kind = "group"
        return msgspec.structs.replace(
            actor,
            kind=msgspec.convert(kinds.get(actor.name, kind), ActorKind),
            role=offices.get(actor.name),
            aliases=tuple(sorted({*actor.aliases, *filter(None, [aliases.get(actor.name)])})),
        )

    return msgspec.structs.replace(
        with_names,
        actors=tuple(known(actor) for actor in with_names.actors),
        key_facts=tuple(msgspec.structs.replace(fact, why=why) for fact in with_names.key_facts),
    )


def article(meta: Iterable[str], sentences: Iterable[str]) -> str:
    """A source with this front matter and these paragraphs."""
    block = "".join(f"{line}\n" for line in meta)
    return (f"---\n{block}---\n" if block else "") + "".join(f"{sentence}\n\n" for sentence in sentences)


BASE = {
    "content/dams/2025-03-04-dam.md": article(["title: Dyke holds"], [SENTENCES[5], SENTENCES[2], SENTENCES[9]]),
    "content/dams/a.md": article(["date: 2025-02-01"], ["Ana Brel met Ovid Marn.", "Brel met Calvessa.", SENTENCES[6]]),
    "content/b.md": article([], ["# The mill", "Nobody saw Marn.", "Nobody saw Ana Brel.", SENTENCES[4]]),
    "content/dams/index.md": article(["title: Dams", "summary: All dams."], ["See [a](a.md)."]),
    "content/dams/map.svg": "<svg/>",
    "content/fr/a.md": article(["lang: fr", "aliases: [old/dam.html]"], ["Le barrage tient."]),
    "content/dams/deep/c.txt": article([], ["The deep", "Mill Trust (organization) was there.", SENTENCES[7]]),
    "content/dams/b.md": article(["draft: true"], ["Mill Trust met Marn.", "Ina Marn met Otto van Brel."]),
}
"""The first few make a project to begin with."""

PAGES = tuple(
    path.name
    for path in sorted(themes.THEME.iterdir())
    if path.suffix in (".html", ".xml", ".txt") and path.name not in ("base.html", "macros.html")
)

PLAIN_PAGE = '{% extends "base.html" %}{% block main %}{{ view }}{% endblock %}\n'
PLAIN_THEME = {
    "base.html": "{{ site }}|{{ page }}|{% block main %}{% endblock %}\n",
    "part.html": "part\n",
    **dict.fromkeys(PAGES, PLAIN_PAGE),
    "assets/style.css": "a {}",
    "facts.html": '{% extends "base.html" %}{% block main %}{% include "part.html" %}{{ view }}{% endblock %}\n',
}
"""A theme that shows all that templates can see, and takes no time."""


# ---------------------------------------------------------------- what is done


class Edit(Struct, frozen=True, array_like=True):
    """One thing done to the files of a project."""

    do: str
    place: str
    """Relative to the project; one with a "*" stands for one of those that there are."""
    text: str = ""
    pick: int = 0
    """Which of those."""


def apply(root: Path, edit: Edit) -> None:
    """Do it. What stands in the way of a new file goes away; what cannot be done is not."""
    place = edit.place
    if "*" in place:
        there = sorted(
            path for path in root.glob(place) if edit.do in ("remove", "move", "link", "case") or path.is_file()
        )
        if not there:
            return
        place = there[edit.pick % len(there)].relative_to(root).as_posix()
    path = root / place
    match edit.do:
        case "write":
            _write(root, place, edit.text.encode())
        case "copy":
            own = themes.THEME / path.relative_to(root / "templates")
            if own.is_file():
                _write(root, place, own.read_bytes())
        case "remove":
            _remove(path)
        case "move" if os.path.lexists(path) and not (root / edit.text).is_relative_to(path):
            _make_way(root, edit.text)
            if os.path.lexists(path):  # and was not in the way
                path.rename(root / edit.text)
        case "case" if os.path.lexists(path):
            name = path.name.swapcase() if edit.text else f"{path.stem.swapcase()}{path.suffix}"
            if not os.path.lexists(path.with_name(name)):
                path.rename(path.with_name(name))
        case "link" if os.path.lexists(path) and not (root / edit.text).is_relative_to(path):
            # What was there lives on in another place.
            _make_way(root, edit.text)
            if os.path.lexists(path):
                path.rename(root / edit.text)
                path.symlink_to(os.path.relpath(root / edit.text, path.parent))
        case "point":
            _make_way(root, place)
            path.symlink_to(os.path.relpath(root / edit.text, path.parent))
        case "meta" if path.is_file():
            _write(root, place, _with_meta(path.read_bytes().decode(), edit.text).encode())
        case "append" if path.is_file():
            _write(root, place, path.read_bytes() + b"\n\n" + edit.text.encode())
        case "hidden" if path.is_file():
            _edit_unseen(path)


def _write(root: Path, place: str, content: bytes) -> None:
    if not (root / place).is_file():
        _make_way(root, place)
    (root / place).write_bytes(content)


def _make_way(root: Path, place: str) -> None:
    for folder in list(PurePosixPath(place).parents)[-2::-1]:
        if not (root / folder).is_dir():
            _remove(root / folder)
    _remove(root / place)
    (root / place).parent.mkdir(parents=True, exist_ok=True)


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    elif os.path.lexists(path):
        path.unlink()


def _with_meta(text: str, line: str) -> str:
    """A source with a line of front matter in the place of the one of its key; "key:" takes it out."""
    key, _, value = line.partition(":")
    found = re.match(r"---\n(.*?)^---\n", text, re.DOTALL | re.MULTILINE)
    body = text[found.end() :] if found else text
    lines = [other for other in (found[1].splitlines() if found else []) if not other.startswith(f"{key}:")]
    return article([*lines, *([line] if value.strip() else [])], []) + body


def _edit_unseen(path: Path) -> None:
    """Change a letter, but neither size nor times."""
    content = path.read_bytes()
    stat = path.stat()
    letters = list(re.finditer(rb"[a-y]", content))
    if letters:
        at = letters[len(letters) // 2].start()
        path.write_bytes(content[:at] + bytes([content[at] + 1]) + content[at + 1 :])
        os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))


FOLDERS = ("", "dams/", "Dams/", "dams/deep/", "fr/", "actors/")
ARTICLES = tuple(
    f"content/{folder}{name}"
    for folder in FOLDERS
    for name in ("a.md", "A.md", "b.md", "c.txt", "2025-03-04-dam.md", "index.md", "quotes.md")
)
STATICS = (
    "content/map.svg", "content/dams/map.svg", "content/dams/Map.svg", "content/data", "content/data/x.csv",
    "content/data/x.csv/y", "content/dams", "content/dams/a.md/x.md", "content/dams/a.html", "content/dams/a.json",
    "content/dams/facts.html", "content/index.html", "content/robots.txt", "content/sitemap.xml", "content/404.html",
    "content/assets/style.css", "content/assets/own.css", "content/actors/ana-brel.html", "content/old/dam.html",
    "content/actors.yml", "content/dams/a.notes.yml", "content/dams/b.md~", "content/dams/.hidden.md",
)  # fmt: skip
TEMPLATES = tuple(f"templates/{name}" for name in (*PAGES, "base.html", "macros.html", "part.html", "deep/part.html"))
ASSETS = ("templates/assets/style.css", "templates/assets/own.css", "templates/assets/favicon.svg")

TEMPLATE_TEXTS = (
    PLAIN_PAGE,
    "{{ view }}\n",
    "{{ page.title }} of {{ site.title }}\n",
    '{% extends "base.html" %}{% block main %}{{ page.title }} {% include "part.html" %}{% endblock %}\n',
    '{% extends "base.html" %}{% block main %}{% include ["deep/part.html", "part.html"] ignore missing %}{% endblock %}\n',
    '{% set name = "part" %}{% include name ~ ".html" ignore missing %} and {{ page }}\n',
    '{% extends "theme/article.html" %}{% block header %}{{ page.title }}{% endblock %}\n',
)
PART_TEXTS = ("part\n", "another part\n", "{{ site.title }}\n", '{% include "deep/part.html" ignore missing %}\n')
BROKEN_TEXTS = ("{% if %}\n", "{{ nothing }}\n", '{% include "no.html" %}\n', "{{ 1 + page.title }}\n")
BASE_TEXTS = (
    PLAIN_THEME["base.html"],
    "{{ page }}{% block main %}{% endblock %}\n",
    '{% block main %}{% endblock %}{% include "part.html" ignore missing %}\n',
)


def _edits(*chances: tuple[int, st.SearchStrategy[Edit]]) -> st.SearchStrategy[Edit]:
    """One of several kinds of edit, by their weights."""
    kinds = tuple(at for at, (weight, _) in enumerate(chances) for _ in range(weight))
    return st.sampled_from(kinds).flatmap(lambda at: chances[at][1])


_picks = st.integers(0, 7)
_sentences = st.lists(st.sampled_from(SENTENCES), max_size=4)
_meta = st.lists(st.sampled_from(META), max_size=3, unique_by=lambda line: line.partition(":")[0])
_sources = st.builds(article, _meta, _sentences)
_any_source = "content/**/*.[mt]*"
_indexes = tuple(f"content/{folder}index.md" for folder in FOLDERS)
_asides = ("notes/one.md", "notes/two.txt", "content/dams/.one.md", "content/fr/d.md", "content/zz.md", "../outside.md")
_cleared = tuple(f"{line.partition(':')[0]}:" for line in META[:-2])


def edits() -> st.SearchStrategy[Edit]:
    """One edit of a project that began with some of `BASE`."""
    some, text = st.just, st.sampled_from
    return _edits(
        (4, st.builds(Edit, some("write"), text(ARTICLES), _sources)),
        (5, st.builds(Edit, some("append"), some(_any_source), text(SENTENCES), _picks)),
        (4, st.builds(Edit, some("meta"), some(_any_source), text(META), _picks)),
        (1, st.builds(Edit, some("meta"), some(_any_source), text(_cleared), _picks)),
        (2, st.builds(Edit, some("write"), text(("content/dams/index.md", *_indexes)), _sources)),
        (1, st.builds(Edit, some("remove"), text(("content/dams/index.md", *_indexes)))),
        (1, st.builds(Edit, some("case"), text((_any_source, "content/*", "content/**/*.*")), text(("", "whole")), _picks)),
        (1, st.builds(Edit, some("link"), text((_any_source, "content/*", "content/**/*.*")), text(_asides), _picks)),
        (1, st.builds(Edit, some("link"), text(("content/*", "templates", "templates/*")), text(("notes/folder", "content/aa", "content/zz")), _picks)),
        (1, st.builds(Edit, some("point"), text((*ARTICLES, *STATICS)), text((*ARTICLES, *_asides)))),
        (1, st.builds(Edit, text(("append", "hidden")), some("notes/**/*.*"), text(SENTENCES), _picks)),
        (2, st.builds(Edit, some("remove"), some(_any_source), some(""), _picks)),
        (2, st.builds(Edit, some("move"), some(_any_source), text(ARTICLES), _picks)),
        (1, st.builds(Edit, some("hidden"), some("content/**/*.*"), some(""), _picks)),
        (1, st.builds(Edit, some("move"), some("content/*"), text(("content/new", "content/dams", "content/fr", "content/actors")), _picks)),
        (1, st.builds(Edit, some("remove"), text(("content/*", "templates", "templates/*", "content")), some(""), _picks)),
        (2, st.builds(Edit, some("write"), text(STATICS), text(("<svg/>", "<svg id='1'/>", "x")))),
        (1, st.builds(Edit, some("move"), text(("content/**/*.[cs]*", "templates/assets/*")), text((*STATICS, *ASSETS)), _picks)),
        (1, st.builds(Edit, some("remove"), text(STATICS))),
        (2, st.builds(Edit, some("write"), text(TEMPLATES), text(TEMPLATE_TEXTS))),
        (1, st.builds(Edit, some("write"), some("templates/base.html"), text(BASE_TEXTS))),
        (2, st.builds(Edit, some("write"), text(("templates/part.html", "templates/deep/part.html")), text(PART_TEXTS))),
        (1, st.builds(Edit, some("write"), text(TEMPLATES), text(BROKEN_TEXTS))),
        (1, st.builds(Edit, some("copy"), text((*TEMPLATES, *ASSETS)))),
        (2, st.builds(Edit, some("remove"), text((*TEMPLATES, *ASSETS)))),
        (1, st.builds(Edit, some("hidden"), text(("templates/*.*", "templates/**/*.*")), some(""), _picks)),
        (1, st.builds(Edit, some("write"), text(ASSETS), text(("a{}", "b{}")))),
        (2, st.builds(Edit, some("write"), some("briefgen.toml"), text(SETTINGS))),
        (1, st.builds(Edit, some("write"), some("briefgen.toml"), text(BAD_SETTINGS))),
    )  # fmt: skip


assert all(slugify(name) for name in NAMES)
