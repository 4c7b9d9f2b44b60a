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
_GROUPS = frozenset(
    {"group", "company", "organization", "organisation", "movement", "alliance", "firm", "team", "bloc"}
)
"""Words for an organisation whose name need not say what it is."""
_PUBLIC = frozenset({
    "ministry", "department", "committee", "commission", "court", "council", "parliament", "assembly", "government",
    "service", "police", "inspectorate",
})  # fmt: skip
"""Words in the names of what is no company and no group."""
_OFFICES = frozenset({
    "minister", "president", "premier", "chancellor", "senator", "secretary", "ambassador", "governor", "mayor", "king",
    "queen", "prince", "princess", "chairman", "chairwoman", "chair", "director", "general", "commander", "judge", "mp",
    "congressman", "congresswoman", "lawmaker", "leader", "chief", "candidate", "prosecutor", "pope", "bishop",
})  # fmt: skip
"""Words for one person, which a name explains: "a lawyer for the minister, Ann Vale"."""
_OTHER_OFFICES = frozenset({"prime", "vice", "deputy", "assistant", "acting", "former", "ex"})
"""Words that make another office of one: who is asked for as "the minister" is no prime minister."""
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
    called: dict[str, list[Actor]] = {}
    there = {mention.actor for mention in named}
    for actor in actors:
        if actor.kind == "organization" and actor.id in there:
            called.setdefault(_main_word(actor.name.casefold().split()), []).append(actor)
    bodies = {word: tuple(same) for word, same in called.items()}
    return Scene(
        doc, text, {a.id: a for a in actors}, named, tuple(m.span.start for m in named), pronouns, hidden, bodies
    )


def resolve(scene: Scene, speaker: Range, previous: str | None) -> Resolved:
    """The actor that the words of `speaker` (tokens) stand for; `previous` is who spoke last above them."""
    words = scene.doc[speaker.start : speaker.end]
    span = Span(words.start_char, words.end_char)
    text = words.text.casefold()
    if text in _FIRST:
        return Resolved(None, "first_person", 0.5)
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
        rest = (
            scene.text[words.start_char : mention.span.start] + scene.text[mention.span.end : words.end_char]
        ).strip()
        if rest.casefold() in ("", "the", "a", "an", "'s", "’s"):
            return mention.actor  # "the Kremlin": nothing but the name
    free = [mention for mention in inside if not _qualifies(scene, mention, speaker)]
    people = [mention for mention in free if _is_person(scene, mention)]
    for mention in free:
        if mention.span.end == words.end_char and _closes(scene, mention, speaker):
            return mention.actor
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
    if _is_person(scene, mention) and _names_inner_noun(doc, span.start, speaker.start):
        return True
    after = doc[span.end] if span.end < speaker.end else None
    return after is not None and after.tag_ in ("NN", "NNS", "HYPH", "POS")


def _closes(scene: Scene, mention: Mention, speaker: Range) -> bool:
    """Whether a name ends a phrase of nothing but its own words: "the opposition Union", "the builder, Oren Works"."""
    span = scene.doc.char_span(mention.span.start, mention.span.end, alignment_mode="expand")
    end = span.start if span is not None else speaker.start
    known = scene.actors.get(mention.actor or "")
    if (
        end - 1 > speaker.start
        and scene.doc[end - 1].text == ","
        and known is not None
        and known.kind == "organization"
    ):
        end -= 1
    return all(token.tag_ in _MODIFIERS and token.tag_ != "POS" for token in scene.doc[speaker.start : end])


def _names_inner_noun(doc: Doc, name: int, start: int) -> bool:
    """Whether a person's name explains an office that a preposition leads: "an aide to the president, Ann Vale"."""
    at = name - 1
    if at > start and doc[at].text == ",":
        at -= 1
    if at <= start or doc[at].lower_ not in _OFFICES:
        return False
    while at > start and doc[at].tag_ in _MODIFIERS:
        at -= 1
    return at > start and doc[at].lower_ in ("for", "of", "to", "with", "from", "by")


_MODIFIERS = frozenset({"DT", "PRP$", "JJ", "NN", "NNP", "NNPS", "POS", "HYPH", "CD"})


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
            return Resolved(mention.actor, "relative", 0.9)
    return Resolved(None, "", 0.7)


def _described(scene: Scene, speaker: Range, span: Span, previous: str | None) -> Resolved:
    """Descriptions, "the minister", "the group": the one actor above whose role or kind it describes."""
    doc = scene.doc
    words = [token.lower_ for token in doc[speaker.start : speaker.end] if not token.is_space]
    content = [word for word in words[1:] if word not in _PASSED_OVER]
    if not content or words[0] not in ("the", "this", "that") or "," in words:
        return Resolved(None, "", 0.8)
    above = scene.before(span.start, _FAR)
    fitting = dict.fromkeys(m.actor for m in above if _has_role(scene.actors.get(m.actor or ""), content))
    if previous in fitting:
        fitting = {previous: None}
    if len(fitting) == 1:
        only = next(iter(fitting))
        return Resolved(only, "role", 0.75)
    if fitting:
        return Resolved(None, "", 0.8)
    paragraph = scene.text.rfind("\n", 0, max(scene.text.rfind("\n", 0, span.start), 0)) + 1
    near = tuple(mention for mention in above if mention.span.start >= paragraph)
    nearby = [actor for mention in near if (actor := scene.actors.get(mention.actor or "")) is not None]
    for known, fits, why, sure in (
        (scene.called.get(content[-1], ()), _is_called, "only_called", 0.75),
        (nearby, _is_called, "nearest_called", 0.65),
        (nearby, _may_be, "only_above", 0.65),
    ):
        ids = {actor.id for actor in known if fits(actor, content)}
        if len(ids) == 1:
            only = next(iter(ids))
            return Resolved(only, why, sure)
    return Resolved(None, "", 0.8)


def _has_role(actor: Actor | None, content: list[str]) -> bool:
    if actor is None or not actor.role:
        return False
    role = actor.role.casefold().replace("-", " ").split()
    if content[-1] not in role or not all(word in role for word in content):
        return False
    before = role[: role.index(content[-1])]
    if actor.kind == "person" and not _LINKS.isdisjoint(before):
        return False  # "brother of the minister"
    return not (set(before) - set(content)) & _OTHER_OFFICES


_LINKS = frozenset({"of", "for", "to", "at", "in", "with", "from", "by"})


def _is_called(actor: Actor, content: list[str]) -> bool:
    """Whether a body's name says what the description says, its noun as the main one: "the ministry", "the bank"."""
    name = actor.name.casefold().split()
    main = _main_word(name)
    called = len(name) > 1 and main == content[-1] and set(content) <= set(name)
    return actor.kind == "organization" and called


def _main_word(name: list[str]) -> str:
    """The word of a body's name that says what it is: the last one before "of", "for" …"""
    return name[next((i for i, word in enumerate(name) if word in _LINKS), len(name)) - 1] if name else ""


def _may_be(actor: Actor, content: list[str]) -> bool:
    """Whether "the group" or "the company" may stand for a body whose name does not tell what it is."""
    named = set(actor.name.casefold().split())
    return actor.kind == "organization" and len(content) == 1 and content[0] in _GROUPS and not named & _PUBLIC
