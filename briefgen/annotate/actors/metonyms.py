"""Whether a capital's name stands for its state ("Moscow said") or for the city ("in Moscow").

Word order and word lists decide, so that a wrong parse cannot.
"""

from __future__ import annotations

from spacy.tokens import Doc, Token

from briefgen.annotate.actors.names import word_list
from briefgen.annotate.cues import verb_cues

_OWNED = word_list("metonyms", "owned")
_ACTS = word_list("metonyms", "acts")
_TOWARDS = word_list("metonyms", "towards")
_PRESSING = word_list("metonyms", "pressing")
_AUXILIARIES = word_list("metonyms", "auxiliaries")
_OPENS = word_list("metonyms", "opens")
_ENDINGS = (("s", ""), ("es", ""), ("d", ""), ("ed", ""), ("ing", ""), ("ing", "e"), ("ies", "y"), ("ied", "y"))


def stands_for_state(doc: Doc, first: int, last: int, state_is_named: bool) -> bool:
    """Whether the capital's name in tokens `first` to `last` acts as a state.

    `state_is_named` says whether the article names the state otherwise; without it a bare possessive is the city's.
    """
    after = last + 1
    if after < len(doc) and doc[after].lower_ in ("'s", "’s", "'", "’"):
        return state_is_named and any(doc[i].lower_ in _OWNED for i in range(after + 1, min(after + 4, len(doc))))
    if after < len(doc) and doc[after].tag_ in ("NN", "NNS", "NNP", "NNPS", "POS"):
        return False
    return _acts(doc, first, after) or _is_met(doc, first)


def _acts(doc: Doc, first: int, after: int) -> bool:
    before = doc[first - 1] if first else None
    if before is not None and not (
        before.is_punct
        or before.is_space
        or before.lower_ in _OPENS
        or doc[first].is_sent_start
        or before.tag_ in ("VBD", "VBZ", "VBP", "RB")
    ):
        return False
    if before is not None and before.text == "," and first > 1 and doc[first - 2].ent_type_ in ("GPE", "LOC", "FAC"):
        return False
    for at in range(after, min(after + 4, len(doc))):
        token = doc[at]
        if token.lower_ in _AUXILIARIES or token.tag_ == "RB":
            continue
        return token.tag_ in ("VBD", "VBZ", "VBP", "VBN", "VB", "VBG") and _is_act(token)
    return False


def _is_act(token: Token) -> bool:
    return (
        bool(verb_cues(token.lower_))
        or token.lemma_.lower() in _ACTS
        or any(stem in _ACTS for stem in _stems(token.lower_))
    )


def _stems(word: str) -> tuple[str, ...]:
    """What may be the lemma of a verb's form, where no model tells."""
    return word, *(word.removesuffix(end) + new for end, new in _ENDINGS)


def _is_met(doc: Doc, first: int) -> bool:
    if first == 0:
        return False
    before = doc[first - 1].lower_
    if before in _TOWARDS:
        return True
    if before in ("on", "upon", "over") and first > 1:
        return doc[first - 2].lower_ in _PRESSING
    if before == "by" and first > 1:
        return doc[first - 2].tag_ == "VBN"
    return before == "and" and any(doc[i].lower_ == "between" for i in range(max(first - 5, 0), first))
