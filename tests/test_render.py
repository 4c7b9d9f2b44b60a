from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from briefgen.diagnostic import BriefgenError
from briefgen.digests import digest
from briefgen.interface import words
from briefgen.pages.page import Page
from briefgen.render import Compiled, environment, renderer, versions
from briefgen.source import Moved
from briefgen.theme import find
from briefgen.views.feeds import NotFoundView, RedirectView
from briefgen.views.frame import Frame, SiteView
from briefgen.views.parts import Link
from tests.files import write_files

SITE = SiteView(title="Dams & <mills>", description="", language="en", generator="briefgen")
FRAME = Frame(title='"><script>alert(1)</script>', root="../", language="en", feed="../feed.xml")


def render(root: Path, templates: Mapping[str, str], template: str = "page.html", **view: Any) -> str:
    write_files(root / "templates", templates)
    page = Page("a/b.html", template, FRAME, NotFoundView(home=view.get("home", "")))
    return rendering(root)(page).decode()


def rendering(root: Path, compiled: Compiled | None = None) -> Callable[[Page], bytes]:
    """What renders with the templates that there are now."""
    theme = find(root)
    return renderer(theme, SITE, environment(theme, words("en"), compiled))


def failure(call: Callable[[], object]) -> str:
    with pytest.raises(BriefgenError) as caught:
        call()
    (diagnostic,) = caught.value.diagnostics
    assert diagnostic.severity == "error"
    return str(diagnostic)


def test_a_template_sees_site_page_and_view_and_nothing_else(tmp_path: Path) -> None:
    shown = render(tmp_path, {"page.html": "{{ site.title }}|{{ page.root }}|{{ view.home }}"}, home="x")
    assert shown == "Dams &amp; &lt;mills&gt;|../|x"
    for name in ("range", "lipsum", "dict", "cycler", "joiner", "namespace", "now", "request", "config", "frame"):
        message = failure(lambda name=name: render(tmp_path, {"page.html": f"{{{{ {name} }}}}"}))
        assert f"'{name}' is undefined" in message


@pytest.mark.parametrize("template", ["page.html", "page.xml"])
def test_everything_is_escaped(tmp_path: Path, template: str) -> None:
    shown = render(tmp_path, {template: '<a title="{{ page.title }}">{{ page.title }}</a>'}, template)
    assert "<script>" not in shown
    assert "&#34;&gt;&lt;script&gt;" in shown


def test_an_unknown_name_points_into_the_template(tmp_path: Path) -> None:
    message = failure(lambda: render(tmp_path, {"page.html": "one\ntwo\n{{ page.nothing }}\n"}))
    assert message.startswith("templates/page.html:3: ")
    assert "nothing" in message
    assert "a/b.html" in message


def test_a_mistake_in_an_included_template_points_there(tmp_path: Path) -> None:
    templates = {"page.html": "{% include 'parts/foot.html' %}", "parts/foot.html": "\n{{ view.nothing }}"}
    assert failure(lambda: render(tmp_path, templates)).startswith("templates/parts/foot.html:2: ")


def test_a_mistake_in_a_macro_points_there(tmp_path: Path) -> None:
    templates = {
        "page.html": "{% import 'm.html' as m %}\n{{ m.x(1) }}",
        "m.html": "{% macro x(a) %}\n\n{{ a + 'b' }}{% endmacro %}",
    }
    assert failure(lambda: render(tmp_path, templates)).startswith("templates/m.html:3: ")


@pytest.mark.parametrize(
    "source", ["{% if %}", "{{ page.title | nofilter }}", "{% for x in %}", "{{ 'a }}", "{% nosuch %}", "{% block a %}"]
)
def test_a_syntax_error_points_into_the_template(tmp_path: Path, source: str) -> None:
    assert failure(lambda: render(tmp_path, {"page.html": f"one\n{source}"})).startswith("templates/page.html:2: ")


@pytest.mark.parametrize("source", ["{{ 1 / 0 }}", "{{ page.title.x() }}", "{{ 'a' + 1 }}", "{{ [][1].x }}"])
def test_whatever_a_template_does_wrong_is_a_diagnostic(tmp_path: Path, source: str) -> None:
    assert failure(lambda: render(tmp_path, {"page.html": source})).startswith("templates/page.html:1: ")


def test_a_template_that_includes_itself_is_a_diagnostic(tmp_path: Path) -> None:
    assert "templates/page.html:1" in failure(lambda: render(tmp_path, {"page.html": "{% include 'page.html' %}"}))


