"""`make train`: fit the routing model on the corpus, measure it, and write its weights.

The untouched part of the corpus is measured on and nothing else.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from zlib import crc32

import numpy as np

from training.corpus_reader import NEVER_TRAINED, Message, read_corpus
from training.dataset import matrix_of
from training.fitting import Fit, best_temperature, cross_scores, fit, kernel_of
from training.report import report

MODEL = Path(__file__).parent.parent / "functions" / "core" / "model"
LARGEST = 127


def main() -> int:
    parser = argparse.ArgumentParser(prog="training", description=__doc__)
    parser.add_argument("--out", type=Path, default=MODEL)
    options = parser.parse_args()
    messages = read_corpus()
    seen = [message for message in messages if not message.untouched]
    rows = matrix_of(seen)
    kernel = kernel_of(rows)
    unseen = {title: (part, matrix_of(part)) for title, part in untouched_parts(messages).items()}
    groups = [crc32(message.group.encode()) // 100 for message in seen]
    heads = {}
    for name, labels in labels_by_head(seen).items():
        scores = cross_scores(kernel, labels, groups)
        answers = sorted(set(labels))
        right = np.array([answers.index(label) for label in labels])
        temperature = best_temperature(scores, right)
        heads[name] = fit(rows, kernel, labels)._replace(temperature=temperature)
        out_of_fold = Fit(tuple(answers), np.zeros((1, 1)), np.zeros(1), temperature)
        sys.stdout.write(report(f"{name}, cross-validated", seen, out_of_fold, scores))
        for title, (part, part_rows) in unseen.items():
            part_scores = heads[name].scores(part_rows)
            sys.stdout.write(report(f"{name}, {title}", part, heads[name], part_scores))
    write(options.out, heads)
    return 0


def untouched_parts(messages: Sequence[Message]) -> dict[str, list[Message]]:
    unseen = [message for message in messages if message.untouched]
    return {
        "untouched": [message for message in unseen if message.folder != NEVER_TRAINED],
        "other writers, never trained": [m for m in unseen if m.folder == NEVER_TRAINED],
    }


def labels_by_head(messages: Sequence[Message]) -> dict[str, list[str]]:
    return {
        "queue": [message.queues[0] for message in messages],
        "priority": [message.priorities[0] for message in messages],
    }


def write(folder: Path, heads: dict[str, Fit]) -> None:
    """Weights as whole numbers of one byte: answer by answer, head after head."""
    about: dict[str, object] = {}
    packed = b""
    for name, head in heads.items():
        scale = float(f"{np.abs(head.weights).max() / LARGEST:.6g}")
        packed += np.round(head.weights.T / scale).astype("i1").tobytes()
        about[name] = {
            "answers": list(head.answers),
            "scale": scale,
            "bias": [round(float(bias), 5) for bias in head.bias],
            "temperature": round(head.temperature, 4),
        }
    folder.mkdir(exist_ok=True)
    (folder / "routing.bin").write_bytes(packed)
    text = json.dumps({"heads": about}, indent=1)
    (folder / "routing.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
