"""What a reporting verb reports: the stretches of tokens beside it that can be its content.

The parser's word is heard first; where it errs, the order of words decides. A content never leaves the sentence and
stops where the same speaker goes on with another cue, or where the text tells of the speaking itself.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Token

from briefgen.annotate.cues import Cue, verb_cues, words
from briefgen.annotate.quotes.phrases import (
    FINITE,
    OBJECTS,
    PASSIVE_SUBJECTS,
    SUBJECTS,
    Range,
    bounds,
    is_mark,
    noun_phrase,
    subject_of_insertion,
    trimmed,
    verb_group,
)

_OPENERS = frozenset({"that", "whether", "if", "how", "why", "what", "who", "where", "when", "which"})
_OPENER_TAGS = frozenset({"IN", "WP", "WRB", "WDT", "WP$", "DT"})
_STARTS = frozenset(
    {"DT", "PRP", "PRP$", "NN", "NNS", "NNP", "NNPS", "JJ", "CD", "EX", "VBG", "JJR", "JJS", "PDT", "WP"}
)
"""Tags of the first word of a clause without "that"."""
_ADJUNCTS = frozenset({"obl", "prep", "obl:unmarked", "obl:tmod", "nmod:tmod", "npadvmod"})


def contents(verb: Token, cue: Cue, cue_end: int, speaker: Range | None) -> Iterator[tuple[str, tuple[Range, ...]]]:
    """The contents that stand beside a verb, the surest first, each with its frame; `cue_end` is behind the cue."""
    doc, frames = verb.doc, cue.frames
    end = clause_end(verb)
    after = skip_adverbs(doc, cue_end, end)
    word = doc[after].lower_ if after < end else ""
    if "infinitive" in frames and is_infinitive(doc, after, end):
        yield "infinitive", (until(verb, after, end),)
        return
    if word in frames and doc[after].tag_ in ("IN", "TO", "RP", "RB"):
        if _is_phrase(doc, after + 1, end):
            yield from _phrases(verb, word, after + 1, end)
        return
    if "clause" in frames:
        around = _interrupted(verb, cue_end, speaker)
        start = None if around else _clause_start(verb, cue, cue_end, end, speaker)
        pieces = around or ((until(verb, start, end, clause=True),) if start is not None else ())
        pieces = pieces or _clause_before(verb, cue_end, speaker)
        if pieces:
            yield "clause", pieces
            return
    target = next((c for c in verb.rights if c.dep_ in (*OBJECTS, "iobj", "dative", "xcomp", "ccomp", "obl")), None)
    if target is None or target.left_edge.i > after + 1 or not _is_phrase(doc, after, end):
        return
    if "order" in frames and any(is_infinitive(doc, i, end) for i in range(after, min(end, after + 15))):
        yield from _phrases(verb, "order", after, end)
    elif "as" in frames and any(doc[i].lower_ == "as" for i in range(after + 1, min(end, after + 25))):
        yield from _phrases(verb, "as", after, end)
    elif "object" in frames and target.dep_ in (*OBJECTS, "xcomp", "ccomp"):
        yield from _phrases(verb, "object", after, end)


def says_something(verb: Token, frame: str, pieces: tuple[Range, ...]) -> bool:
    """Whether a content says more than one word or "this"; a name, or a word between quotation marks, does."""
    doc = verb.doc
    tokens = [doc[i] for piece in pieces for i in range(piece.start, piece.end) if not is_mark(doc[i])]
    if len(tokens) < 2:
        marked = any(is_mark(doc[i]) for piece in pieces for i in range(piece.start, piece.end))
        return any(marked or _says_alone(verb, token) for token in tokens)
    if tokens[0].lower_ == "condition" and tokens[1].lower_ == "of":
        return False  # "on condition of anonymity"
    if tokens[0].lower_ not in _POINTING or frame not in ("clause", "object"):
        return True
    behind = doc[tokens[0].i + 1]
    object_ = tokens[0].dep_ in OBJECTS and tokens[0].head.i == verb.i
    if tokens[0].tag_ == "IN":
        return True
    return not (object_ or behind.tag_ == "CC" or behind.lower_ in words("circumstances"))


def _says_alone(verb: Token, token: Token) -> bool:
    """Whether one word is content enough: a name ("backed Vale"), or the "this" that a denial denies."""
    denies = token.lower_ == "this" and any(cue.frames.get("object") == "denies" for cue in verb_cues(verb.lower_))
    return denies or (token.tag_ in ("NNP", "NNPS") and token.lower_ not in words("days"))


_POINTING = frozenset({"this", "that", "these", "those", "so"})
"""Words that only point at what was said: "denied this", "said so when asked"."""


def _phrases(verb: Token, frame: str, start: int, end: int) -> Iterator[tuple[str, tuple[Range, ...]]]:
    """A phrase as content, unless a finite verb follows it at once: then the "verb" is a noun, "calls for peace grow"."""
    content = until(verb, start, end)
    following = verb.doc[content.end] if content.end < bounds(verb).end else None
    if following is None or following.tag_ not in FINITE or following.lower_ in ("'s", "’s"):
        yield frame, (content,)


def skip_adverbs(doc: Doc, at: int, end: int) -> int:
    """The first token from `at` that is neither an adverb nor a day."""
    days = words("days")
    while at < end and (doc[at].tag_ == "RB" or doc[at].lower_ in days):
        at += 1
    return at


def is_infinitive(doc: Doc, at: int, end: int) -> bool:
    """Whether a to-infinitive begins at `at` ("to go", "not to go")."""
    if at < end and doc[at].lower_ == "not":
        at += 1
    return at + 1 < end and doc[at].lower_ == "to" and doc[at + 1].tag_ in ("VB", "RB", "VBP")


def clause_end(verb: Token) -> int:
    """Where the stretch ends that may hold the verb's content, without the final stop."""
    doc, end = verb.doc, bounds(verb).end
    fronted = verb.dep_ in ("advcl", "acl") and (verb.tag_ == "VBG" or any(c.dep_ == "mark" for c in verb.lefts))
    if verb.head.i < verb.i or fronted:
        end = min(end, max(verb.right_edge.i, verb.i) + 1)
    if any(child.tag_ == "WP" and child.i and doc[child.i - 1].text == "," for child in verb.lefts):
        inner = range(verb.i + 2, end - 1)  # "Vale, who said it would hold, resigned"
        end = next((i for i in inner if doc[i].text == "," and doc[i + 1].tag_ in FINITE), end)
    while end > verb.i + 1 and (doc[end - 1].is_space or doc[end - 1].text in (".", ";")):
        end -= 1
    return end


