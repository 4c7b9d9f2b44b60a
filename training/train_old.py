"""Train the bundled pipeline from the open corpora, with one command:

    python -m training.train CORPORA [--work training/out]

CORPORA is the folder with ner/ and treebank/ (MODEL_CARD.md names every set and its licence). The
steps are spaCy's own `train` with the configurations beside this file, seeded; a step whose result
is already in the work folder is not run again, so an interrupted training goes on where it stopped.
About an hour and a half on two cores. The result replaces briefgen/model/.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
from pathlib import Path

import spacy
from spacy.language import Language

from training import convert

HERE = Path(__file__).parent
MODEL = HERE.parent / "briefgen" / "model"
SYNTAX = ("tok2vec", "tagger", "parser", "trainable_lemmatizer")


def train(name: str, corpus: str, work: Path, **paths: Path) -> Path:
    """Run spaCy's train with configuration `name`; the folder of the best model."""
    out = work / name
    done = out / "model-last"
    if not done.is_dir():
        arguments = [sys.executable, "-m", "spacy", "train", str(HERE / f"{name}.cfg"), "--output", str(out)]
        for key, path in {
            "train": work / f"corpus/{corpus}_train.spacy",
            "dev": work / f"corpus/{corpus}_dev.spacy",
            **paths,
        }.items():
            arguments += [f"--paths.{key}", str(path)]
        subprocess.run(arguments, check=True)
    return out / "model-best"


def assemble(syntax: Path, entities: Path) -> Language:
    """One pipeline of the two models."""
    nlp = spacy.load(syntax)
    scores = nlp.meta.get("performance", {})
    ner = spacy.load(entities)
    nlp.add_pipe("ner", source=ner)
    nlp.meta["performance"] = {
        **{key: round(scores[key], 4) for key in ("tag_acc", "dep_uas", "dep_las", "sents_f", "lemma_acc")},
        **{key: round(ner.meta["performance"][key], 4) for key in ("ents_p", "ents_r", "ents_f")},
    }
    nlp.config["paths"] = dict.fromkeys(nlp.config["paths"])  # where it was made is nobody's business
    nlp.meta.update(
        name="briefgen",
        version="0.1.0",
        description="Tags, dependencies, lemmas and named entities of English news, for briefgen.",
        author="the briefgen authors",
        license="CC-BY-SA-4.0",
    )
    return nlp


def main() -> None:
    """Convert, train, assemble."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpora", type=Path)
    parser.add_argument("--work", type=Path, default=HERE / "out")
    arguments = parser.parse_args()
    work: Path = arguments.work
    if not (work / "corpus").is_dir():
        convert.main(arguments.corpora, work / "corpus.part")
        (work / "corpus.part").rename(work / "corpus")
    syntax = train("syntax", "syntax", work)
    base = train("ner", "ner", work)
    entities = train("voa", "voa", work, base=base)
    nlp = assemble(syntax, entities)
    if MODEL.is_dir():
        shutil.rmtree(MODEL)
    nlp.to_disk(MODEL)
    sys.stdout.write(
        f"{MODEL}: {sum(f.stat().st_size for f in MODEL.rglob('*') if f.is_file()) / 1e6:.1f} MB, {nlp.meta['performance']}\n"
    )


if __name__ == "__main__":
    main()
