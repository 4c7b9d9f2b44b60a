"""Pages to bytes through Jinja templates. The one module that imports jinja2.

A template sees `site`, `page` and `view`, and `t`, which says what the interface says (`t("count.quotes", n=3)`); an
unknown name is an error that points into the template. Templates are trusted, what they show is not: everything is escaped.
"""

from __future__ import annotations

import functools
import re
import traceback
from collections.abc import Callable, Mapping

import jinja2
import jinja2.meta
from jinja2.bccache import Bucket
from markupsafe import Markup, escape

from briefgen.diagnostic import BriefgenError, Diagnostic
from briefgen.interface import Words
from briefgen.memo import fingerprint
from briefgen.pages.page import Page
from briefgen.source import Moved, as_found
from briefgen.theme import Theme
from briefgen.views.frame import SiteView

NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML cannot hold, not even escaped."""


class Compiled(jinja2.BytecodeCache):
    """Templates that were compiled once, by their source: editing one does not compile all the others again."""

    def __init__(self) -> None:
        self._code: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give what was compiled from the same source."""
        code = self._code.get(f"{bucket.key} {bucket.checksum}")
        if code:
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Take what was compiled."""
        # A key names a template and its file: one version of each is enough.
        for key in [key for key in self._code if key.startswith(f"{bucket.key} ")]:
            del self._code[key]
        self._code[f"{bucket.key} {bucket.checksum}"] = bucket.bytecode_to_string()


def environment(theme: Theme, words: Words, compiled: Compiled | None = None) -> jinja2.Environment:
    """What finds and compiles the theme's templates, as they were found: one that is not so any more raises `Moved`."""

    def load(name: str) -> tuple[str, str, Callable[[], bool]] | None:
        template = theme.templates.get(name)
        if template is None:
            return None
        content = as_found(template.file, template.digest, template.place)
        return content.decode("utf-8-sig"), template.file, lambda: True

    made = jinja2.Environment(
        loader=jinja2.FunctionLoader(load),
        autoescape=jinja2.select_autoescape(["html", "xml"]),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        # All of a theme stays compiled, however many templates it has.
        cache_size=-1,
        bytecode_cache=compiled,
    )
    made.globals.clear()
    made.globals["t"] = functools.partial(_say, words)
    return made


def _say(words: Words, key: str, /, **values: object) -> str:
    """What the interface says. What is put into it may be HTML (a link in a sentence); everything else is escaped."""
    if not any(isinstance(value, Markup) for value in values.values()):
        return words.say(key, **values)
    sentence = escape(words.sentence(key, values.get("n")))
    return sentence.format(**{name: words.shown(value) for name, value in values.items()})


@functools.lru_cache(maxsize=256)
def _referenced(source: str) -> frozenset[str] | None:
    """The names of templates that a template's source mentions; None when that cannot be told."""
    try:
        found = set(jinja2.meta.find_referenced_templates(jinja2.Environment().parse(source)))
    except jinja2.TemplateError:
        return None
    return None if None in found else frozenset(one for one in found if one)


def versions(theme: Theme, jinja: jinja2.Environment) -> Mapping[str, str]:
    """What identifies each template together with all those that it extends, imports or includes, by name.

    A template that names another by a variable may use any: all of them count for it. So do they for one
    that cannot be parsed, where only rendering says what is wrong.
    """
    digests = {name: template.digest for name, template in theme.templates.items()}
    whole = fingerprint(digests)
    direct: dict[str, frozenset[str] | None] = {}

    def uses(name: str) -> frozenset[str] | None:
        """The names that a template mentions, whether there are such templates or not; None when that cannot be told."""
        if name not in direct:
            direct[name] = frozenset()
            if name in theme.templates and jinja.loader:
                try:
                    direct[name] = _referenced(jinja.loader.get_source(jinja, name)[0])
                except UnicodeDecodeError:
                    direct[name] = None
        return direct[name]

    found: dict[str, str] = {}
    for name in theme.templates:
        reached, waiting = {name}, [name]
        is_told = True
        while waiting:
            names = uses(waiting.pop())
            if names is None:
                is_told = False
                break
            waiting += names - reached
            reached |= names
        found[name] = fingerprint({one: digests.get(one) for one in reached}) if is_told else whole
    return found


def renderer(theme: Theme, site: SiteView, jinja: jinja2.Environment) -> Callable[[Page], bytes]:
    """A function that renders pages. It raises `BriefgenError` that names the template and its line."""

    def render(page: Page) -> bytes:
        if not page.template:
            return page.content
        try:
            text = jinja.get_template(page.template).render(site=site, page=page.frame, view=page.view)
        except jinja2.TemplateSyntaxError as error:
            raise _failure(theme, error.filename or error.name, error.lineno, error.message) from None
        except jinja2.TemplateNotFound as error:
            raise BriefgenError(
                [Diagnostic(path=f"templates/{error.name}", message="there is no such template")]
            ) from None
        except UnicodeDecodeError as error:
            message = f"a template of this page is not UTF-8 ({error})"
            raise BriefgenError([Diagnostic(path=f"templates/{page.template}", message=message)]) from None
        except Moved:
            raise
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
