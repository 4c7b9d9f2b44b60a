"""The desk: everything known of a site between its sources and its pages, kept up to date.

    Found -> Article -> Annotation -> Outline -> plan -> recipe -> page -> bytes

Each step is a pure function. Its result is kept under a key that is the fingerprint of all that it depends
on, together with the versions of what computed it: a file's digest leads to its outline, outlines to the
plan, a page's recipe to its bytes. Whoever finds an answer under its key goes no further back, so that
nothing is parsed, annotated or rendered whose grounds have not changed; and what comes out does not depend
on what was there before.
"""

from __future__ import annotations

import functools
import os
from collections.abc import Callable, Iterable, Mapping, Set

import msgspec

from briefgen import __version__, intake, kept, render
from briefgen.briefing.excerpts import published
from briefgen.briefing.outline import Entry, Outline
from briefgen.briefing.shelf import Shelf
from briefgen.colours import rules
from briefgen.diagnostic import Diagnostic
from briefgen.inputs import Basis, Inputs
from briefgen.intake import Taken
from briefgen.interface import words
from briefgen.kept import Pressed, keep, kept_digest, pack
from briefgen.memo import Memo, fingerprint
from briefgen.pages import addresses
from briefgen.pages.anchors import Anchors, anchors
from briefgen.pages.directory import Opened, Used
from briefgen.pages.page import Masthead, Page
from briefgen.pages.plan import Plan
from briefgen.pages.recipe import Recipe, grounds, make, template_of
from briefgen.source import Moved
from briefgen.stages import Progress
from briefgen.theme import Theme
from briefgen.views.frame import SiteView

OPEN = 400
"""Articles kept open at once."""


