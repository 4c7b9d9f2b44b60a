"""Numbers that name, date or order instead of counting: years, ages, clock times, scores, codes, sections.

Each test reads the text just before and just behind the number and nothing else. Every window is short and every
pattern is anchored, so the cost does not grow with the text.
"""

from __future__ import annotations

import re

from briefgen.annotate.figures.numbers import Number

_BACK, _AHEAD = 48, 40

_MONTHS = (
    "January|February|March|April|May|June|July|August|September|October|November|December"
    "|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec"
)
_LESS_EXACT = r"(?:(?:about|around|some|nearly|almost|only|just|over|more than|less than|at least|under|roughly) )?"

_NAMED = re.compile(
    r"(?:\b(?:articles?|sections?|chapters?|clauses?|paragraphs?|para|pages?|pp?|resolutions?|decrees?"
    r"|directives?|bills?"
    r"|protocol|amendment|title|schedule|appendix|annex|exhibit|tab|fig|figs|figures?|tables?|equation|eq|example"
    r"|extract|step|stage|phase|wave|round|game|episode|season|volume|vol|issue|part|act|scene|book|verse|psalm|version"
    r"|release|model|type|class|grade|level|category|tier|factor|flights?|channel|route|highway|interstate|motorway"
    r"|line|platform|gate|terminal|track|room|suite|apartment|apt|floor|unit|block|building|ward|district|zone|sector"
    r"|area|squadron|battalion|brigade|division|regiment|bus|train|ship|pier|number|numbers|no|nos|nr|case"
    r"|docket|file|order"
    r"|count|counts|rule|item|question|proposition|problem|lot|windows|boeing|airbus|apollo|soyuz|formula|fortune|war"
    r"|group [a-h]|day|week|top|radio|code|zip|po box|extension|ext|tel|phone|isbn|issn|doi|rfc|iso)"
    r"\.?[ \u00a0-](?:(?:\d+|[IVX]+|[a-z])(?:, | and | or | to |[-–]))*|[#§№] ?|(?-i:\bGroup of )|\bA\.?D\.? )$",
    re.IGNORECASE,
)
_NOT_NAMED = re.compile(r"\bno $|\b(?:the|that|this|these|those|a|an|each|same|its|their|his|her) (?:\w+ )?[a-z]+ $")
"""With an article before it, a designator in lower case ends a phrase of its own: "on that day 12 people"."""
_DAY_BEFORE = re.compile(rf"\b(?:{_MONTHS})\.? (?:\d{{1,2}}(?:,| and| or| to|[-–]) ?)?$")
_MONTH_BEFORE = re.compile(rf"\b(?:{_MONTHS})\.?,? (?:\d{{1,2}},? )?$")
_DATE_BEHIND = re.compile(
    rf" (?:(?:and|or|to) \d{{1,2}} )?(?:of )?(?:{_MONTHS})\b(?! (?:be|have|not)\b)|[-–]\d{{1,2}} (?:{_MONTHS})\b"
    r"|,? (?:B\.?C\.?(?:E\.?)?|A\.D\.|AD|CE|AH)(?![A-Za-z])"
)
_BASE = re.compile(r"\b(?:per|every) $")
"""Before a number that others are counted in: "three deaths per 1,000 births"."""
_CLOCK = re.compile(r" ?(?:[ap]\.m\.?|[ap]m\b|o['’]clock|GMT|UTC|hours? GMT|hrs\b|noon\b)")
_HOURS = r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|1[0-2]|[1-9])"
_PAST_HOUR = re.compile(rf" (?:minutes? )?past {_HOURS}\b")
_HOUR_BEFORE = re.compile(
    r"\b(?:(?:quarter|half|five|ten|twenty|twenty-five|minutes?|\d{1,2}) past|(?:quarter|minutes?) to) $", re.IGNORECASE
)
"""Times told by the hour: "a quarter to seven", "ten past eight"."""
_AGE_BEFORE = re.compile(
    r"\b(?:aged?|ages|age of|ages of|aged between|ages between|turned|turns|turning)(?: (?:about|from|under|over))? "
    r"(?:\w+ (?:and|to|or) )?$"
    r"|\bborn $"
)
_AGE_BEHIND = re.compile(
    r"(?:(?: (?:to|and|or) |[-–])\w+(?:-\w+)?)?[ -](?:years?|yrs?|months?|weeks?|days?)[- ](?:olds?|of age)\b"
    r"|[- ]year-olds?\b|-something"
)
_AGED_NAME = re.compile(
    r"(?:[A-Z][\w.'’-]*|[)\"”]), $|[A-Z][\w'’-]+ \($|\b(?:who|he|she|[A-Z]\w+) (?:is|was) $|\bI(?: am|['’]m) $"
)
_AGED_END = re.compile(r"[,.;:)]|$| and\b| when\b| now\b")
_OLDER = re.compile(
    r"\b(?:children|kids|boys|girls|people|women|men|youths|those|anyone|adults) (?:under|over|above|below) $"
)
_BRACKETED = re.compile(r"[\[({]$"), re.compile(r"[\])}]")
_CODE_BEHIND = re.compile(
    r"['’]?s\b|[-–]?(?:st|nd|rd|th)\b|['′″\"]\d|[-–]for\b|[-–](?:[A-Z]|\d+[-–]\d)"
    r"|:\d|/\d|[_@]| ?[=±]|\.\d"
)
_CODE_BEFORE = re.compile(r"(?:\d[-–/:.]|[_@=+#/\\]|\bwww\.\S*|\S*://\S*|\w\.|[=±<>] ?)$")
_DIGITS_BEHIND = re.compile(r" \d")
_DIGITS_BEFORE = re.compile(r"(?<!\b(?:19|20)\d)\d $")
_ADDRESS = re.compile(
    r" (?:[A-Z][\w.'’]* ){0,3}(?:Street|St\.|Avenue|Ave\.?|Road|Rd\.?|Lane|Drive|Boulevard|Blvd\.?|Parkway|Terrace"
    r"|Square|Plaza|Broadway)(?![A-Za-z])"
)
_LISTED = re.compile(r"[.)](?: |$)")
_HEADING = re.compile(r" [A-Z]")
_YEAR_BEFORE = re.compile(
    r"(?:\b(?:in|since|by|until|till|from|during|of|after|before|between|early|late|mid|the|year|years|season"
    r"|and|to|through"
    r"|for|circa|spring|summer|autumn|fall|winter|until|end|on|or|fiscal|election|its|his|her|their|this)"
    r"|[,(–-]|['’]s) ?$",
    re.IGNORECASE,
)
_DATED = re.compile(
    r"\b(?:in|since|by|until|till|from|during|early|late|mid|year|circa|spring|summer|autumn|winter) ?$", re.IGNORECASE
)
_YEARS = re.compile(r" ?[-–/] ?\d{1,4}\b")
_PERIOD_BEFORE = re.compile(
    r"\b(?:past|last|next|previous|coming|following|first|final|recent|preceding|in|within|every|another|opening|later"
    rf"|closing|other|half|these|those|early|late|mid|few) {_LESS_EXACT}$",
    re.IGNORECASE,
)
_PERIOD_BEHIND = re.compile(
    r"[ -](?:ago|earlier|later|before|after|since|from now|hence|prior|previously|old|into|apart|on)\b|['’]"
)
_THE = re.compile(
    r"\b(?:the|these|those|both)(?: (?:other|remaining|last|first|final|latter|former|same|only|latest|top"
    r"|main|previous))? $",
    re.IGNORECASE,
)
_ONE_BEFORE = re.compile(
    r"\b(?:no|any|every|each|some|this|that|which|the|another|such|not|number|last|next|first|other|single"
    r"|day|a|an|as|for"
    r"|loved|only|good|big|long|new|old|by|whole|right|wrong|little|easy|hard|of|in)[ -]$",
    re.IGNORECASE,
)
_ONE_BEHIND = re.compile(
    r"[-,.;:?!)\"”’']|$| (?:of|another|or|to|who|that|which|in|day|night|morning|afternoon|evening|thing"
    r"|things|way|hand|side"
    r"|point|reason|such|by|on|at|is|can|could|would|should|must|may|might|will|and|from|for|with|time|step|moment|more"
    r"|example|word|kind|sort|option|year|month|week|another|stage|could|does|did|do)\b"
)
_SCORE_BEHIND = re.compile(
    r" (?:vote|votes|win|victory|defeat|loss|draw|lead|score|scoreline|margin|split|tie|majority|decision"
    r"|ruling|record|to)\b"
)
_SCORE_BEFORE = re.compile(
    r"\b(?:scores?|vot(?:e[ds]?|ing)|won|wins?|winning|los(?:t|e|ing)|beat|beats|beating|beaten|defeat(?:s|ed"
    r"|ing)?|drew|draws?|lead"
    r"|leads|leading|led|trail(?:s|ed|ing)?|victory|loss|deadlocked|tied|level(?:led)?|ahead|final)\b[^.\d]{0,24}$",
    re.IGNORECASE,
)


