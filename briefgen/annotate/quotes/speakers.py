"""Who a speaker is: from the words that stand in the text to an actor's id, or to nobody.

Names first, then pronouns (`antecedents`), relative pronouns, and descriptions such as "the minister". Leaves a speaker
alone when unsure; "I" and "we" are never resolved.
"""

from __future__ import annotations

from collections.abc import Mapping

from spacy.tokens import Doc, Token

from briefgen.annotate.quotes.antecedents import PRONOUNS, Resolved, Scene, antecedent, is_possessor
from briefgen.annotate.quotes.phrases import RELATIVES, Range
from briefgen.annotation import Actor, Mention
from briefgen.span import Span

_FIRST = frozenset({"i", "we", "you", "me", "us", "my", "our", "your", "one"})
_RELATIVE = frozenset({"who", "which", "that", "whom", "whose"})
_GROUPS = frozenset({
    "group", "company", "organization", "organisation", "agency", "ministry", "party", "movement", "alliance", "union",
    "bank", "firm", "council", "committee", "commission", "court", "team", "association", "institute", "bloc",
})  # fmt: skip
"""Words for an organisation that is named above."""
_PASSED_OVER = frozenset({"former", "then", "'s", "’s", "of", "for", "the"})
_FAR = 300
"""How many mentions up a description may refer."""


def scene(
    doc: Doc,
    text: str,
    actors: tuple[Actor, ...],
    mentions: tuple[Mention, ...],
    pronouns: Mapping[str, str | None],
    hidden: tuple[Span, ...],
) -> Scene:
    """Prepare an article for `resolve`; `hidden` are the stretches within quotation marks, ascending."""
    named = tuple(sorted((m for m in mentions if m.actor is not None), key=lambda m: m.span))
    return Scene(doc, text, {a.id: a for a in actors}, named, tuple(m.span.start for m in named), pronouns, hidden)


def resolve(scene: Scene, speaker: Range, previous: str | None) -> Resolved:
    """The actor that the words of `speaker` (tokens) stand for; `previous` is who spoke last above them."""
    words = scene.doc[speaker.start : speaker.end]
    span = Span(words.start_char, words.end_char)
    text = words.text.casefold()
    if text in _FIRST:
        return Resolved(None, "first person", 0.5)
    if text in _RELATIVE:
        return _relative(scene, words[0])
    if text in PRONOUNS:
        return antecedent(scene, span, previous)
    named = _named(scene, speaker)
    if named is not None:
        return Resolved(named, "", 1.0)
    return _described(scene, speaker, span, previous)


def _named(scene: Scene, speaker: Range) -> str | None:
    """The actor that a noun phrase names: its head, or the person in apposition; never one who only qualifies it."""
    doc = scene.doc
    words = doc[speaker.start : speaker.end]
    inside = list(scene.between(words.start_char, words.end_char + 3))
    inside = [m for m in inside if m.span.end <= words.end_char or m.span.start == words.start_char]
    for mention in inside:
        if len(mention.span) >= words.end_char - words.start_char - 4:
            return mention.actor  # "the Kremlin": nothing but the name
    free = [mention for mention in inside if not _qualifies(scene, mention, speaker)]
    people = [mention for mention in free if _is_person(scene, mention)]
    root = words.root
    for mention in (*people, *free):
        if mention.span.start <= root.idx < mention.span.end:
            return mention.actor
    return people[0].actor if people else None


def _is_person(scene: Scene, mention: Mention) -> bool:
    known = scene.actors.get(mention.actor or "")
    return known.kind == "person" if known else mention.label == "PERSON"


def _qualifies(scene: Scene, mention: Mention, speaker: Range) -> bool:
    """Whether a name only qualifies another noun: "Veltia's minister", "a spokesman for Oren", "the Oren official"."""
    doc = scene.doc
    span = doc.char_span(mention.span.start, mention.span.end, alignment_mode="expand")
    if span is None or is_possessor(scene.text, mention):
        return True
    if span.start > speaker.start and doc[span.start - 1].tag_ in ("IN", "TO"):
        return True
    if span.start > speaker.start + 1 and doc[span.start - 1].tag_ == "DT" and doc[span.start - 2].tag_ in ("IN", "TO"):
        return True
    after = doc[span.end] if span.end < speaker.end else None
    return after is not None and after.tag_ in ("NN", "NNS", "HYPH", "POS")


def _relative(scene: Scene, pronoun: Token) -> Resolved:
    """Relative clauses: "Vale, who said …": the noun that the relative clause hangs on, else the name just before."""
    clause = pronoun
    for _ in range(4):
        if clause.dep_ in RELATIVES or clause.dep_ == "acl" or clause.head.i == clause.i:
            break
        clause = clause.head
    noun = clause.head if clause.dep_ in (*RELATIVES, "acl") and clause.head.i < pronoun.i else None
    gap = scene.doc[pronoun.i - 1].idx if pronoun.i else pronoun.idx
    for mention in reversed(scene.between(max(0, pronoun.idx - 400), pronoun.idx)):
        hangs = noun is not None and mention.span.start <= noun.idx < mention.span.end
        if hangs or mention.span.end >= gap - 1:
            return Resolved(mention.actor, f"“{pronoun.text}” → {scene.name(mention.actor)}", 0.9)
    return Resolved(None, "", 0.7)


def _described(scene: Scene, speaker: Range, span: Span, previous: str | None) -> Resolved:
    """Descriptions, "the minister", "the group": the one actor above whose role or kind it describes."""
    doc = scene.doc
    words = [token.lower_ for token in doc[speaker.start : speaker.end] if not token.is_space]
    content = [word for word in words[1:] if word not in _PASSED_OVER]
    if not content or words[0] not in ("the", "this", "that") or "," in words:
        return Resolved(None, "", 0.8)
    said = span.of(scene.text)
    above = scene.between(0, span.start)[-_FAR:]
    fitting = dict.fromkeys(m.actor for m in above if _has_role(scene.actors.get(m.actor or ""), content))
    if previous in fitting:
        fitting = {previous: None}
    if len(fitting) == 1:
        only = next(iter(fitting))
        return Resolved(only, f"“{said}” → {scene.name(only)} (role)", 0.75)
    if fitting or len(content) > 1 or content[0] not in _GROUPS:
        return Resolved(None, "", 0.8)
    paragraph = scene.text.rfind("\n", 0, max(scene.text.rfind("\n", 0, span.start), 0)) + 1
    known = [scene.actors.get(m.actor or "") for m in above if m.span.start >= paragraph]
    near = {actor.id for actor in known if actor is not None and actor.kind == "organization"}
    if len(near) != 1:
        return Resolved(None, "", 0.8)
    only = next(iter(near))
    return Resolved(only, f"“{said}” → {scene.name(only)} (the only one above)", 0.65)


def _has_role(actor: Actor | None, content: list[str]) -> bool:
    if actor is None or not actor.role:
        return False
    role = actor.role.casefold().replace("-", " ").split()
    return content[-1] in role and all(word in role for word in content)