def around(doc: Doc, phrase: Range, sentence: Range) -> tuple[Range, ...]:
    """The sentence about an inserted phrase: before it, behind it, or both."""
    before = trimmed(doc, sentence.start, phrase.start)
    at = phrase.end
    if before.end <= before.start:
        at = next((i for i in range(at, sentence.end) if doc[i].text == ","), at)
    after = trimmed(doc, at, sentence.end)
    while after.end > after.start and doc[after.start].tag_ in ("WP", "WDT", "WP$"):  # tells of the speaker
        comma = next((i for i in range(after.start, after.end) if doc[i].text == ","), after.end)
        after = trimmed(doc, comma, after.end)
    return tuple(piece for piece in (before, after) if piece.end > piece.start)


def until(verb: Token, start: int, end: int, *, clause: bool = False) -> Range:
    """The content from `start`: up to the next cue of the same speaker, or to what tells of the speaking itself."""
    doc = verb.doc
    for child in verb.rights:
        named = subject_of_insertion(child) if child.dep_ == "conj" else None
        edge = min(child.left_edge.i, named.left_edge.i) if named is not None else child.left_edge.i
        if edge <= start or child.i >= end:
            continue
        if child.dep_ == "conj" and child.tag_.startswith("V"):
            ends = not (clause and _goes_on(verb, child, edge))
        elif child.dep_ == "advcl":
            ends = _is_saying(child) or (not clause and _opens_with(doc, edge, words("circumstances")))
        else:
            ends = child.dep_ in _ADJUNCTS and child.right_edge.i + 1 >= end and _is_setting(child, clause)
        if ends:
            end = edge
    bare = not clause  # a phrase without a finite verb so far: "condemned the raid and left"
    for i in range(start + 1, end):
        bare = bare and doc[i].tag_ not in FINITE
        if doc[i].text != "," and doc[i].tag_ != "CC":
            continue
        after = skip_adverbs(doc, i + 1, end)
        leaves = bare and doc[i].tag_ == "CC" and after < end and doc[after].tag_ == verb.tag_ and verb.tag_ in FINITE
        if leaves or continues_attribution(verb, i + (doc[i].text == ","), end):
            end = i
            break
    while end > start and (doc[end - 1].tag_ == "CC" or doc[end - 1].text in (",", ";", ":", "–", "—", "-", "--")):
        end -= 1
    return trimmed(doc, start, end)