def is_uncounted(text: str, start: int, end: int, number: Number, kind: str | None) -> bool:
    """Whether the number written at `[start, end)`, with a unit of `kind` or none, is no amount of anything."""
    before, behind = text[max(0, start - _BACK) : start], text[end : end + _AHEAD]
    if _CLOCK.match(behind) or (kind in (None, "time") and _AGE_BEHIND.match(behind)):
        return True
    hour = kind is None and (number.amount or 0) <= 12 and _HOUR_BEFORE.search(before)
    if hour or (kind in (None, "time") and _PAST_HOUR.match(behind)):
        return True
    if kind == "time":
        hyphened = text[number.end : number.end + 1] == "-"
        return _is_period(before, behind, number, hyphened) or bool(
            _AGE_BEFORE.search(before) or _AGE_BEHIND.match(text, number.end)
        )
    if kind is not None:
        return False
    if _BASE.search(before):
        return True
    digits = number.form == "digits" and number.scale == 1.0
    if digits and _is_code(text, start, before, behind, number):
        return True
    if number.form == "share":
        return False
    if _NAMED.search(before) and not (_NOT_NAMED.search(before) and behind[:1] == " "):
        return True
    return bool(
        _AGE_BEFORE.search(before) or _OLDER.search(before) or (digits and _is_date(text, before, behind, number))
    )


