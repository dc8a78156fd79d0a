"""`make train`: fit the routing model on the corpus, measure it, and write its weights.

It is tuned on what it makes of each writer's messages without having seen any other of theirs.
The untouched parts of the corpus are measured on and nothing else.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from functions.core.language.classifier import load
from training.corpus_reader import NEVER_TRAINED, read_corpus
from training.dataset import Read, matrix_of, read
from training.deciding import decide, whole
from training.fitting import (
    Matrix,
    best_temperature,
    cross_scores,
    kernel_of,
    softmax,
    solve,
    targets,
    worth_of,
)
from training.packing import Fit, write
from training.report import report

MODEL = Path(__file__).parent.parent / "functions" / "core" / "language" / "model"


def main() -> int:
    parser = argparse.ArgumentParser(prog="training", description=__doc__)
    parser.add_argument("--out", type=Path, default=MODEL)
    options = parser.parse_args()
    everything = [read(message) for message in read_corpus()]
    seen = [one for one in everything if not one.message.untouched]
    unseen = [one for one in everything if one.message.untouched]
    heads, unseen_by_fold = _trained(seen, options.out)
    sys.stdout.writelines(_figures("by writers left out", seen, heads, unseen_by_fold))
    for writer in sorted({one.message.writer for one in seen}):
        at = [i for i, one in enumerate(seen) if one.message.writer == writer]
        chances = [part[at] for part in unseen_by_fold]
        sys.stdout.write(_whole(f"  {writer}", [seen[i] for i in at], heads, chances))
    shipped = load(options.out)
    for title, part in _untouched_parts(unseen).items():
        found = [shipped.chances(one.vector) for one in part]
        given = [
            np.array([list(one.queue.values()) for one in found]),
            np.array([list(one.priority.values()) for one in found]),
        ]
        sys.stdout.writelines(_figures(title, part, heads, given))
    return 0


def _trained(seen: Sequence[Read], folder: Path) -> tuple[list[Fit], list[Matrix]]:
    """The heads, written to the folder; and each message's chances by a model without its writer.

    Both heads are solved at once, since they differ in the answers only.
    """
    rows, keys = matrix_of([one.vector for one in seen])
    kernel = kernel_of(rows)
    worth = worth_of(one.message.priorities[0] for one in seen)
    queues, by_queue = targets([one.message.queues[0] for one in seen])
    priorities, by_priority = targets([one.message.priorities[0] for one in seen])
    wanted = np.hstack([by_queue, by_priority])
    writers = [one.message.writer for one in seen]
    scores = cross_scores(kernel, wanted, worth, writers)
    per_message, bias = solve(kernel, wanted, worth)
    weights = np.asarray(rows.T @ per_message)
    heads, chances = [], []
    for name, answers, part in (
        ("queue", queues, slice(len(queues))),
        ("priority", priorities, slice(len(queues), None)),
    ):
        temperature = best_temperature(scores[:, part], wanted[:, part])
        heads.append(Fit(name, answers, weights[:, part], bias[part], temperature))
        chances.append(softmax(scores[:, part] / temperature))
    write(folder, keys, heads)
    return heads, chances


def _untouched_parts(unseen: Sequence[Read]) -> dict[str, list[Read]]:
    never = [one for one in unseen if one.message.folder == NEVER_TRAINED]
    return {
        "untouched": [one for one in unseen if one.message.folder != NEVER_TRAINED],
        "other writers, never trained": never,
    }


def _figures(
    title: str, part: Sequence[Read], heads: Sequence[Fit], chances: Sequence[Matrix]
) -> Iterator[str]:
    messages = [one.message for one in part]
    for head, given in zip(heads, chances, strict=True):
        yield report(f"{head.name}, {title}", messages, head.answers, given)
    yield _whole(f"whole decision, {title}", part, heads, chances)


def _whole(
    title: str, part: Sequence[Read], heads: Sequence[Fit], chances: Sequence[Matrix]
) -> str:
    named = [
        [dict(zip(head.answers, row, strict=True)) for row in given.tolist()]
        for head, given in zip(heads, chances, strict=True)
    ]
    decisions = [decide(*one) for one in zip(part, *named, strict=True)]
    return whole(title, [one.message for one in part], decisions)


if __name__ == "__main__":
    sys.exit(main())
