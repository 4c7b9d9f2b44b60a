"""Pages to bytes through Jinja templates. The one module that imports jinja2.

A template sees `site`, `page` and `view`, and nothing else; an unknown name is an error that points
into the template. Templates are trusted, what they show is not: everything is escaped.
"""

from __future__ import annotations

import re
import traceback
from collections.abc import Callable

import jinja2

from briefgen.diagnostic import BriefgenError, Diagnostic
from briefgen.pages.page import Page
from briefgen.theme import Theme
from briefgen.views import SiteView

NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML cannot hold, not even escaped."""


def renderer(theme: Theme, site: SiteView) -> Callable[[Page], bytes]:
    """A function that renders pages. It raises `BriefgenError` that names the template and its line."""
    loaders: list[jinja2.BaseLoader] = [jinja2.FileSystemLoader(folder) for folder in theme.folders]
    loaders.append(jinja2.PrefixLoader({"theme": jinja2.FileSystemLoader(theme.folders[-1])}))
    environment = jinja2.Environment(
        loader=jinja2.ChoiceLoader(loaders),
        autoescape=jinja2.select_autoescape(["html", "xml"]),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.globals.clear()

    def render(page: Page) -> bytes:
        if not page.template:
            return page.content
        try:
            text = environment.get_template(page.template).render(site=site, page=page.frame, view=page.view)
        except jinja2.TemplateSyntaxError as error:
            raise _failure(theme, error.filename or error.name, error.lineno, error.message) from None
        except jinja2.TemplateNotFound as error:
            raise BriefgenError(
                [Diagnostic(path=f"templates/{error.name}", message="there is no such template")]
            ) from None
        except UnicodeDecodeError as error:
            message = f"a template of this page is not UTF-8 ({error})"
            raise BriefgenError([Diagnostic(path=f"templates/{page.template}", message=message)]) from None
        except Exception as error:
            # Whatever a template does wrong (an unknown name, a sum of a text and a number) is its author's to mend.
            frames = [
                frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename.startswith(theme.folders)
            ]
            if not frames:
                raise
            message = f"{error} (on the page {page.address})"
            raise _failure(theme, frames[-1].filename, frames[-1].lineno or 0, message) from error
        return (NOT_XML.sub("\ufffd", text) if page.template.endswith(".xml") else text).encode("utf-8")

    return render


def _failure(theme: Theme, filename: str | None, line: int, message: str | None) -> BriefgenError:
    path = filename or ""
    for folder in theme.folders:
        if path.startswith(folder):
            path = "templates" + path[len(folder) :].replace("\\", "/")
    return BriefgenError([Diagnostic(path=path, line=line, message=message or "template error")])