def _is_date(text: str, before: str, behind: str, number: Number) -> bool:
    """Digits beside the name of a month, or of an era."""
    if is_year(text, number.start, number.end) and _MONTH_BEFORE.search(before):
        return True
    day = (number.amount or 0) <= 31 and number.end - number.start <= 2
    return bool((day and _DAY_BEFORE.search(before)) or _DATE_BEHIND.match(behind))


def _is_code(text: str, start: int, before: str, behind: str, number: Number) -> bool:
    """Digits in brackets, addresses, chains, lists, ages in apposition."""
    amount = number.amount or 0.0
    if _DIGITS_BEHIND.match(behind) or _DIGITS_BEFORE.search(before):
        return True
    if _CODE_BEHIND.match(behind) or _CODE_BEFORE.search(before) or _ADDRESS.match(behind):
        return True
    if _BRACKETED[0].search(before) and _BRACKETED[1].match(behind):
        return True
    if not before.strip() and (_LISTED.match(behind) or (amount % 1 and _HEADING.match(behind))):
        return True
    if behind.startswith(")") and "(" not in before:
        return True
    return 1 <= amount < 120 and bool(_AGED_NAME.search(before) and _AGED_END.match(behind))


def _is_period(before: str, behind: str, number: Number, hyphened: bool) -> bool:
    """Whether a length of time places something in time ("two years ago") instead of measuring it."""
    if number.amount == 1 and number.form == "words" and not re.match(r" (?:in|of) (?:prison|jail)", behind):
        return not hyphened
    return bool(_PERIOD_BEHIND.match(behind) or (not hyphened and _PERIOD_BEFORE.search(before)))


def is_year(text: str, start: int, end: int) -> bool:
    """Whether the digits at `[start, end)` look like a year; the words around them may say otherwise."""
    return end - start == 4 and text[start:end].isdecimal() and 1000 <= int(text[start:end]) < 2200


def stands_as_year(text: str, start: int, end: int, person: bool) -> bool:
    """Whether a number that looks like a year is used as one, whatever noun follows it ("the 2005 elections")."""
    before = text[max(0, start - _BACK) : start]
    if _YEARS.match(text, end) or _DATED.search(before):
        return True
    return not person and (1900 <= int(text[start:end]) < 2100 or bool(_YEAR_BEFORE.search(before)))


def is_one_of_them(text: str, start: int, end: int) -> bool:
    """Whether "one" at `[start, end)` is a pronoun or an idiom: "no one", "one of the", "one day"."""
    before = text[max(0, start - _BACK) : start]
    return bool(_ONE_BEFORE.search(before) or _ONE_BEHIND.match(text, end))


def is_known_pair(text: str, start: int, number: Number) -> bool:
    """Whether a small number only points back: "the two sides", "those three"."""
    small = number.form == "words" and (number.amount or 0) < 10 and number.scale == 1.0
    return small and bool(_THE.search(text[max(0, start - _BACK) : start]))


def is_score(text: str, start: int, end: int, low: float, high: float, joiner: str) -> bool:
    """Whether two numbers joined by a dash or "to" at `[start, end)` are a result of a match or a vote."""
    before, behind = text[max(0, start - _BACK) : start], text[end : end + _AHEAD]
    if _SCORE_BEHIND.match(behind):
        return True
    dashed = joiner.strip() in "-–—‑"
    return (dashed and high <= low) or (
        low < 100 and high < 1000 and (dashed or high <= low) and bool(_SCORE_BEFORE.search(before))
    )
