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

from training.corpus_reader import Message, read_corpus
from training.dataset import matrix_of
from training.fitting import Fit, best_temperature, cross_scores, fit
from training.report import report

MODEL = Path(__file__).parent.parent / "functions" / "core" / "model"
LARGEST = 32_000


def main() -> int:
    parser = argparse.ArgumentParser(prog="training", description=__doc__)
    parser.add_argument("--out", type=Path, default=MODEL)
    options = parser.parse_args()
    messages = read_corpus()
    seen = [message for message in messages if not message.untouched]
    unseen = [message for message in messages if message.untouched]
    rows, other_rows = matrix_of(seen), matrix_of(unseen)
    groups = [crc32(message.group.encode()) // 100 for message in seen]
    heads = {}
    for name, labels in labels_by_head(seen).items():
        scores = cross_scores(rows, labels, groups)
        answers = sorted(set(labels))
        right = np.array([answers.index(label) for label in labels])
        temperature = best_temperature(scores, right)
        heads[name] = fit(rows, labels)._replace(temperature=temperature)
        out_of_fold = Fit(tuple(answers), np.zeros((1, 1)), np.zeros(1), temperature)
        sys.stdout.write(report(f"{name}, cross-validated", seen, out_of_fold, scores))
        sys.stdout.write(
            report(f"{name}, untouched", unseen, heads[name], heads[name].scores(other_rows))
        )
    write(options.out, heads)
    return 0


def labels_by_head(messages: Sequence[Message]) -> dict[str, list[str]]:
    return {
        "queue": [message.queues[0] for message in messages],
        "priority": [message.priorities[0] for message in messages],
    }


def write(folder: Path, heads: dict[str, Fit]) -> None:
    """Weights as 16-bit whole numbers, little-endian: answer by answer, head after head."""
    about: dict[str, object] = {}
    packed = b""
    for name, head in heads.items():
        scale = float(f"{np.abs(head.weights).max() / LARGEST:.6g}")
        packed += np.round(head.weights.T / scale).astype("<i2").tobytes()
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
