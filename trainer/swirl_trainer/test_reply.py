"""Replies and prompts mean the same here as in the studio: both read the same tables."""

import json
from dataclasses import asdict
from pathlib import Path

import pytest

from swirl_trainer.config import JsonGrammar, LinesGrammar
from swirl_trainer.fields import Reader
from swirl_trainer.prompt import context_text, judge_messages, message_body
from swirl_trainer.reply import parse_reply

JUDGING = Path(__file__).parents[2] / "domain/judging"
REPLIES = json.loads((JUDGING / "replies.json").read_text())
PROMPTS = json.loads((JUDGING / "prompt-cases.json").read_text())


def grammar_of(name):
    data = REPLIES["grammars"][name]
    return Reader().read_dataclass(LinesGrammar if data["form"] == "lines" else JsonGrammar, data, "")


@pytest.mark.parametrize("case", REPLIES["replies"], ids=lambda case: f"{case['grammar']}: {case['name']}")
def test_reads_replies(case):
    parsed = parse_reply(grammar_of(case["grammar"]), case["reply"])
    assert (parsed and asdict(parsed)) == case["expect"]


@pytest.mark.parametrize("case", PROMPTS, ids=lambda case: case["name"])
def test_writes_prompts(case):
    context, action = context_text(case["context"]), message_body(case["action"])
    written = judge_messages(case["systemText"], case["userText"], case["question"], context, action)
    assert written == case["expect"]


def test_needs_no_longer_than_a_pass_over_a_hostile_reply():
    hostile = [
        "{" * 200_000,
        '{"a":' * 50_000,
        "{}" * 100_000,
        "Ruling:\n" * 30_000,
        "Ruling: reasonable or\n" * 20_000,
    ]
    hostile += [f"Ruling: reasonable. {'un' * 100_000}", f"Score: {'1' * 200_000}", '{"ruling": ' + "9" * 9_000 + "}"]
    for text in hostile:
        for name in ["lines", "json"]:
            parse_reply(grammar_of(name), text)
