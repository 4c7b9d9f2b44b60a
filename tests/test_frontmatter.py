from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.frontmatter import KEYS, FrontMatter, read, split


def mistakes(block: str) -> list[str]:
    return [str(d) for d in read(block, "content/a.md")[1]]


def test_every_field_is_read() -> None:
    meta, wrong = read(
        "title: Talks resume\ndate: 2025-04-12\nsource: The Sarrow Ledger\nurl: https://example.org/a\n"
        "author: Ana Brel\nlang: pt-BR\nslug: talks\ndraft: true\nactors: [Ana Brel, Ovid Marn]\n"
        "aliases: [/old/talks.html, older]\nsummary: All about it.\norder: oldest\n",
        "content/a.md",
    )
    assert wrong == ()
    assert meta == FrontMatter(
        title="Talks resume", date="2025-04-12", source="The Sarrow Ledger", url="https://example.org/a",
        author="Ana Brel", lang="pt-BR", slug="talks", draft=True, actors=("Ana Brel", "Ovid Marn"),
        aliases=("/old/talks.html", "older"), summary="All about it.", order="oldest",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("no block", ("", "no block", 0)),
        ("---\ntitle: a\n---\nBody", ("title: a\n", "Body", 3)),
        ("---\r\ntitle: a\r\n---\r\nBody\r\n", ("title: a\r\n", "Body\r\n", 3)),
        ("\ufeff---\ntitle: a\n...\nBody", ("title: a\n", "Body", 3)),
        ("---\n---\nBody", ("", "Body", 2)),
        ("---  \ntitle: a\n---\t\nBody", ("title: a\n", "Body", 3)),
        ("---\ntitle: a\n---", ("title: a\n", "", 2)),
        ("---\ntitle: a\nno end", ("", "---\ntitle: a\nno end", 0)),
        ("----\ntitle: a\n----\n", ("", "----\ntitle: a\n----\n", 0)),
        ("\n---\ntitle: a\n---\n", ("", "\n---\ntitle: a\n---\n", 0)),
        ("---\na: b --- c\n---\nBody\n---\nmore", ("a: b --- c\n", "Body\n---\nmore", 3)),
    ],
)
def test_the_block_is_cut_off_at_its_fences(text: str, parts: tuple[str, str, int]) -> None:
    assert split(text) == parts


def test_every_mistake_is_reported_at_once_by_line_and_column() -> None:
    block = (
        "titel: Talks\n"
        "date: 12/4\n"
        "lang: english please\n"
        "slug: a/b\n"
        "url: javascript:alert(1)\n"
        "actors: {a: b}\n"
        "title: [a, b]\n"
        "  \n"
        "order: random\n"
        "draft: perhaps\n"
        "aliases: [../up.html]\n"
    )
    found = mistakes(block)
    assert [line.split(": ", 1)[0] for line in found] == [
        "content/a.md:2:1", "content/a.md:3:7", "content/a.md:4:7", "content/a.md:5:7", "content/a.md:6:6",
        "content/a.md:7:9", "content/a.md:8:8", "content/a.md:10:8", "content/a.md:11:8", "content/a.md:12:10",
    ]  # fmt: skip
    assert "did you mean title?" in found[0]
    assert "“12/4” is not a date" in found[1]
    assert "2025-04-12" in found[1]


def test_what_is_wrong_does_not_cost_what_is_right() -> None:
    meta, wrong = read("title: Talks\ndate: soon\nsource: Ledger\n", "content/a.md")
    assert (meta.title, meta.date, meta.source) == ("Talks", None, "Ledger")
    assert len(wrong) == 1


def test_an_unknown_key_that_is_like_none_gets_the_list() -> None:
    (message,) = mistakes("xyzzy: 1")
    assert all(key in message for key in KEYS)


@pytest.mark.parametrize("block", ["title: a: b", "title: [a", "title: 'a", "\ttitle: a", "a: &x\nb: *y", "title: @a"])
def test_what_is_not_yaml_is_one_error_with_a_place(block: str) -> None:
    (message,) = mistakes(block)
    assert "is not YAML" in message
    assert "none of it was used" in message
    line = int(message.split(":")[1])
    assert 2 <= line <= 2 + block.count("\n") + 1


