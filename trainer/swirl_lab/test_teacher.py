"""The teacher over HTTP, and how often it errs."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

from aiohttp.test_utils import TestClient, TestServer

from .judge_prompt import JudgePrompt
from .teacher import Teacher
from .teacher_app import make_teacher_app

STEPS = json.loads((Path(__file__).parent / "cases.json").read_text(encoding="utf-8"))["steps"]
QUESTION = "Tom has 16 cards. This grows 5 fold. How many cards are left?"


def prompts(count: int, action: str) -> list[JudgePrompt]:
    return [JudgePrompt(QUESTION, f"[user]\n{QUESTION}\n\n[user]\n{at}", action) for at in range(count)]


def share(teacher: Teacher, action: str, name: str = "teacher") -> float:
    return sum(teacher.rule(name, prompt).is_reasonable for prompt in prompts(4_000, action)) / 4_000


def test_errors_come_as_often_as_ordered_on_each_side() -> None:
    teacher = Teacher(false_reasonable=0.1, false_unreasonable=0.25)
    assert abs(share(teacher, "<math_exp>16*5</math_exp>") - 0.75) < 0.03
    assert abs(share(teacher, "<math_exp>16+5</math_exp>") - 0.1) < 0.03
    assert share(Teacher(0, 0), "<math_exp>16*5</math_exp>") == 1


def test_the_same_step_gets_the_same_ruling_and_other_judges_err_elsewhere() -> None:
    steps = prompts(500, "<math_exp>16*5</math_exp>")
    teacher = Teacher(0.3, 0.3)

    def rulings(judge: Teacher, name: str) -> list[bool]:
        return [judge.rule(name, step).is_reasonable for step in steps]

    assert rulings(teacher, "teacher") == rulings(Teacher(0.3, 0.3), "teacher")
    assert rulings(teacher, "teacher") != rulings(teacher, "teacher-2")
    assert rulings(teacher, "teacher") != rulings(Teacher(0.3, 0.3, seed=2), "teacher")


def test_the_control_does_not_look_at_the_step() -> None:
    teacher = Teacher(is_shuffled=True, base_rate=0.6)
    for action in ("<math_exp>16*5</math_exp>", "<answer>3</answer>", "nothing"):
        assert abs(share(teacher, action) - 0.6) < 0.03


def test_it_answers_as_an_endpoint() -> None:
    async def test() -> None:
        async with TestClient(TestServer(make_teacher_app(Teacher(0, 0)))) as client:
            for step in STEPS:
                messages = [{"role": "system", "content": "Judge."}, {"role": "user", "content": step["prompt"]}]
                body = {"model": "teacher", "messages": messages, "temperature": 0, "logprobs": True, "top_logprobs": 5}
                response = await client.post("/v1/chat/completions", json=body)
                [choice] = (await response.json())["choices"]
                word = "reasonable" if step["reasonable"] else "unreasonable"
                assert choice["message"]["content"].splitlines()[-1] == f"Ruling: {word}"
                places = choice["logprobs"]["content"]
                assert "".join(place["token"] for place in places) == choice["message"]["content"]
                assert len(places[-1]["top_logprobs"]) == 2
            streamed = await (await client.post("/v1/chat/completions", json={**body, "stream": True})).text()
            assert "Ruling: " in streamed and streamed.endswith("data: [DONE]\n\n")

            for text, code in (
                ("Hello", "unknown_template"),
                (step["prompt"].replace("Tom", "he"), "unknown_question"),
            ):
                body = {"model": "teacher", "messages": [{"role": "user", "content": text}]}
                response = await client.post("/v1/chat/completions", json=body)
                assert (response.status, (await response.json())["error"]["code"]) == (400, code)
            response = await client.post("/v1/chat/completions", json={**body, "model": "other"})
            assert response.status == 404

    asyncio.run(test())


def test_a_judge_of_a_rate_of_its_own() -> None:
    """Only that one: always wrong here, while the others are always right."""

    async def test() -> None:
        async with TestClient(TestServer(make_teacher_app(Teacher(0, 0), {"teacher-2": 1}))) as client:
            for name, is_right in (("teacher", True), ("teacher-2", False), ("exact", True)):
                for step in STEPS:
                    body = {"model": name, "messages": [{"role": "user", "content": step["prompt"]}]}
                    response = await client.post("/v1/chat/completions", json=body)
                    [choice] = (await response.json())["choices"]
                    word = "reasonable" if step["reasonable"] == is_right else "unreasonable"
                    assert choice["message"]["content"].splitlines()[-1] == f"Ruling: {word}"

    asyncio.run(test())
