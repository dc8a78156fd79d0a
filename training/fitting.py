"""Ridge regression on the answers: solved exactly, so that every run gives the same weights."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar
from scipy.sparse import csr_matrix

Matrix = NDArray[np.float64]
PENALTY = 1.0
FOLDS = 5
WORTH = {"urgent": 3.0, "high": 1.5}
"""What is rare and must not be missed weighs more; every other answer weighs one."""


class Fit(NamedTuple):
    """A linear model: one column of weights per answer."""

    answers: tuple[str, ...]
    weights: Matrix
    bias: Matrix
    temperature: float = 1.0

    def scores(self, rows: csr_matrix) -> Matrix:
        return np.asarray(rows @ self.weights + self.bias)


def softmax(scores: Matrix) -> Matrix:
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))


def targets(labels: Sequence[str]) -> tuple[tuple[str, ...], Matrix]:
    """The answers in order, and for each message a 1 at its own and 0 elsewhere."""
    answers = tuple(sorted(set(labels)))
    places = [answers.index(label) for label in labels]
    return answers, np.eye(len(answers))[places]


def solve(kernel: Matrix, wanted: Matrix, worth: Matrix) -> tuple[Matrix, Matrix]:
    """One weight per message and answer, in the space of the messages; and the bias.

    A mistake in a message of more worth costs more.
    """
    bias = wanted.mean(axis=0)
    return np.linalg.solve(kernel + PENALTY * np.diag(1 / worth), wanted - bias), bias


def kernel_of(rows: csr_matrix) -> Matrix:
    """How alike each two messages are."""
    return np.asarray((rows @ rows.T).toarray())


def fit(rows: csr_matrix, kernel: Matrix, labels: Sequence[str]) -> Fit:
    """There are fewer messages than features, so it is solved message by message."""
    answers, wanted = targets(labels)
    per_message, bias = solve(kernel, wanted, worth_of(labels))
    return Fit(answers, np.asarray(rows.T @ per_message), bias)


def cross_scores(kernel: Matrix, labels: Sequence[str], groups: Sequence[int]) -> Matrix:
    """For each message the scores of a model that has not seen it."""
    _, wanted = targets(labels)
    worth = worth_of(labels)
    fold = np.array(groups) % FOLDS
    found = np.zeros_like(wanted)
    for i in range(FOLDS):
        train, test = np.flatnonzero(fold != i), np.flatnonzero(fold == i)
        per_message, bias = solve(kernel[np.ix_(train, train)], wanted[train], worth[train])
        found[test] = kernel[np.ix_(test, train)] @ per_message + bias
    return found


def worth_of(labels: Sequence[str]) -> Matrix:
    return np.array([WORTH.get(label, 1.0) for label in labels])


def best_temperature(scores: Matrix, right: NDArray[np.int64]) -> float:
    """The one at which the confidences of unseen messages say how often they are right."""

    def loss(temperature: float) -> float:
        chances = softmax(scores / temperature)
        return float(-np.log(chances[np.arange(len(right)), right] + 1e-9).mean())

    return float(minimize_scalar(loss, bounds=(0.02, 2), method="bounded").x)
