"""Score predicted figures against `figures.jsonl`: value and unit, and measure and claimant of what was found.

    python tests/gold/score_figures.py PREDICTIONS.jsonl [--errors] [--part dev|held]

Predictions are annotation records (`briefgen annotate --format jsonl`) or objects with "figures" as in the gold file;
both are joined by "id". The rules were improved on the part "dev" only; "held" is for judging them.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

GOLD = Path(__file__).with_name("figures.jsonl")
Figure = dict[str, Any]


def read(path: Path) -> dict[str, Figure]:
    """Texts by id."""
    return {record["id"]: record for record in map(json.loads, path.read_text(encoding="utf-8").splitlines())}


def figures(record: Figure) -> list[Figure]:
    """The figures of a gold text or of an annotation record."""
    if "figures" in record:
        return list(record["figures"])
    facts = [fact for fact in record.get("facts", ()) if fact["kind"] == "figure"]
    return [{**fact, **fact["value"], "claimant": (fact["claimant"] or {}).get("span")} for fact in facts]


def close(left: float | None, right: float | None) -> bool:
    """Equal as far as a rounded decimal can be."""
    if left is None or right is None:
        return left is right
    return abs(left - right) <= 1e-5 * max(abs(left), abs(right))


def same_value(gold: Figure, pred: Figure) -> bool:
    """Whether amount, low and high agree."""
    return all(close(gold[key], pred[key]) for key in ("amount", "low", "high"))


def same_claimant(gold: Figure, pred: Figure) -> bool:
    """Whether both leave the figure to the article itself, or name sources whose spans overlap."""
    want, said = gold["claimant"], pred["claimant"]
    if want is None or said is None:
        return want is said
    return bool(want[0] < said[1] and said[0] < want[1])


def score(gold: dict[str, Figure], pred: dict[str, Figure]) -> tuple[Counter[str], list[str]]:
    """Counts, and a line for each disagreement."""
    counts: Counter[str] = Counter()
    errors = []
    for key, record in gold.items():
        text, free = record["text"], figures(pred.get(key, {}))
        counts["pred"] += len(free)
        for want in record["figures"]:
            counts["gold"] += 1
            hit = next((f for f in free if f["start"] < want["end"] and want["start"] < f["end"]), None)
            said = text[want["start"] : want["end"]]
            if hit is None:
                errors.append(f"{key}: missed {said!r}")
                continue
            free.remove(hit)
            counts["found"] += 1
            agree = {
                "span": (hit["start"], hit["end"]) == (want["start"], want["end"]),
                "value": same_value(want, hit),
                "qualifier": hit["qualifier"] == want["qualifier"],
                "unit": hit["unit"] == want["unit"],
                "measure": hit["measure"] == want["measure"],
            }
            counts.update(name for name, yes in agree.items() if yes)
            counts["value+unit"] += agree["value"] and agree["unit"]
            counts["complete"] += all(agree.values())
            kind = "claimed" if want["claimant"] else "unclaimed"
            counts[kind] += 1
            if same_claimant(want, hit):
                counts["claimant right"] += 1
                counts[f"{kind} right"] += 1
            else:
                names = [text[slice(*f["claimant"])] if f["claimant"] else "the article" for f in (hit, want)]
                errors.append(f"{key}: {said!r} claimant: {names[0]!r}, not {names[1]!r} in {text!r}")
            if want["measure"]:
                counts["measured"] += 1
                counts["measure right"] += agree["measure"]
            if hit["measure"]:
                counts["measure said"] += 1
            errors += [
                f"{key}: {said!r} {name}: {hit.get(name, text[hit['start'] : hit['end']])!r}, not {want.get(name, said)!r}"
                for name, yes in agree.items()
                if not yes
            ]
        errors += [f"{key}: invented {text[f['start'] : f['end']]!r} {f['unit']} in {text[:120]!r}" for f in free]
    return counts, errors


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("predictions", type=Path)
    parser.add_argument("--errors", action="store_true")
    parser.add_argument("--part", choices=("dev", "held"))
    options = parser.parse_args()
    gold = read(GOLD)
    if options.part:
        gold = {key: record for key, record in gold.items() if record["part"] == options.part}
    counts, errors = score(gold, read(options.predictions))
    if options.errors:
        sys.stdout.write("\n".join(errors) + "\n")
    lines = []
    for name in ("found", "span", "value", "value+unit", "complete"):
        precision, recall = counts[name] / max(1, counts["pred"]), counts[name] / max(1, counts["gold"])
        f1 = 2 * precision * recall / max(1e-9, precision + recall)
        lines.append(f"{name:<12} P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f}   ({counts[name]} right)")
    for name in ("qualifier", "unit", "measure"):
        lines.append(f"{name:<12} {counts[name] / max(1, counts['found']):.3f} of the figures found")
    for name, kind, of in (
        ("claimant", "claimant right", "found"),
        ("  of claimed", "claimed right", "claimed"),
        ("  of others", "unclaimed right", "unclaimed"),
    ):
        lines.append(f"{name:<12} {counts[kind] / max(1, counts[of]):.3f} of {counts[of]}")
    precision = counts["measure right"] / max(1, counts["measure said"])
    recall = counts["measure right"] / max(1, counts["measured"])
    lines.append(f"{'measures':<12} P {precision:.3f}  R {recall:.3f}")
    lines.append(f"{'':<12} {counts['gold']} figures, {counts['pred']} predicted")
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
