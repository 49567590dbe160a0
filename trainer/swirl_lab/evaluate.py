"""Accuracy and share of reasonable steps of a model on the lab's questions, without a studio or a server."""

from __future__ import annotations

import zlib
from dataclasses import dataclass

from swirl_trainer.chat_prompt import prompt_ids
from swirl_trainer.serving.generate import Reply, Row, generate
from swirl_trainer.serving.models import LoadedModel
from swirl_trainer.serving.request import Sampling

from .calculator import calculate, read_expression
from .conversation import Message
from .encyclopedia.world import passages, the_world
from .families import rule
from .tags import Action, math_result, read_action, search_result

STEP_LIMIT = 10
BATCH = 128
# A trajectory under way: the accepted answer and its messages so far
Open = tuple[str, list[Message]]


@dataclass
class Figures:
    questions: int = 0
    correct: int = 0
    steps: int = 0
    reasonable: int = 0
    well_formed: int = 0


def evaluate(model: LoadedModel, questions: list[tuple[str, str]], temperature: float = 0.0) -> Figures:
    """Questions with their accepted answers; ten actions each at most, as in a rollout run with the calculator."""
    figures = Figures(questions=len(questions))
    open_ones = [(answer, [{"role": "user", "content": text}]) for text, answer in questions]
    for _ in range(STEP_LIMIT):
        goes_on = []
        for batch in [open_ones[at : at + BATCH] for at in range(0, len(open_ones), BATCH)]:
            for (answer, messages), action in zip(batch, _actions(model, batch, temperature), strict=True):
                if _take(figures, answer, messages, action):
                    goes_on.append((answer, messages))
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


def _take(figures: Figures, answer: str, messages: list[Message], action: str) -> bool:
    """Counts a step; whether the trajectory goes on after it."""
    ruling = rule(messages[0]["content"], [(message["role"], message["content"]) for message in messages], action)
    figures.steps += 1
    figures.reasonable += ruling is not None and ruling.is_reasonable
    read = read_action(action)
    figures.well_formed += read is not None
    if read is None or read.ending == "answer":
        figures.correct += read is not None and read.inside == answer
        return False
    messages.append({"role": "assistant", "content": action})
    messages.append({"role": "user", "content": _observe(read)})
    return True


def _observe(action: Action) -> str:
    if action.ending == "search":
        return search_result(passages(the_world(), the_world().search(action.inside)))
    expression = read_expression(action.inside)
    return math_result(calculate(expression) if expression else "Error: ?")