def continues_attribution(verb: Token, at: int, end: int) -> bool:
    """Whether the same speaker goes on with another cue at `at`: "adding that", "but said"."""
    doc = verb.doc
    joined = at < end and doc[at].tag_ == "CC"
    if joined:
        at += 1
        if at < end and doc[at].lower_ in ("he", "she", "they"):
            at += 1
    while at < end and doc[at].tag_ == "RB":
        at += 1
    cues = verb_cues(doc[at].lower_) if at < end else ()
    says = any("quotation" in cue.frames for cue in cues)
    if not joined:
        return says and doc[at].tag_ == "VBG"
    if not cues or at + 1 >= end:
        return False
    past = verb.tag_ in ("VBD", "VBN")
    active = doc[at].tag_ == "VBD" or (doc[at].tag_ == "VBN" and doc[at + 1].tag_ not in ("IN", "TO", "RB", ".", ","))
    return (past and active) or (says and doc[at].tag_ == verb.tag_)


def _is_phrase(doc: Doc, start: int, end: int) -> bool:
    """Whether what begins at `start` is a phrase: a finite verb before any opener of a clause tells of a misreading."""
    for i in range(start, end):
        token = doc[i]
        if is_mark(token) or token.tag_ in ("IN", "WDT", "WP", "WP$", "WRB", "CC", "VBG", "VBN", "PRP"):
            return True
        if token.tag_ in FINITE and i > start:
            return doc[i - 1].tag_ in ("NNP", "NNS")
    return start < end


def _clause_start(verb: Token, cue: Cue, cue_end: int, end: int, speaker: Range | None) -> int | None:
    """Where a finite clause behind the verb begins."""
    doc = verb.doc
    floor = max(cue_end, speaker.end if speaker and speaker.start > verb.i else 0)
    if verb.lower_ in words("addressed"):
        floor = _past_addressee(verb, floor, end)
    floor = min(floor, end)
    at = skip_adverbs(doc, floor, end)
    if at < end and doc[at].lower_ in _OPENERS and doc[at].tag_ in _OPENER_TAGS:
        return at
    for i in range(cue_end, min(end, cue_end + 14)):
        if doc[i].lower_ == "that" and doc[i].tag_ == "IN":
            return i
        if doc[i].tag_ in FINITE or doc[i].text in (".", ";"):
            break
    for child in verb.rights:
        if child.dep_ not in ("ccomp", "parataxis") or child.i >= end:
            continue
        start = max(child.left_edge.i, floor)
        if start >= end or (child.dep_ == "parataxis" and doc[start - 1].text not in (":", "–", "—")):
            continue
        gapless = "object" not in cue.frames or not any(is_mark(token) for token in doc[at:start])
        if at < start and doc[at].tag_ in _STARTS and gapless:
            start = at
        return start - 1 if start > floor and doc[start - 1].lower_ in ("that", "whether", "if") else start
    if at >= end or doc[at].tag_ not in _STARTS or (speaker is not None and speaker.end > verb.i):
        return None
    if "quotation" in cue.frames and any(_is_main(doc, i, "object" not in cue.frames) for i in range(at + 1, end)):
        return at
    soon = any(doc[i].tag_ in FINITE for i in range(at + 1, min(at + 4, end)))
    return at if soon and doc[at].tag_ == "PRP" else None


def _is_main(doc: Doc, at: int, loose: bool) -> bool:
    """Whether a finite verb stands at `at` that no relative pronoun leads; `loose` takes a participle for one."""
    finite = doc[at].tag_ in FINITE or (loose and doc[at].tag_ == "VBN")
    return finite and doc[at - 1].tag_ not in ("WDT", "WP") and doc[at - 1].lower_ not in ("that", "which", "who")


def _past_addressee(verb: Token, floor: int, end: int) -> int:
    """Behind the one who is told: "told reporters | the plan …"."""
    doc = verb.doc
    if floor + 1 < end and doc[floor].tag_ == "PRP" and doc[floor + 1].tag_ not in (*FINITE, "RB"):
        return floor + 1
    for child in verb.rights:
        if child.dep_ in (*OBJECTS, "iobj", "dative") and child.left_edge.i == floor and child.i < end:
            return max(noun_phrase(child, floor, end).end, floor)
    return floor