def test_a_colon_in_a_value_gets_advice() -> None:
    assert "in quotes" in mistakes("title: War: the second day")[0]


@pytest.mark.parametrize("block", ["just words", "- a\n- b", "42", "'title'"])
def test_a_block_that_is_no_mapping_is_one_error(block: str) -> None:
    (message,) = mistakes(block)
    assert "key: value" in message


@pytest.mark.parametrize("block", ["", "\n\n", "# only a comment\n", "~"])
def test_an_empty_block_says_nothing(block: str) -> None:
    meta, wrong = read(block, "a.md")
    assert meta == FrontMatter()
    assert len(wrong) <= (block == "~")


def test_a_key_that_stands_twice_counts_once() -> None:
    meta, (wrong,) = read("title: a\ntitle: b\n", "a.md")
    assert meta.title == "a"
    assert "twice" in str(wrong)
    assert str(wrong).startswith("a.md:3:1")


@pytest.mark.parametrize("value", ["", "~", "null", "''"])
def test_an_empty_value_is_no_value(value: str) -> None:
    meta, wrong = read(f"title: {value}\nurl: {value if value != '' else ''}\n", "a.md")
    assert meta.title is None
    assert not [d for d in wrong if "title" in d.message]


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("2025-04-12", "2025-04-12"),
        ("'2025-04-12'", "2025-04-12"),
        ("2025-04-12T23:30:00+02:00", "2025-04-12"),
        ("2025-04-12 08:00:00", "2025-04-12"),
        ("2025-02-30", None),
        ("2025-13-01", None),
        ("12/4/2025", None),
        ("April 12, 2025", None),
        ("2025", None),
        ("0000-01-01", None),
    ],
)
def test_a_date_is_a_day(value: str, day: str | None) -> None:
    meta, wrong = read(f"date: {value}", "a.md")
    assert meta.date == day
    assert bool(wrong) == (day is None)


@pytest.mark.parametrize("value", ["true", "yes", "on", "True", "YES", "maybe", "0", "[]", "{a: b}", "truee"])
def test_whatever_may_mean_a_draft_is_one(value: str) -> None:
    assert read(f"draft: {value}", "a.md")[0].draft


@pytest.mark.parametrize("value", ["false", "no", "off", "False", "", "null"])
def test_what_plainly_is_no_draft_is_none(value: str) -> None:
    meta, wrong = read(f"draft: {value}", "a.md")
    assert not meta.draft
    assert not wrong


@pytest.mark.parametrize("block", ["draft: true\ntitle: a: b", "title: [a\ndraft: yes", "title: 'a\nDraft : x"])
def test_a_draft_stays_one_when_its_block_cannot_be_read(block: str) -> None:
    assert read(block, "a.md")[0].draft


def test_an_article_without_a_draft_line_is_none_when_its_block_cannot_be_read() -> None:
    assert not read("title: a: b\ndraft: false", "a.md")[0].draft
    assert not read("draft: false # ready\ntitle: a: b", "a.md")[0].draft
    assert not read("draft:\r\ntitle: a: b\r", "a.md")[0].draft
    assert not read("title: a: b", "a.md")[0].draft


@pytest.mark.parametrize(
    "alias",
    [
        "../up.html",
        "a/../../b",
        "/..",
        "..",
        "a/./b",
        "\\\\host\\x",
        "http://example.org/",
        "a?b",
        "a#b",
        "a//b",
        "C:/x",
    ],
)
def test_an_alias_that_leaves_the_site_is_refused(alias: str) -> None:
    meta, wrong = read(f"aliases: [ok.html, '{alias}']", "a.md")
    assert meta.aliases == ("ok.html",)
    assert len(wrong) == 1


@pytest.mark.parametrize("alias", ["old.html", "/old/", "a/b", "vieux/été.html"])
def test_an_alias_within_the_site_is_kept(alias: str) -> None:
    meta, wrong = read(f"aliases: {alias}", "a.md")
    assert meta.aliases == (alias,)
    assert not wrong


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "/relative", "ftp://example.org", "https:///x"]
)
def test_an_url_is_a_web_address(url: str) -> None:
    meta, wrong = read(f"url: '{url}'", "a.md")
    assert meta.url is None
    assert "web address" in str(wrong[0])


