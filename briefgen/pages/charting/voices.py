"""Who is heard how much in a briefing."""

from __future__ import annotations

from collections.abc import Sequence

from briefgen.briefing.cast import Face
from briefgen.charts import voices
from briefgen.pages.directory import Opened, actor_view
from briefgen.pages.here import Here
from briefgen.views.charts import VoiceRow, VoicesChart

VOICES = 10
"""Speakers with a bar of their own."""


def voices_chart(opened: Sequence[Opened], here: Here) -> VoicesChart | None:
    """How much each speaker of a briefing is heard; None for less than two speakers with names."""
    faces: dict[str, Face] = {}
    spoken: dict[str, list[int]] = {}
    for one in opened:
        for quote in one.entry.annotation.quotes:
            face = one.faces.get(quote.speaker.actor or "") if quote.speaker else None
            faces |= {face.id: face} if face else {}
            spoken.setdefault(face.id if face else "", [0, 0])[quote.kind != "direct"] += 1
    unnamed = spoken.pop("", None)
    if len(spoken) < 2:
        return None
    ranked = sorted(spoken, key=lambda one: (-sum(spoken[one]), one))
    heard = [(faces[id], faces[id].name, spoken[id]) for id in ranked[:VOICES]]
    own: list[tuple[Face | None, str, list[int]]] = list(heard)
    rest = ranked[VOICES:]
    if rest:
        others = [sum(spoken[id][kind] for id in rest) for kind in (0, 1)]
        own.append((None, here.words.say("charts.voices_others", n=len(rest)), others))
    if unnamed:
        own.append((None, here.words.say("charts.voices_unnamed"), unnamed))
    total = sum(sum(counts) for _, _, counts in own)
    # Who has no name, and all others together, would make the bars of those who speak look short.
    bars = voices.voices([(counts[0], counts[1]) if face else (0, 0) for face, _, counts in own])
    rows = tuple(
        VoiceRow(
            actor=actor_view(face, here) if face else None,
            label=label,
            verbatim=counts[0],
            retold=counts[1],
            share=round(100 * sum(counts) / total),
            verbatim_width=bar.verbatim,
            retold_width=bar.retold,
        )
        for (face, label, counts), bar in zip(own, bars, strict=True)
    )
    return VoicesChart(total=total, rows=rows)
