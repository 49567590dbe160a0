"""Accuracy and share of reasonable steps of a model on the lab's questions, without a studio or a server."""

from __future__ import annotations

import zlib
from dataclasses import dataclass

from swirl_trainer.chat_prompt import prompt_ids
from swirl_trainer.serving.generate import Reply, Row, generate
from swirl_trainer.serving.models import LoadedModel
from swirl_trainer.serving.request import Sampling

from .arithmetic.problem import Problem
from .arithmetic.ruling import rule
from .arithmetic.solver import answer
from .calculator import calculate, read_expression
from .conversation import Message
from .tags import math_result, read_action

STEP_LIMIT = 10
BATCH = 128
# A trajectory under way: its problem and its messages so far
Open = tuple[Problem, list[Message]]


@dataclass
class Figures:
    questions: int = 0
    correct: int = 0
    steps: int = 0
    reasonable: int = 0
    well_formed: int = 0


def evaluate(model: LoadedModel, questions: list[tuple[Problem, str]], temperature: float = 0.0) -> Figures:
    """Ten actions a question at most, as in a rollout run with the calculator."""
    figures = Figures(questions=len(questions))
    open_ones = [(problem, [{"role": "user", "content": text}]) for problem, text in questions]
    for _ in range(STEP_LIMIT):
        goes_on = []
        for batch in [open_ones[at : at + BATCH] for at in range(0, len(open_ones), BATCH)]:
            for (problem, messages), action in zip(batch, _actions(model, batch, temperature), strict=True):
                if _take(figures, problem, messages, action):
                    goes_on.append((problem, messages))
        open_ones = goes_on
    return figures


def _actions(model: LoadedModel, batch: list[Open], temperature: float) -> list[str]:
    stop = ("</math_exp>", "</answer>", "</search_query>")
    replies: dict[int, Reply] = {}
    rows = [
        Row(
            prompt_ids(model.tokenizer, messages, None),
            # Equal seeds would make equal draws in every row.
            Sampling(temperature=temperature, max_tokens=32, stop=stop, keep_stop=True, seed=_hash_of(messages)),
        )
        for _, messages in batch
    ]
    generate(model, rows, replies.__setitem__)
    return [replies[at].text for at in range(len(rows))]


def _hash_of(messages: list[Message]) -> int:
    return zlib.crc32("\n".join(message["content"] for message in messages).encode())


def _take(figures: Figures, problem: Problem, messages: list[Message], action: str) -> bool:
    """Counts a step; whether the trajectory goes on after it."""
    earlier = [message["content"] for message in messages if message["role"] == "assistant"]
    figures.steps += 1
    figures.reasonable += rule(problem, earlier, action).is_reasonable
    read = read_action(action)
    figures.well_formed += read is not None
    if read is None or read.ending != "calculator":
        figures.correct += read is not None and read.inside == str(answer(problem))
        return False
    expression = read_expression(read.inside)
    messages.append({"role": "assistant", "content": action})
    messages.append({"role": "user", "content": math_result(calculate(expression) if expression else "Error: ?")})
    return True
