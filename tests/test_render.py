from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from briefgen.diagnostic import BriefgenError
from briefgen.pages.page import Page
from briefgen.render import renderer
from briefgen.theme import find
from briefgen.views import Frame, Link, NotFoundView, RedirectView, SiteView
from tests.files import write_files

SITE = SiteView(title="Dams & <mills>", description="", language="en", generator="briefgen")
FRAME = Frame(title='"><script>alert(1)</script>', root="../", language="en", feed="../feed.xml")


def render(root: Path, templates: Mapping[str, str], template: str = "page.html", **view: Any) -> str:
    write_files(root / "templates", templates)
    page = Page("a/b.html", template, FRAME, NotFoundView(home=view.get("home", "")))
    return renderer(find(root), SITE)(page).decode()


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
    assert renderer(find(tmp_path), SITE)(Page("a.json", "", None, None, b"\xff{{ x }}")) == b"\xff{{ x }}"


def test_what_xml_cannot_hold_is_replaced_in_xml(tmp_path: Path) -> None:
    templates = {"page.xml": "{{ view.home }}", "page.html": "{{ view.home }}"}
    assert render(tmp_path, templates, "page.xml", home="a\x07b\0c\ufffe🌊é\t") == "a\ufffdb\ufffdc\ufffd🌊é\t"


def test_a_redirect_cannot_be_broken_out_of(tmp_path: Path) -> None:
    page = Page("old.html", "redirect.html", FRAME, RedirectView(target=Link('x"><script>', 'a";url=javascript:x')))
    shown = renderer(find(tmp_path), SITE)(page).decode()
    assert "<script>" not in shown
    assert 'a";' not in shown