def _is_setting(child: Token, clause: bool) -> bool:
    """Whether a closing phrase tells where or when it was said: "in a statement"; "on Monday" beside a noun phrase."""
    edge, last = child.left_edge.i, child.right_edge.i
    settings = words("events") if clause else words("events") | words("days")
    return last - edge < 7 and any(token.lower_ in settings for token in child.doc[edge : last + 1])


def _goes_on(verb: Token, conjunct: Token, edge: int) -> bool:
    """Whether what the parser coordinates with the cue belongs to the content after all."""
    doc = conjunct.doc
    between = doc[edge : conjunct.i]
    if any(token.lower_ in ("that", "so") for token in between) or not any(
        t.tag_ == "CC" for t in doc[edge - 1 : conjunct.i]
    ):
        return True
    if conjunct.tag_ != verb.tag_ or any(child.tag_ == "MD" for child in conjunct.lefts):
        return True
    own = any(child.dep_ in SUBJECTS or child.dep_ in PASSIVE_SUBJECTS for child in conjunct.lefts)
    return own and not any("quotation" in cue.frames for cue in verb_cues(conjunct.lower_))


def _opens_with(doc: Doc, at: int, openers: frozenset[str]) -> bool:
    while at < len(doc) - 1 and is_mark(doc[at]):
        at += 1
    return doc[at].lower_ in openers


def _is_saying(token: Token) -> bool:
    return token.tag_ == "VBG" and any("quotation" in cue.frames for cue in verb_cues(token.lower_))


def _interrupted(verb: Token, cue_end: int, speaker: Range | None) -> tuple[Range, ...]:
    """The clause on both sides of an inserted cue: "The deal, she said, will hold"."""
    doc, sentence = verb.doc, bounds(verb)
    start = min(verb_group(verb).start, speaker.start if speaker else verb.i)
    after = skip_adverbs(doc, max(cue_end, speaker.end if speaker else 0), sentence.end)
    if speaker is None or start - 1 <= sentence.start or after + 2 >= sentence.end:
        return ()
    if doc[start - 1].text != "," or doc[after].text != "," or continues_attribution(verb, after + 1, sentence.end):
        return ()
    before, behind = trimmed(doc, sentence.start, start), trimmed(doc, after, sentence.end)
    if not any(token.tag_ in FINITE for token in doc[behind.start : behind.end]):
        return ()
    return tuple(piece for piece in (before, behind) if piece.end > piece.start)


def _clause_before(verb: Token, cue_end: int, speaker: Range | None) -> tuple[Range, ...]:
    """The clause that a cue follows: "…, she said on Monday", "…, says Vale"."""
    doc, sentence = verb.doc, bounds(verb)
    start = min(verb_group(verb).start, speaker.start if speaker else verb.i)
    if start - 1 <= sentence.start or not is_mark(doc[start - 1]):
        return ()
    child = next((c for c in verb.lefts if c.dep_ in ("ccomp", "parataxis")), None)
    if child is None and (verb.dep_ not in ("parataxis", "ROOT", "ccomp", "conj", "dep") or doc[start - 1].text != ","):
        return ()
    left = sentence.start
    if child is not None and verb.dep_ != "ROOT":
        left = max(left, child.left_edge.i)
    elif verb.dep_ in ("parataxis", "conj"):
        left = max(left, verb.head.left_edge.i)
    if not any(token.tag_ in FINITE for token in doc[left : start - 1]):
        return ()
    after = max(cue_end, speaker.end if speaker else 0)
    while after < sentence.end and doc[after].text not in (",", ".", ";") and not doc[after].is_space:
        if doc[after].tag_ in FINITE:
            return ()
        after += 1
    before = trimmed(doc, left, start)
    behind = trimmed(doc, after, sentence.end)
    more = behind.end - behind.start > 1 and doc[after].text == ","
    if more and doc[behind.start].tag_ in ("CC", "VBG", "WP", "WDT", "IN"):
        more = verb.dep_ == "parataxis" and verb.head.i > verb.i
    return tuple(piece for piece in (before, behind)[: 2 if more else 1] if piece.end > piece.start)
