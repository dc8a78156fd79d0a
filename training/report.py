"""How well predictions match the labels, in total, per language and per answer."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from training.corpus_reader import Message
from training.fitting import Matrix

COVERAGES = (0.5, 0.6, 0.7, 0.8)


def report(title: str, messages: Sequence[Message], answers: Sequence[str], chances: Matrix) -> str:
    """A few lines of figures; a prediction is right when it is one of the accepted answers."""
    chosen = chances.argmax(axis=1)
    accepted = [_accepted(message, answers) for message in messages]
    right = np.array([answers[i] in ok for i, ok in zip(chosen, accepted, strict=True)])
    sure = chances.max(axis=1)
    lines = [f"{title}: {len(messages)} messages, accuracy {right.mean():.3f}"]
    for language in ("nl", "en", "de", "fr"):
        here = np.array([message.language == language for message in messages])
        lines.append(f"  {language} {right[here].mean():.3f} of {here.sum()}")
    lines.append(f"  macro-F1 {_macro_f1(answers, chosen, accepted):.3f}")
    for least in COVERAGES:
        kept = sure >= least
        lines.append(
            f"  confidence ≥ {least}: coverage {kept.mean():.2f}, accuracy {right[kept].mean():.3f}"
        )
    return "\n".join(lines) + "\n"


def _accepted(message: Message, answers: Sequence[str]) -> tuple[str, ...]:
    return message.queues if message.queues[0] in answers else message.priorities


def _macro_f1(
    answers: Sequence[str], chosen: NDArray[np.int64], accepted: Sequence[tuple[str, ...]]
) -> float:
    names = [answers[i] for i in chosen]
    truth = [name if name in ok else ok[0] for name, ok in zip(names, accepted, strict=True)]
    found = []
    for answer in sorted(set(truth)):
        hits = sum(a == b == answer for a, b in zip(names, truth, strict=True))
        found.append(2 * hits / (names.count(answer) + truth.count(answer)))
    return float(sum(found) / len(found))
