"""Making a base model: the same seed makes the same one, and what it learns is what it is served."""

from __future__ import annotations

import json
from itertools import islice
from pathlib import Path

import pytest
import torch

from swirl_trainer.chat_prompt import prompt_ids
from swirl_trainer.serving.models import is_model, load

from .batches import IGNORED, encode, write
from .demonstrations import draw_demonstrations
from .evaluate import evaluate
from .pretrain import pretrain
from .questions import answered
from .sizes import SIZES, Size
from .tokenizer import train_tokenizer


@pytest.fixture(autouse=True)
def one_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    torch.set_num_threads(1)
    monkeypatch.setitem(SIZES, "tiny", Size(32, 2, 2, 64, updates=12, batch=4, rate=1e-2))


def test_the_same_seed_makes_the_same_model(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, seed in (("one", 1), ("same", 1), ("other", 2)):
        pretrain(tmp_path / name, "tiny", seed)
        assert is_model(tmp_path / name)
    weights = {name: (tmp_path / name / "model.safetensors").read_bytes() for name in ("one", "same", "other")}
    assert weights["one"] == weights["same"] != weights["other"]
    assert (tmp_path / "one" / "tokenizer.json").read_bytes() == (tmp_path / "same" / "tokenizer.json").read_bytes()
    assert json.loads((tmp_path / "one" / "generation_config.json").read_text())["do_sample"] is True
    events = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [event["event"] for event in events[:3]] == ["start", "progress", "done"]
    assert events[1]["update"] == events[1]["updates"] == 12

    model = load("one", tmp_path / "one", torch.device("cpu"), ())
    questions = [*answered("arithmetic", "held-out", 3), *answered("encyclopedia", "held-out", 2)]
    figures = evaluate(model, questions, temperature=1)
    assert figures.questions == 5 and figures.steps >= 5


def test_what_is_learnt_is_what_the_chat_template_writes() -> None:
    conversations = list(islice(draw_demonstrations(4), 200))
    tokenizer = train_tokenizer(map(write, conversations))
    for conversation in conversations[:20]:
        [(ids, labels)] = encode(tokenizer, [conversation])
        messages = [{"role": "system", "content": "Left out."}, *conversation.messages]
        assert tokenizer.decode(ids) == tokenizer.apply_chat_template(messages, tokenize=False)
        for at, message in enumerate(conversation.messages):
            if message["role"] == "assistant":
                start = prompt_ids(tokenizer, conversation.messages[:at], None)
                action = tokenizer(f"{message['content']}<|end|>", add_special_tokens=False)["input_ids"]
                assert ids[: len(start)] == start and labels[len(start) - 1] == IGNORED
                assert labels[len(start) : len(start) + len(action)] == action
        learnt = [label for label in labels if label != IGNORED]
        actions = [message["content"] for message in conversation.messages if message["role"] == "assistant"]
        assert tokenizer.decode(learnt) == "".join(f"{action}<|end|>" for action in actions)


def test_any_text_can_be_told() -> None:
    tokenizer = train_tokenizer(map(write, islice(draw_demonstrations(4), 50)))
    text = "Ünïcode → 漢字 🙂 <math_exp>1+2</math_exp>\n\n# Heading"
    assert tokenizer.decode(tokenizer(text, add_special_tokens=False)["input_ids"]) == text
    [one, two] = tokenizer(["42", "<answer>"], add_special_tokens=False)["input_ids"]
    assert (len(one), len(two)) == (2, 1)
