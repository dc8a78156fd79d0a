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


def solve(kernel: Matrix, wanted: Matrix) -> tuple[Matrix, Matrix]:
    """One weight per message and answer, in the space of the messages; and the bias."""
    bias = wanted.mean(axis=0)
    return np.linalg.solve(kernel + PENALTY * np.eye(len(kernel)), wanted - bias), bias


def fit(rows: csr_matrix, labels: Sequence[str]) -> Fit:
    """There are fewer messages than features, so it is solved message by message."""
    answers, wanted = targets(labels)
    per_message, bias = solve((rows @ rows.T).toarray(), wanted)
    return Fit(answers, np.asarray(rows.T @ per_message), bias)


def cross_scores(rows: csr_matrix, labels: Sequence[str], groups: Sequence[int]) -> Matrix:
    """For each message the scores of a model that has not seen it."""
    _, wanted = targets(labels)
    kernel = (rows @ rows.T).toarray()
    fold = np.array(groups) % FOLDS
    found = np.zeros_like(wanted)
    for i in range(FOLDS):
        train, test = np.flatnonzero(fold != i), np.flatnonzero(fold == i)
        per_message, bias = solve(kernel[np.ix_(train, train)], wanted[train])
        found[test] = kernel[np.ix_(test, train)] @ per_message + bias
    return found


def best_temperature(scores: Matrix, right: NDArray[np.int64]) -> float:
    """The one at which the confidences of unseen messages say how often they are right."""

    def loss(temperature: float) -> float:
        chances = softmax(scores / temperature)
        return float(-np.log(chances[np.arange(len(right)), right] + 1e-9).mean())

    return float(minimize_scalar(loss, bounds=(0.02, 2), method="bounded").x)