class Desk:
    """A site between its sources and its pages."""

    def __init__(self, memo: Memo) -> None:
        self.memo = memo
        self.plan = Plan(Masthead(title="", description="", base_url="", language=""), (), ())
        self.taken: Taken | None = None
        """What the plan was made from."""
        self._compiled = render.Compiled()
        self._common = self._grounds = ""
        self._shelf = Shelf(_address)
        self._entries: dict[str, tuple[Entry, Anchors]] = {}
        self._earlier: dict[str, Entry] = {}
        """Articles shown instead of their sources' last versions, by content: nobody else could bring them back."""

    # ------------------------------------------------------------------ sources to plan

    def take(self, inputs: Inputs, progress: Progress = lambda *_: None, *, jobs: int | None = None) -> Taken:
        """Read, parse and annotate what is not known yet, by `jobs` processes (None: as many as pay off).

        The plan stays as it is. Raises `BriefgenError` without a model, `Moved` when a file changes meanwhile.
        """
        return intake.take(self.memo, inputs, self.taken, progress, jobs)

    @property
    def basis(self) -> Basis:
        """What the pages are planned from. To be asked of a desk that is settled."""
        assert self.taken is not None
        taken = self.taken
        return Basis(
            common=self._grounds, ground=taken.ground, drafts=taken.inputs.drafts, digests=taken.digests
        )  # fmt: skip

    def resume(self, taken: Taken, basis: Basis | None) -> Set[str] | None:
        """Settle for the first time, and say what is otherwise than in a build that began from `basis`.

        Gives the addresses of pages that may be others than then; None when any page may be. Raises as `settle` does.
        """
        earlier = intake.earlier(self.memo, taken, basis) if basis else None
        if basis is None or earlier is None:
            self.settle(taken)
            return None
        self.settle(msgspec.structs.replace(taken, outlines=earlier))
        is_same = self._grounds == basis.common
        changed = self.settle(taken)
        return changed if is_same else None

    def settle(self, taken: Taken, instead: Mapping[str, Outline] | None = None) -> Set[str] | None:
        """Make the plan that of these articles, or of those that are given `instead` of them, by path.

        Gives the addresses of pages that may be others than before, new ones too; None when any page may be. Raises
        `Moved` when a template is not what was found.
        """
        inputs = taken.inputs
        earlier = {path: entry for path, one in (instead or {}).items() if (entry := self._known(one.content))}
        self._earlier = {instead[path].content: entry for path, entry in earlier.items()} if instead else {}
        outlines = dict(taken.outlines)
        outlines |= {path: one for path, one in (instead or {}).items() if path in earlier and path in outlines}
        settings = inputs.project.settings
        masthead = Masthead(
            title=settings.title,
            description=settings.description,
            base_url=settings.base_url,
            language=settings.language,
            interface=settings.interface,
            is_searched=settings.search != "none",
            dated=settings.dated,
        )
        site = SiteView(
            title=settings.title,
            description=settings.description,
            language=settings.language,
            generator=f"briefgen {__version__}",
            interface=settings.interface,
            logo=addresses.quoted(inputs.logo),
            colours=rules(settings.colours),
            tokens=rules(settings.colours, whole=True),
        )
        templates = {name: template.digest for name, template in inputs.theme.templates.items()}
        theme = functools.partial(_theme, inputs.theme, site, self._compiled)
        # The same bytes may be another file: which one is read counts for what is compiled, not for what it gives.
        files = [os.fsencode(template.file) for template in inputs.theme.templates.values()]
        self._render, self._templates = self.memo.once("theme", fingerprint(templates, files, site), theme)
        self._site = fingerprint(site, masthead)
        self.taken = taken
        changes = self._shelf.update(outlines, drafts=inputs.drafts)
        copied = [
            (one.place, one.digest, os.fsencode(one.file)) for one in (*inputs.sources.statics, *inputs.theme.assets)
        ]
        is_indexed = settings.search == "pagefind"
        common = fingerprint(masthead, copied, is_indexed)
        if common != self._common:
            self._common = common
            self.plan = Plan(masthead, inputs.sources.statics, inputs.theme.assets, is_indexed=is_indexed)
            self.plan.update(self._shelf.shown.items())
        else:
            changed = self.plan.update(changes)
        shared = fingerprint(common, self._site, templates, inputs.code)
        is_anew, self._grounds = shared != self._grounds, shared
        return None if is_anew else changed

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """What there is to say of the sources and their addresses, sorted."""
        if self.taken is None:
            return ()
        found = [*self.taken.inputs.sources.diagnostics, *self.plan.diagnostics]
        for path, one in self.taken.outlines.items():
            found += one.diagnostics
            found += one.notices if path in self._shelf.shown else ()
        for one, owner in self._shelf.doubles:
            message = f"claims the address {_address(one)}, which belongs to {owner.path}; left out"
            hint = "give one of them another name or slug"
            found.append(Diagnostic(path=one.path, message=message, hint=hint))
        return tuple(sorted(set(found)))

    @property
    def shown(self) -> Mapping[str, Outline]:
        """The outlines of everything that is published, by path."""
        return self._shelf.shown

    def warm(self) -> None:
        """Load the model, which the next article to be annotated needs. Raises `BriefgenError` without it."""
        if self.taken:
            intake.warm(self.memo, self.taken)

    # ------------------------------------------------------------------ plan to pages

    def key(self, address: str) -> tuple[str, Recipe, dict[str, str]]:
        """(what identifies the page at an address, its recipe, what it is made from). Raises `KeyError`."""
        recipe = self.plan.recipe(address)
        made_from = grounds(recipe)
        template = template_of(recipe)
        made_from["site"] = self._site
        made_from["code"] = self.taken.inputs.code.pages if self.taken else ""
        if template:
            made_from[f"templates/{template}"] = self._templates.get(template, "")
        return fingerprint(type(recipe).__name__, made_from), recipe, made_from

    def render(self, recipe: Recipe) -> bytes:
        """The page of a recipe. Raises `BriefgenError` that points into the template, or `Moved`."""
        return self._render(make(recipe, self.plan.masthead, self._open))

    def printed(self, address: str) -> str:
        """The key of the page at an address, rendered and kept unless it is already. Raises as `render` does."""
        key, recipe, made_from = self.key(address)
        if kept_digest(self.memo, key) is None:
            keep(self.memo, key, self.press(recipe, made_from))
        return key

    def press(self, recipe: Recipe, made_from: dict[str, str]) -> Pressed:
        """A page rendered and packed."""
        return pack(self.render(recipe), made_from)

    @property
    def origins(self) -> dict[str, str]:
        """The source of each article's page, and of each index page: address to path."""
        return {_address(one): path for path, one in self._shelf.shown.items()}

    def address(self, path: str) -> str:
        """The page of an article that is published, or of a briefing's index page. Raises `KeyError`."""
        return _address(self._shelf.shown[path])

    def prune(self, pages: Iterable[str], bases: Iterable[Basis] = ()) -> None:
        """Forget what nothing leads to any more; `pages` are the keys of the pages to keep.

        The outlines that builds began from, which are to be resumed from these `bases`, are kept, too.
        """
        if self.taken is None:
            return
        # The plan may know earlier versions of articles whose sources are broken now.
        intake.prune(self.memo, self.taken, self._shelf.shown.values(), bases)
        kept.prune(self.memo, set(pages))
        self.memo.commit()

    def _open(self, used: Used) -> Opened:
        known = self._entries.pop(used.content, None)
        if known is None:
            entry = self._entry(used)
            # Where something is said stays its address, whether its words are published or not.
            known = published(entry), anchors(entry.article, entry.annotation)
            if len(self._entries) >= OPEN:
                # The one that was not asked for the longest.
                self._entries.pop(next(iter(self._entries)))
        self._entries[used.content] = known
        return Opened(*known, dict(used.faces))

    def _known(self, content: str) -> Entry | None:
        return self._earlier.get(content) or intake.entry(self.memo, content)

    def _entry(self, used: Used) -> Entry:
        entry = self._known(used.content)
        if entry is None:
            # Somebody has thrown away the cache: the article has to be read again.
            self.memo.prune("outline", ())
            self.taken = None
            raise Moved(used.path)
        return entry


def _theme(
    theme: Theme, site: SiteView, compiled: render.Compiled
) -> tuple[Callable[[Page], bytes], Mapping[str, str]]:
    """(what renders pages, what identifies each template)"""
    jinja = render.environment(theme, words(site.interface), compiled)
    return render.renderer(theme, site, jinja), render.versions(theme, jinja)


def _address(one: Outline) -> str:
    """The page of an article, or of a briefing's index page."""
    return addresses.briefing(one.folder) if one.is_index else addresses.article(one)
