"""Word problems: written, read back, solved, ruled on; the table that the studio's code is held to as well."""

from __future__ import annotations

import json
import random
from itertools import islice
from pathlib import Path

import pytest

from .arithmetic.policy import Habits, demonstrate
from .arithmetic.problem import draw_problem, read_problem, share_of, write_problem
from .arithmetic.solver import answer
from .calculator import calculate, read_expression
from .demonstrations import draw_demonstrations
from .families import rule
from .judge_prompt import read_prompt
from .questions import draw_arithmetic
from .ruling import Ruling
from .splits import split_of
from .tags import math_result, read_action
from .teacher_reply import reply_text

CASES = json.loads((Path(__file__).parent / "cases.json").read_text(encoding="utf-8"))
NO_HABITS = Habits(0, 0, 0, 0, 0, 0)


def test_a_problem_is_read_as_it_was_written() -> None:
    rng = random.Random(1)
    for _ in range(2_000):
        problem = draw_problem(rng)
        assert read_problem(write_problem(problem, rng)) == problem


@pytest.mark.parametrize("text", ["", "Who wrote Hamlet?", "Tom has 3 pens. He runs. How many pens are left?", "?"])
def test_other_questions_are_not_the_labs(text: str) -> None:
    assert read_problem(text) is None
    assert rule(text, [], "<answer>1</answer>") is None


def test_a_demonstrator_without_habits_is_right_at_every_step() -> None:
    rng = random.Random(2)
    for _ in range(500):
        problem = draw_problem(rng)
        text = write_problem(problem, rng)
        conversation = demonstrate(problem, text, rng, NO_HABITS)
        assert conversation is not None
        told = [(message["role"], message["content"]) for message in conversation.messages]
        assert read_action(told[-1][1]).inside == str(answer(problem))
        for at, (role, action) in enumerate(told):
            if role == "assistant":
                assert rule(text, told[:at], action).is_reasonable, (told[:at], action)


def test_habits_leave_about_half_the_answers_right() -> None:
    right = 0
    for conversation in islice(draw_demonstrations(3), 1_000):
        problem = read_problem(conversation.question)
        right += read_action(conversation.messages[-1]["content"]).inside == str(answer(problem))
    assert 400 < right < 650


def test_no_story_is_in_two_splits() -> None:
    train, held_out = (dict(draw_arithmetic(split, 500)) for split in ("train", "held-out"))
    assert {split_of(share_of(problem)) for problem in train.values()} == {"train"}
    assert {split_of(share_of(problem)) for problem in held_out.values()} == {"held-out"}
    assert not {problem.events for problem in train.values()} & {problem.events for problem in held_out.values()}
    learnt = {read_problem(conversation.question).events for conversation in islice(draw_demonstrations(1), 3_000)}
    for problem in (*train.values(), *held_out.values()):
        assert problem.events not in learnt


@pytest.mark.parametrize("case", CASES["observations"], ids=lambda case: case["expression"])
def test_observations_are_the_studios(case: dict) -> None:
    assert math_result(calculate(read_expression(case["expression"]))) == case["observation"]


@pytest.mark.parametrize("case", CASES["steps"], ids=lambda case: case["action"])
def test_rulings_on_the_studios_prompts(case: dict) -> None:
    prompt = read_prompt(case["prompt"])
    assert (prompt.question, prompt.action) == (case["question"], case["action"])
    actions = [text for role, text in prompt.earlier if role == "assistant"]
    assert actions == [message["content"] for message in case["messages"] if message["role"] == "assistant"]
    assert rule(prompt.question, prompt.earlier, prompt.action).is_reasonable == case["reasonable"]


def test_replies_are_written_as_the_studio_reads_them() -> None:
    for case in CASES["replies"]:
        assert reply_text(Ruling(case["rating"] == 1, case["text"].split("\n")[0])) == case["text"]