def test_a_missing_template_is_a_diagnostic(tmp_path: Path) -> None:
    assert "templates/none.html" in failure(lambda: render(tmp_path, {"page.html": "{% extends 'none.html' %}"}))


def test_a_template_that_is_not_utf8_is_a_diagnostic(tmp_path: Path) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates/page.html").write_bytes(b"caf\xe9")
    assert "templates/page.html" in failure(lambda: render(tmp_path, {}))


def test_a_template_can_extend_the_one_that_it_replaces(tmp_path: Path) -> None:
    own = "{% extends 'theme/404.html' %}{% block main %}own words{% endblock %}"
    shown = render(tmp_path, {"404.html": own}, "404.html")
    assert "own words" in shown
    assert "<!doctype html>" in shown


def test_a_template_cannot_leave_its_folders(tmp_path: Path) -> None:
    write_files(tmp_path, {"secret.txt": "secret"})
    assert "templates/../secret.txt" in failure(
        lambda: render(tmp_path, {"page.html": "{% include '../secret.txt' %}"})
    )


def test_a_page_that_is_ready_is_left_alone(tmp_path: Path) -> None:
    assert rendering(tmp_path)(Page("a.json", "", None, None, b"\xff{{ x }}")) == b"\xff{{ x }}"


def test_what_xml_cannot_hold_is_replaced_in_xml(tmp_path: Path) -> None:
    templates = {"page.xml": "{{ view.home }}", "page.html": "{{ view.home }}"}
    assert render(tmp_path, templates, "page.xml", home="a\x07b\0c\ufffe🌊é\t") == "a\ufffdb\ufffdc\ufffd🌊é\t"


def test_a_redirect_cannot_be_broken_out_of(tmp_path: Path) -> None:
    page = Page("old.html", "redirect.html", FRAME, RedirectView(target=Link('x"><script>', 'a";url=javascript:x')))
    shown = rendering(tmp_path)(page).decode()
    assert "<script>" not in shown
    assert 'a";' not in shown


# ---------------------------------------------------------------- templates that change

PAGE = Page("a.html", "page.html", FRAME, NotFoundView(home="x"))


@pytest.mark.parametrize("template", ["page.html", "parts/foot.html"])
@pytest.mark.parametrize("change", ["edited", None])
def test_a_template_that_is_not_what_was_found_is_not_rendered(
    tmp_path: Path, template: str, change: str | None
) -> None:
    write_files(tmp_path / "templates", {"page.html": "{% include 'parts/foot.html' %}", "parts/foot.html": "foot"})
    render = rendering(tmp_path)
    path = tmp_path / "templates" / template
    if change is None:
        path.unlink()
    else:
        path.write_text(change)
    with pytest.raises(Moved, match=template):
        render(PAGE)


def test_a_template_that_was_compiled_is_read_all_the_same(tmp_path: Path) -> None:
    """A renderer goes on with what was found; the next one shows what there is then."""
    write_files(tmp_path / "templates", {"page.html": "one {% include 'foot.html' %}", "foot.html": "foot"})
    compiled = Compiled()
    first = rendering(tmp_path, compiled)
    assert first(PAGE) == b"one foot"
    write_files(tmp_path / "templates", {"foot.html": "other foot"})
    assert first(PAGE) == b"one foot"
    assert rendering(tmp_path, compiled)(PAGE) == b"one other foot"


def test_a_mistake_in_a_template_that_was_compiled_before_points_into_it(tmp_path: Path) -> None:
    compiled = Compiled()
    write_files(tmp_path / "templates", {"page.html": "one\n{{ page.nothing }}"})
    for _ in range(2):
        assert failure(lambda: rendering(tmp_path, compiled)(PAGE)).startswith("templates/page.html:2: ")


TEMPLATES = {
    "page.html": "{% extends 'base.html' %}{% block main %}{% include 'parts/foot.html' %}{% endblock %}",
    "base.html": "{% import 'm.html' as m %}{% block main %}{% endblock %}",
    "m.html": "{% macro x() %}{% endmacro %}",
    "parts/foot.html": "{% from 'm.html' import x %}",
    "other.html": "{% include ['none.html', 'parts/foot.html'] ignore missing %}",
    "loop.html": "{% include 'loop2.html' %}",
    "loop2.html": "{% include 'loop.html' %}",
    "any.html": "{% include page.title %}",
    "alone.html": "x",
}
"""What each of them uses: see `test_a_templates_version_...`."""


