"""What people see in a terminal: summaries, progress, diagnostics, and annotated text in colour.

Colours and progress appear only on a terminal, and NO_COLOR is honoured (both are rich's doing).
Texts are content: control characters in them are shown, never obeyed.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from time import perf_counter
from typing import TYPE_CHECKING

import msgspec
from rich.console import Console
from rich.text import Text

from briefgen.annotation import Amount, Interval, Party
from briefgen.diagnostic import Diagnostic
from briefgen.span import Span

if TYPE_CHECKING:
    from rich.progress import TaskID

    from briefgen.outcome import Counts
    from briefgen.reading import Read
    from briefgen.serve.events import Event
    from briefgen.site import Written
    from briefgen.stages import Progress
    from briefgen.why import Why

SEVERITIES = {"error": "bold red", "warning": "yellow", "notice": "cyan"}
MARKS = {"actor": "bold blue", "quote": "green", "figure": "bold yellow", "date": "magenta", "key": "reverse"}


class Terminal:
    """Standard output for results, standard error for everything said about them."""

    def __init__(self, *, quiet: bool = False) -> None:
        self._quiet = quiet
        self._out = Console(highlight=False, markup=False, soft_wrap=True)
        self._err = Console(stderr=True, highlight=False, markup=False, soft_wrap=True)
        self._seconds: dict[str, float] = {}

    def say(self, text: str) -> None:
        """A line of good news."""
        if not self._quiet:
            self._err.print(Text(printable(text)))

    def complain(self, text: str) -> None:
        """A line of bad news."""
        self._err.print(Text(printable(text), style="red"))

    def diagnostics(self, diagnostics: Iterable[Diagnostic]) -> None:
        """Everything that authors should know, errors last so that they are seen."""
        order = list(SEVERITIES)
        for diagnostic in sorted(diagnostics, key=lambda d: (-order.index(d.severity), d)):
            if self._quiet and diagnostic.severity == "notice":
                continue
            label = Text(f"{diagnostic.severity}: ", style=SEVERITIES[diagnostic.severity])
            self._err.print(label + Text(printable(str(diagnostic))))

    @contextmanager
    def progress(self) -> Iterator[Progress]:
        """A function that shows how far each stage is, and times the stages."""
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
        from rich.progress import Progress as Bar

        began: dict[str, float] = {}
        bars: dict[str, TaskID] = {}
        columns = (TextColumn("{task.description:<10}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        shown = self._err.is_terminal and not self._quiet
        with Bar(*columns, console=self._err, transient=True, disable=not shown) as bar:

            def progress(stage: str, done: int, total: int) -> None:
                now = perf_counter()
                self._seconds[stage] = now - began.setdefault(stage, now)
                if shown:
                    if stage not in bars:
                        bars[stage] = bar.add_task(stage, total=total)
                    bar.update(bars[stage], completed=done)

            yield progress

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Time a stage that has no progress to show."""
        began = perf_counter()
        yield
        self._seconds[name] = perf_counter() - began

    def nothing_to_do(self, counts: Counts, place: str, seconds: float) -> None:
        """The summary of a build that found the site as it should be."""
        self.say(f"✓ nothing has changed: {_counted(counts)} in {place}   {seconds:.2f} s")

    def summary(self, counts: Counts, written: Written, place: str, seconds: float) -> None:
        """What was built, and how long each stage took."""
        if self._quiet:
            return
        self._err.print(Text(f"✓ {_counted(counts)}", style="bold"))
        files = f"{len(written.written)} written, {written.unchanged} unchanged, {len(written.removed)} removed"
        self._err.print(Text(f"  {place}: {_plural(counts.pages, 'page')}; files: {files}"))
        stages = ", ".join(f"{name} {spent:.2f}" for name, spent in self._seconds.items())
        speed = ""
        if counts.annotated and self._seconds.get("annotating", 0) > 0:
            rate = counts.words / self._seconds["annotating"]
            speed = f"; {_plural(counts.annotated, 'article')} annotated at {rate:,.0f} words/s"
        self._err.print(Text(f"  {seconds:.2f} s ({stages}){speed}", style="dim"))

    def files(self, written: Written) -> None:
        """Every file that a build touched."""
        for address in written.written:
            self._err.print(Text(f"  + {printable(address)}", style="green"))
        for address in written.removed:
            self._err.print(Text(f"  - {printable(address)}", style="red"))

    def why(self, why: Why, *, is_touched: bool) -> None:
        """Why a page is as it is; `is_touched` when its file is not as the last build left it."""
        self.say(why.address)
        if why.is_new:
            self.say("  no build has made it yet: the next one will")
        elif why.next:
            self.say("  the next build will make it again:")
            for reason in why.next:
                self.say(f"    - {reason}")
        elif is_touched:
            self.say("  its file is not as the last build left it; nothing that it is made from has changed")
        else:
            self.say("  up to date: nothing that it is made from has changed since it was made")
        if why.last:
            self.say("  it took the place of an earlier version because:")
            for reason in why.last:
                self.say(f"    - {reason}")
        self.say(f"  made from: {', '.join(why.made_from)}")

    def event(self, event: Event) -> None:
        """What the preview server reports."""
        from briefgen.serve.events import describe

        diagnostics, text = describe(event)
        self.diagnostics(diagnostics)
        if text:
            self.say(text)

    def record(self, read: Read, *, lines: bool, first: bool, last: bool) -> None:
        """An annotation record as JSON: one a line, or all of them as one readable list."""
        encoded = msgspec.json.encode(read.record)
        if lines:
            sys.stdout.buffer.write(encoded + b"\n")
            sys.stdout.buffer.flush()
            return
        pretty = msgspec.json.format(encoded, indent=2)
        alone = first and last
        sys.stdout.buffer.write(
            (b"" if alone or not first else b"[\n") + pretty + (b"\n" if alone else b"\n]\n" if last else b",\n")
        )
        sys.stdout.buffer.flush()

    def annotation(self, read: Read) -> None:
        """An annotated text to read."""
        show = self._out.print
        article, annotation = read.text.article, read.annotation
        text = article.text
        if read.number > 1:
            show()
        show(Text(printable(article.title), style="bold underline") + Text(f"  {article.path}", style="dim"))
        show(_coloured(read))
        names = {actor.id: actor.name for actor in annotation.actors}

        def who(party: Party | None) -> str:
            if party is None:
                return "nobody named"
            words = _line(party.span, text) if party.span else ""
            name = names.get(party.actor or "", "")
            return f"{name} (“{words}”)" if name and words and words != name else name or words

        self._heading("Actors", len(annotation.actors))
        for actor in annotation.actors:
            role = f", {actor.role}" if actor.role else ""
            also = f"  also: {', '.join(actor.aliases)}" if actor.aliases else ""
            show(
                Text("  ")
                + Text(printable(actor.name), style=MARKS["actor"])
                + Text(printable(f"{role} ({actor.kind}) {actor.salience:.2f}{also}"))
            )
        self._heading("Quotes", len(annotation.quotes))
        for quote in annotation.quotes:
            words = " … ".join(_line(span, text) for span in quote.content)
            shown = f"“{words}”" if quote.kind == "direct" else words
            stance = f" {quote.stance}" if quote.stance else ""
            show(Text(printable(f"  {who(quote.speaker)}{stance}: ")) + Text(printable(shown), style=MARKS["quote"]))
            origin = f"; passes on {', then '.join(map(who, quote.chain))}" if quote.chain else ""
            show(Text(printable(f"    {quote.kind}, {quote.confidence:.2f}; {quote.why}{origin}"), style="dim"))
        figures = [fact for fact in annotation.facts if isinstance(fact.value, Amount)]
        self._heading("Figures", len(figures))
        for fact in figures:
            value = fact.value
            assert isinstance(value, Amount)
            subject = _line(value.subject, text) if value.subject else ""
            amount = (
                f"{value.amount:g}"
                if value.amount is not None
                else f"{value.low or 0:g}–{value.high or 0:g}"
                if value.high
                else f"{value.low or 0:g}+"
            )
            detail = ", ".join(filter(None, (value.qualifier.replace("_", " "), amount, value.unit, value.measure)))
            claim = f"; says {who(fact.claimant)}" if fact.claimant else ""
            show(
                Text("  ")
                + Text(printable(_line(fact.span, text)), style=MARKS["figure"])
                + Text(printable(f" {subject}  ({detail}{claim})"))
            )
        dates = [fact for fact in annotation.facts if fact.kind == "date"]
        self._heading("Dates", len(dates))
        for fact in dates:
            value = fact.value
            when = f"{value.start} … {value.end}, {value.precision}" if isinstance(value, Interval) else "unresolved"
            show(Text("  ") + Text(printable(_line(fact.span, text)), style=MARKS["date"]) + Text(f"  {when}"))
        self._heading("Key facts", len(annotation.key_facts))
        for key in annotation.key_facts:
            show(Text(printable(f"  {key.score:.2f} {_line(key.sentence, text)}")))
            show(Text(printable(f"       {key.why}"), style="dim"))
        self.diagnostics(annotation.diagnostics)

    def _heading(self, title: str, count: int) -> None:
        self._out.print(Text(f"\n{title} ({count})", style="bold"))


