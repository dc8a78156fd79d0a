"""Answers between quotes: the line that each of them answers, so that `Yes` says something."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

MAX_ASKED = 200
MAX_QUESTION_LINES = 3
WRAPPED = 45
"""A line at least so long may go on in the next."""


class Asked(NamedTuple):
    """What was last quoted above the own line `at`."""

    at: int
    question: tuple[str, ...]


def last_quoted(lines: Sequence[str]) -> tuple[str, ...]:
    """The last line of a run of `>` lines, with those that it goes on from."""
    question: list[str] = []
    for line in reversed(lines):
        words = line.strip("> \t")
        if question and (len(words) < WRAPPED or words.endswith((".", "?", "!", ":"))):
            break
        if words:
            question.append(f"> {words}")
        if len(question) == MAX_QUESTION_LINES:
            break
    return tuple(reversed(question))


def with_questions(own: list[str], asked: Sequence[Asked]) -> list[str]:
    """The own lines with the line above each that it answers.

    One passage above, between or below quotes is an ordinary answer to all of it; several, or
    one between a question and a further quote, are answers to what stands right above them.
    """
    if not asked:
        return own
    answered = list(answers(own, asked[:MAX_ASKED]))
    if len(answered) == 1 and (
        answered[0] is asked[-1] or not "".join(answered[0].question).endswith("?")
    ):
        return own
    lines, done = [], 0
    for found in answered:
        lines += [*own[done : found.at], "", *found.question]
        done = found.at
    return [*lines, *own[done:]]


def answers(own: list[str], asked: Sequence[Asked]) -> Iterator[Asked]:
    """Those quotes that words follow before the next one."""
    ends = [*(found.at for found in asked[1:]), len(own)]
    for found, end in zip(asked, ends, strict=True):
        words = any(character.isalnum() for line in own[found.at : end] for character in line)
        if words and found.question:
            yield found