@pytest.mark.parametrize("slug", ["../x", "a/b", ".hidden", "a b", "", "-", "a%2fb", "a\\b"])
def test_a_slug_is_one_part_of_an_address(slug: str) -> None:
    assert read(f"slug: '{slug}'", "a.md")[0].slug is None


def test_anchors_and_aliases_of_yaml_are_read() -> None:
    meta, wrong = read("actors: &who [Ana Brel]\naliases: []\nsource: &s Ledger\nauthor: *s\n", "a.md")
    assert not wrong
    assert (meta.actors, meta.author) == (("Ana Brel",), "Ledger")


def test_many_aliases_of_yaml_do_not_explode() -> None:
    rows = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    rows += [f"a{k}: &a{k} [{', '.join([f'*a{k - 1}'] * 10)}]" for k in range(1, 12)]
    began = time.perf_counter()
    read("\n".join(rows) + "\nactors: *a11\n", "a.md")
    assert time.perf_counter() - began < 5


def test_deep_nesting_is_an_error_and_no_crash() -> None:
    for letters in ("[", "{a: ", "- "):
        meta, wrong = read("title: " + letters * 200_000, "a.md")
        assert meta.title is None
        assert wrong


@pytest.mark.parametrize("letters", ["\0", "\x07", "\ufffe", "\x1b[31m"])
def test_control_characters_are_an_error_and_no_crash(letters: str) -> None:
    meta, wrong = read(f"title: a{letters}b", "a.md")
    assert wrong or meta.title


def test_python_objects_are_not_made() -> None:
    meta, _ = read("title: !!python/object/apply:os.system ['true']\nauthor: !!python/name:os.system x", "a.md")
    assert meta.title is None


@given(st.text(max_size=40))
def test_no_block_crashes(block: str) -> None:
    meta, wrong = read(block, "a.md")
    assert isinstance(meta, FrontMatter)
    lines = block.count("\n") + block.count("\r") + block.count("\x85") + block.count("\u2028") + block.count("\u2029")
    assert all(0 <= d.line <= lines + 3 for d in wrong)


@given(st.text(max_size=200), st.text(max_size=50))
def test_the_parts_of_a_text_are_parts_of_it(block: str, body: str) -> None:
    text = f"---\n{block}\n---\n{body}"
    head, rest, lines = split(text)
    assert text.endswith(rest)
    assert head in text
    assert lines == text[: len(text) - len(rest)].count("\n")


def test_splitting_takes_time_in_proportion() -> None:
    began = time.perf_counter()
    split("---\n" + "\n --" * 200_000)
    split("---\n" + "-" * 500_000)
    assert time.perf_counter() - began < 2


# ---------------------------------------------------------------- excerpts


@pytest.mark.parametrize(
    ("value", "meant"), [("true", True), ("yes", True), ("false", False), ("off", False), ("", None), ("~", None)]
)
def test_whether_an_article_is_published_in_excerpts(value: str, meant: bool | None) -> None:
    meta, wrong = read(f"excerpt: {value}", "a.md")
    assert (meta.excerpt, wrong) == (meant, ())


@pytest.mark.parametrize("value", ["perhaps", "[a]", "3"])
def test_what_may_mean_an_excerpt_is_one(value: str) -> None:
    meta, (wrong,) = read(f"title: x\nexcerpt: {value}", "a.md")
    assert meta.excerpt is True
    assert str(wrong).startswith("a.md:3:10: excerpt ")
    assert "taken for true; write true or false" in str(wrong)


def test_an_excerpt_stays_one_when_its_block_cannot_be_read() -> None:
    assert read("excerpt: true\ntitle: a: b", "a.md")[0].excerpt is True
    assert read("excerpt: false\ntitle: a: b", "a.md")[0].excerpt is None
    assert read("title: a: b", "a.md")[0].excerpt is None
