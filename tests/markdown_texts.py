"""Random Markdown and random marks, and a way to read marks back out of HTML."""

from __future__ import annotations

import html
import re

from hypothesis import strategies as st

from briefgen.markdown import Mark
from briefgen.span import Span

WORDS = st.sampled_from(
    ["the dam", "broke", "“No,”", "he said.", "12", "1,400", "&amp;", "&eacute;", "<b>", "e\u0301", "🌊", "👩‍👧", "سد",
     "ダム", "a_b_c", "5 < 6", "\\*", "*", "_", "`", "[", "]", "!", "don’t", "—", "x\u00a0y", "\u202eabc\u202c", "~", "\t"]
)  # fmt: skip


def _wrapped(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.builds("*{}*".format, inner),
        st.builds("**{}**".format, inner),
        st.builds("__{}__".format, inner),
        st.builds("~~{}~~".format, inner),
        st.builds("[{}](b.html)".format, inner),
        st.builds('[{}](https://example.org/?a=b&c "t")'.format, inner),
        st.builds("[{}][ref]".format, inner),
        st.builds("![{}](c.png)".format, inner),
        st.builds("![{}](https://example.org/c.png)".format, inner),
        st.builds("`{}`".format, inner),
        st.builds("{}[^1]".format, inner),
        st.builds("{}^[inline {}]".format, inner, inner),
        st.builds("{}\n{}".format, inner, inner),
        st.builds("{}  \n{}".format, inner, inner),
        st.builds("{}\\\n{}".format, inner, inner),
        st.builds("{} {}".format, inner, inner),
        st.builds("{}{}".format, inner, inner),
        st.just("<https://example.org/a>"),
    )


INLINE = st.recursive(WORDS, _wrapped, max_leaves=6)


def _indented(text: str, first: str, rest: str) -> str:
    return first + text.replace("\n", "\n" + rest)


def _blocks(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.builds(lambda a: _indented(a, "> ", "> "), inner),
        st.builds(lambda a, b: f"{_indented(a, '- ', '  ')}\n{_indented(b, '- ', '  ')}", inner, inner),
        st.builds(lambda a, b: f"{_indented(a, '1. ', '   ')}\n\n{_indented(b, '2. ', '   ')}", inner, inner),
        st.builds(lambda a: _indented(a, "- [x] ", "  "), inner),
        st.builds("{}\n\n{}".format, inner, inner),
    )


_LEAVES = st.one_of(
    INLINE,
    INLINE,
    st.builds(lambda a: "# " + a.replace("\n", " "), INLINE),
    st.builds(lambda a: "### " + a.replace("\n", " "), INLINE),
    st.builds("{}\n---".format, INLINE),
    st.builds(
        lambda a, b, c: f"| {a} | {b} |\n|---|:-:|\n| {c} | x |",
        *[INLINE.map(lambda a: a.replace("\n", " "))] * 3,
    ),
    st.just("```py\ncode *x* <b>\n```"),
    st.just("    indented code"),
    st.just("***"),
    st.just("<div>raw</div>"),
    st.just("# fn1"),
)


@st.composite
def documents(draw: st.DrawFn) -> str:
    """Markdown of a few blocks, nested, with footnotes and a definition."""
    blocks = draw(st.lists(st.recursive(_LEAVES, _blocks, max_leaves=4), min_size=1, max_size=5))
    return "\n\n".join([*blocks, draw(st.sampled_from(["", "[ref]: d.html", "[^1]: A *note*.\n\n[ref]: d.html 'so'"]))])


@st.composite
def marks(draw: st.DrawFn, length: int) -> tuple[Mark, ...]:
    """Marks that overlap, cross, touch, nest and repeat; each of a kind of its own, so that it can be told in HTML."""
    offsets = st.integers(0, length + 2)
    made = []
    for number in range(draw(st.integers(1, 6))):
        spans = draw(st.lists(st.tuples(offsets, offsets), min_size=1, max_size=3))
        name = draw(st.booleans())
        note = "" if name else draw(st.sampled_from(["", f"nq_{number}"]))
        made.append(
            Mark(
                id=f"q_{number}",
                kind="actor" if name else f"k{number}",
                variant=draw(st.sampled_from(["", "direct"])),
                spans=tuple(Span(min(pair), max(pair)) for pair in spans),
                href="../actors/a&b.html" if name else "",
                note=note,
                label=f"Q{number}" if note else "",
                name="Q, note on “x” <y>" if note else "",
                uncertain=draw(st.booleans()),
            )
        )
    return tuple(made)


REF = re.compile(r'<a class="ref [^>]*>[^<]*</a>')
ANCHOR = re.compile(r'<span class="anchor" [^>]*></span>')
ACTOR = re.compile(r'<(a|span) class="actor[^>]*>([^<]*)</\1>')
MARK = re.compile(r"</?mark(?: [^>]*)?>")
PIECE = re.compile(r'<mark class="([^"]*)"[^>]*>((?:[^<]|<(?!/mark>))*)</mark>')


def unmarked(marked: str) -> str:
    """HTML without everything that weaving put into it."""
    return MARK.sub("", ACTOR.sub(r"\2", ANCHOR.sub("", REF.sub("", marked))))


def ids(marked: str) -> list[str]:
    """Every id in it, in order."""
    return re.findall(r' id="([^"]*)"', marked)


def text_of(marked: str, kind: str) -> str:
    """The text that a kind of mark covers."""
    if kind == "actor":
        pieces = [found[2] for found in ACTOR.finditer(marked)]
    else:
        pieces = [found[2] for found in PIECE.finditer(marked) if kind in found[1].split()]
    return html.unescape(re.sub(r"<[^>]*>", "", "".join(REF.sub("", piece) for piece in pieces)))