def printable(text: str) -> str:
    """Text without control characters, which a terminal would obey: they are shown as escapes."""
    return re.sub(
        r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", lambda found: f"\\x{ord(found[0]):02x}", text
    )


def _coloured(read: Read) -> Text:
    """The article's text with its annotations in colour."""
    annotation, text = read.annotation, read.text.article.text
    shown = Text(re.sub(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", "\ufffd", text))
    for quote in annotation.quotes:
        for span in quote.content:
            shown.stylize(MARKS["quote"], span.start, span.end)
    for fact in annotation.facts:
        shown.stylize(MARKS[fact.kind], fact.span.start, fact.span.end)
    for mention in annotation.mentions:
        if mention.actor:
            shown.stylize(MARKS["actor"], mention.span.start, mention.span.end)
    return shown


def _counted(counts: Counts) -> str:
    return " · ".join(
        (
            _plural(counts.briefings, "briefing"),
            _plural(counts.articles, "article"),
            _plural(counts.actors, "actor"),
            _plural(counts.quotes, "quote"),
            _plural(counts.figures, "figure"),
        )
    )


def _plural(number: int, word: str) -> str:
    return f"{number:,} {word}{'' if number == 1 else 's'}"


def _line(span: Span, text: str) -> str:
    return " ".join(span.of(text).split())