def identified(root: Path) -> Mapping[str, str]:
    theme = find(root)
    return versions(theme, environment(theme, words("en")))


@pytest.mark.parametrize(
    ("edited", "users"),
    [
        ("page.html", {"page.html"}),
        ("base.html", {"base.html", "page.html"}),
        ("m.html", {"m.html", "base.html", "page.html", "parts/foot.html", "other.html"}),
        ("parts/foot.html", {"parts/foot.html", "page.html", "other.html"}),
        ("loop.html", {"loop.html", "loop2.html"}),
        ("alone.html", {"alone.html"}),
        ("any.html", {"any.html"}),
        ("none.html", {"none.html", "other.html"}),
        ("new.html", {"new.html"}),
    ],
)
def test_a_templates_version_is_its_own_and_that_of_all_it_uses(tmp_path: Path, edited: str, users: set[str]) -> None:
    write_files(tmp_path / "templates", TEMPLATES)
    before = identified(tmp_path)
    write_files(tmp_path / "templates", {edited: TEMPLATES.get(edited, "") + " "})
    after = identified(tmp_path)
    changed = {name for name in after if before.get(name) != after[name] and not name.startswith("theme/")}
    # One that names another by a variable may use any.
    assert changed & {*TEMPLATES, edited} == users | {"any.html"}


def test_a_template_of_the_theme_counts_for_the_one_that_extends_it(tmp_path: Path) -> None:
    write_files(tmp_path / "templates", {"404.html": "{% extends 'theme/404.html' %}"})
    before = identified(tmp_path)
    write_files(tmp_path / "templates", {"base.html": "own"})
    after = identified(tmp_path)
    assert before["404.html"] != after["404.html"]
    assert before["robots.txt"] == after["robots.txt"]


@pytest.mark.parametrize("broken", [b"{% if %}", b"caf\xe9", b"{% include 3 %}"])
def test_a_template_that_cannot_be_parsed_has_a_version_all_the_same(tmp_path: Path, broken: bytes) -> None:
    write_files(
        tmp_path / "templates", {"page.html": broken, "user.html": "{% include 'page.html' %}", "alone.html": "x"}
    )
    before = identified(tmp_path)
    assert {"page.html", "user.html"} <= set(before)
    write_files(tmp_path / "templates", {"alone.html": "y"})
    after = identified(tmp_path)
    assert before["page.html"] != after["page.html"] or broken == b"{% include 3 %}"
    assert before["robots.txt"] == after["robots.txt"]


def test_a_version_does_not_depend_on_where_the_templates_lie(tmp_path: Path) -> None:
    for name in ("one", "two"):
        write_files(tmp_path / name / "templates", TEMPLATES)
    assert identified(tmp_path / "one") == identified(tmp_path / "two")


def test_a_template_that_moves_while_versions_are_told_is_noticed(tmp_path: Path) -> None:
    write_files(tmp_path / "templates", {"page.html": "x"})
    theme = find(tmp_path)
    (tmp_path / "templates/page.html").write_text("y")
    assert digest(b"y") != theme.templates["page.html"].digest
    with pytest.raises(Moved):
        versions(theme, environment(theme, words("en")))


# ---------------------------------------------------------------- words of the interface


def test_templates_say_what_the_interface_says(tmp_path: Path) -> None:
    assert (
        render(tmp_path, {"page.html": "{{ t('count.quotes', n=1204) }}, {{ t('page.actors') }}"})
        == "1,204 quotes, Actors"
    )


def test_what_is_put_into_a_sentence_is_escaped_unless_it_is_html(tmp_path: Path) -> None:
    page = "{{ t('mark.quote_by', label='<Q1>', who=view.home) }}"
    assert render(tmp_path, {"page.html": page}, home="A & B") == "&lt;Q1&gt;, quote by A &amp; B"
    page = "{% set b %}<b>{{ view.home }}</b>{% endset %}{{ t('mark.quote_by', label='<Q1>', who=b) }}"
    assert render(tmp_path, {"page.html": page}, home="A & B") == "&lt;Q1&gt;, quote by <b>A &amp; B</b>"


def test_words_that_there_are_not_are_a_mistake_of_the_template(tmp_path: Path) -> None:
    said = failure(lambda: render(tmp_path, {"page.html": "\n{{ t('no.such') }}"}))
    assert "page.html:2" in said
    assert "no.such" in said
