"""Score the annotations on the development sets, against a floor that only rises.

    python -m training.evaluate SHARED [--raise]

SHARED is the folder with data/ (the development sets) and eval/score.py. Figures are scored on the
gold set of this project (tests/gold).
Prints every figure; exits 1 when a headline figure is below training/floor.json. `--raise` writes
higher figures into it, never lower ones. Accuracy is measured here and only here: the tests are about
correctness.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from training import held

FLOOR = Path(__file__).parent / "floor.json"
GOLD = Path(__file__).parent.parent / "tests" / "gold"
ANNOTATE = (sys.executable, "-m", "briefgen", "annotate", "-q", "--format", "jsonl")

SETS = (
    ("worldwide actors", "ner/worldwide_dev", ("ner", "--coarse"), r"actors \(.*?F1 ([\d.]+)"),
    ("voa actors", "ner/voa_dev", ("ner",), r"actors \(.*?F1 ([\d.]+)"),
    ("polnear content IoU", "attribution/polnear_dev", ("quotes",), r"content, IoU.*?F1 ([\d.]+)"),
    ("polnear quoted speech found", "attribution/polnear_dev", ("quotes",), r"quoted speech found.*?F1 ([\d.]+)"),
    ("polnear quoted speech, right speaker", "attribution/polnear_dev", ("quotes",), r"right speaker\s+([\d.]+)"),
    ("polnear speaker given content", "attribution/polnear_dev", ("quotes",), r"speaker, given content\s+([\d.]+)"),
    ("voa content IoU", "attribution/voa_dev", ("quotes",), r"content, IoU.*?F1 ([\d.]+)"),
    ("voa speaker given content", "attribution/voa_dev", ("quotes",), r"speaker, given content\s+([\d.]+)"),
    ("own news, held out: actors", "held", ("ner",), r"actors \(.*?F1 ([\d.]+)"),
    ("own news, held out: content IoU", "held", ("quotes",), r"content, IoU.*?F1 ([\d.]+)"),
    ("own news, held out: speaker given content", "held", ("quotes",), r"speaker, given content\s+([\d.]+)"),
    ("gum attribution content IoU", "attribution/gum_rst", ("quotes",), r"content, IoU.*?F1 ([\d.]+)"),
    ("gum date expressions", "gum/documents", ("dates",), r"date expressions.*?F1 ([\d.]+)"),
    ("gum dates resolved", "gum/documents", ("dates",), r"right value\s+([\d.]+)"),
    ("gum same-actor pairs", "gum/documents", ("actors",), r"same-actor pairs.*?F1 ([\d.]+)"),
    ("gum actor ranking nDCG@10", "gum/documents", ("actors",), r"nDCG@10\s+([\d.]+)"),
)
"""(name of the figure, set, task of score.py, where the figure stands in its output)"""


def predictions(shared: Path, name: str, work: Path) -> tuple[Path, Path]:
    """(the set's gold file, our records of its texts)."""
    folder = work / name.replace("/", "-")
    gold, records = folder / "gold.jsonl", folder / "records.jsonl"
    if not records.exists():
        folder.mkdir(parents=True)
        if name == "held":
            gold.write_text("".join(json.dumps(row) + "\n" for row in held.all_gold(shared / "data")), encoding="utf-8")
        else:
            gold.write_bytes(gzip.decompress((shared / "data" / f"{name}.jsonl.gz").read_bytes()))
        score = [sys.executable, str(shared / "eval" / "score.py")]
        subprocess.run(
            [*score, "texts", "--gold", str(gold), "--out", str(folder / "texts")], check=True, capture_output=True
        )
        files = sorted(str(path) for path in (folder / "texts").glob("*.txt"))
        command = [*ANNOTATE, "--dates", str(folder / "texts" / "dates.json"), *files]
        with records.open("wb") as out:
            subprocess.run(command, check=True, stdout=out)
    return gold, records


def figures(work: Path) -> tuple[str, dict[str, float]]:
    """What the scorer of tests/gold prints for the part held out from rule writing, and its headline figures."""
    texts = work / "figures"
    texts.mkdir()
    for line in (GOLD / "figures.jsonl").read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        (texts / f"{record['id']}.txt").write_text(record["text"], encoding="utf-8", newline="")
    files = sorted(str(path) for path in texts.glob("*.txt"))
    records = work / "figures.jsonl"
    with records.open("wb") as out:
        subprocess.run([*ANNOTATE, *files], check=True, stdout=out)
    command = [sys.executable, str(GOLD / "score_figures.py"), str(records), "--part", "held"]
    output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    patterns = {
        "figures value and unit": r"value\+unit.*F1 ([\d.]+)",
        "figures measure": r"measure\s+([\d.]+)",
        "figures right claimant": r"^claimant\s+([\d.]+)",
    }
    found = {name: re.search(pattern, output, re.MULTILINE) for name, pattern in patterns.items()}
    return output, {name: float(match[1]) if match else 0.0 for name, match in found.items()}


def main() -> int:
    """Print all figures; 1 when one fell below the floor."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path)
    parser.add_argument("--raise", dest="lift", action="store_true", help="write higher figures into the floor")
    arguments = parser.parse_args()
    floor: dict[str, float] = json.loads(FLOOR.read_text()) if FLOOR.exists() else {}
    found: dict[str, float] = {}
    printed: set[tuple[str, ...]] = set()
    with tempfile.TemporaryDirectory() as folder:
        for figure, name, task, pattern in SETS:
            gold, records = predictions(arguments.shared, name, Path(folder))
            command = [
                sys.executable,
                str(arguments.shared / "eval" / "score.py"),
                *task,
                "--gold",
                str(gold),
                "--pred",
                str(records),
            ]
            output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
            if (name, *task) not in printed:
                printed.add((name, *task))
                print(f"\n{name}: {' '.join(task)}\n{output}", end="")
            match = re.search(pattern, output)
            found[figure] = float(match[1]) if match else 0.0
        output, own = figures(Path(folder))
        print(f"\ntests/gold, held out\n{output}", end="")
        found.update(own)
    print(f"\n{'figure':<40} now    floor")
    low = []
    for figure, value in found.items():
        least = floor.get(figure, 0.0)
        low += [figure] if value < least else []
        print(f"{figure:<40} {value:.3f}  {least:.3f}{'  BELOW' if value < least else ''}")
    if arguments.lift:
        raised = {figure: max(value, floor.get(figure, 0.0)) for figure, value in found.items()}
        FLOOR.write_text(json.dumps(raised, indent=2) + "\n")
    return 1 if low else 0


if __name__ == "__main__":
    sys.exit(main())
