"""Whole runs with a tiny model: learning, ends of actions, stopping, resuming, LoRA, the baseline."""

import asyncio
import io
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer, GenerationConfig
from trl import SFTTrainer

from swirl_trainer.base import load_base
from swirl_trainer.config import check_config
from swirl_trainer.dataset import encode_actions, encode_contexts, read_rows
from swirl_trainer.events import Events
from swirl_trainer.failure import Failure, StopAsked
from swirl_trainer.reporter import Reporter
from swirl_trainer.rewards import rule_rater
from swirl_trainer.stop import StopGuard
from swirl_trainer.test_events import check_events
from swirl_trainer.test_judge import serving
from swirl_trainer.test_tiny import arithmetic_rows, tiny_model, write_rows
from swirl_trainer.train import train
from swirl_trainer.trainers import make_trainer
from swirl_trainer.weights import weights_hash

LINES = {"form": "lines", "ruling": "Ruling", "words": {"reasonable": ["reasonable"], "unreasonable": ["unreasonable"]}}


@pytest.fixture(scope="module")
def base(tmp_path_factory):
    return tiny_model(tmp_path_factory.mktemp("base"))


def write_config(folder: Path, base: Path, **changes) -> dict:
    """A small run whose data stands beside its config; `changes` by section."""
    write_rows(folder / "train.jsonl.gz", arithmetic_rows())
    questions = [{"question": number, "text": f"What is {number} + 1?"} for number in range(1, 5)]
    (folder / "questions.jsonl").write_text("".join(json.dumps(each) + "\n" for each in questions))
    config = {
        "model": {"path": str(base)},
        "device": "cpu",
        "data": {"path": str(folder / "train.jsonl.gz"), "questions": str(folder / "questions.jsonl")},
        "reward": {"kind": "rule", "rule": "well-formed"},
        "output": {"folder": str(folder / "run"), "save_every": 2, "watched_contexts": 2, "other_contexts": 1},
        "optimiser": {
            **{"max_steps": 3, "learning_rate": 0.002, "warmup_steps": 1, "contexts_per_step": 4},
            **{"samples_per_context": 4, "device_batch": 8, "gradient_checkpointing": False},
        },
        "policy": {"max_action_tokens": 24},
    }
    for section, values in changes.items():
        config[section] = {**config.get(section, {}), **values} if isinstance(values, dict) else values
    (folder / "config.yaml").write_text(json.dumps(config))
    return config


def run_here(folder: Path, config: dict, is_resumed: bool = False) -> list[dict]:
    """An attempt in this process; its events."""
    out = io.StringIO()
    events = Events(folder / "run", out)
    checked = check_config(config)
    train(checked, folder / "config.yaml", 1, is_resumed, events, StopGuard())
    return check_events(out.getvalue().splitlines())


def start(folder: Path, *more: str) -> subprocess.Popen:
    command = [sys.executable, "-m", "swirl_trainer", "train", "--config", str(folder / "config.yaml"), *more]
    environment = {**os.environ, "HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1", "OMP_NUM_THREADS": "1"}
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment, cwd=Path(__file__).parents[1])


def of(events: list[dict], kind: str) -> list[dict]:
    return [event for event in events if event["event"] == kind]


def test_a_stopped_run_resumes_to_the_very_same_weights(tmp_path, base):
    (tmp_path / "straight").mkdir()
    (tmp_path / "stopped").mkdir()

    is_stalled = False

    async def by_length(body):
        while is_stalled:
            await asyncio.sleep(0.02)
        return f"Ruling: {'reasonable' if len(body['messages'][0]['content']) % 2 else 'unreasonable'}"

    with serving(lambda body, nth: by_length(body)) as (url, bodies):
        reward = {"kind": "judge", "base_url": url, "model": "j", "system_text": "", "grammar": LINES}
        reward |= {"user_text": "{question}|{context}|{action}"}
        settings = {"reward": reward, "optimiser": {"max_steps": 5}, "output": {"save_every": 100}}
        configs = {name: write_config(tmp_path / name, base) for name in ("straight", "stopped")}
        for name, config in configs.items():
            for section, values in settings.items():
                config[section] = values if section == "reward" else {**config[section], **values}
            (tmp_path / name / "config.yaml").write_text(json.dumps(config))
        straight = run_here(tmp_path / "straight", configs["straight"])

        process = start(tmp_path / "stopped")
        lines = []
        for line in process.stdout:
            lines.append(line)
            if line.startswith('{"event":"metrics"') and json.loads(line)["step"] == 2:
                # The stop comes while the third update waits for its judge.
                is_stalled, asked = True, len(bodies)
                while len(bodies) == asked:
                    time.sleep(0.01)
                process.send_signal(signal.SIGTERM)
        assert process.wait() == 0
        is_stalled = False
        stopped = check_events(lines)
        assert stopped[-1]["event"] == "stopped" and stopped[-1]["step"] == 2

        resumed_process = start(tmp_path / "stopped", "--attempt", "2", "--resume")
        resumed_lines = resumed_process.stdout.read().splitlines()
        assert resumed_process.wait() == 0
    resumed = check_events(resumed_lines)
    assert resumed[: len(stopped)] == stopped
    assert [event["seq"] for event in resumed] == list(range(len(resumed)))
    assert of(resumed, "started")[1]["resumed_from"] == stopped[-1]["step"]
    assert {event["step"] for event in of(resumed, "metrics")} == {1, 2, 3, 4, 5}
    final = [of(events, "checkpoint")[-1] for events in (straight, resumed)]
    assert final[0]["is_final"] and final[0]["weights_hash"] == final[1]["weights_hash"] != weights_hash(base)
    assert any("What is 2 + 1?|[user]\nWhat is 2 + 1?" in body["messages"][0]["content"] for body in bodies)


def test_a_stop_keeps_the_hash_of_a_checkpoint_that_has_one(tmp_path, base):
    config = write_config(tmp_path, base, algorithm="sft", reward=None)
    config["optimiser"] |= {"contexts_per_step": 8}
    out, guard = io.StringIO(), StopGuard()
    events = Events(tmp_path / "run", out)
    write = events.write

    def stop_behind_the_checkpoint(event, **values):
        write(event, **values)
        if event == "checkpoint":
            guard._on_signal(signal.SIGTERM, None)

    events.write = stop_behind_the_checkpoint
    with pytest.raises(StopAsked):
        train(check_config(config), tmp_path / "config.yaml", 1, False, events, guard)
    checkpoints = of(check_events(out.getvalue().splitlines()), "checkpoint")
    saved = weights_hash(tmp_path / "run/checkpoint-2")
    assert [(event["step"], event["weights_hash"]) for event in checkpoints] == [(2, saved)] * len(checkpoints)


def test_metrics_samples_and_the_final_model(tmp_path, base):
    events = run_here(tmp_path, write_config(tmp_path, base, policy={"max_action_tokens": 24, "kl_weight": 0}))
    (started,) = of(events, "started")
    assert (started["contexts"], started["dropped"]) == (12, {"too_long": 0, "repeated": 4})
    assert started["base_weights_hash"] == weights_hash(base)
    metrics = of(events, "metrics")
    assert [event["step"] for event in metrics] == [1, 2, 3]
    # The KL is measured though it has no weight, and is not 0 once the weights have moved.
    assert metrics[0]["values"]["kl"] == pytest.approx(0, abs=1e-9) and metrics[2]["values"]["kl"] > 0
    shares = [metrics[0]["values"][name] for name in ("reasonable_share", "cut_share", "answer_share", "reward")]
    assert all(0 <= share <= 1 for share in shares) and shares[0] == pytest.approx(shares[3]) and 0 < shares[0] < 1
    samples = of(events, "samples")
    for step in (1, 2, 3):
        assert sum(not event["watched"] for event in samples if event["step"] == step) == 1
    assert len({event["context"] for event in samples if event["watched"]}) <= 2
    prompts = [(event["context"], event["prompt"] is not None) for event in samples]
    assert all(shown == (context not in [c for c, _ in prompts[:at]]) for at, (context, shown) in enumerate(prompts))
    for action in [action for event in samples for action in event["actions"]]:
        for end in ("</math_exp>", "</answer>"):
            assert end not in action["text"] or action["text"].index(end) + len(end) == len(action["text"])
    checkpoints = of(events, "checkpoint")
    assert [(event["step"], event["is_final"]) for event in checkpoints] == [(2, False), (3, False), (3, True)]
    assert events[-1]["event"] == "done"

    final = tmp_path / "run/final"
    assert checkpoints[-1]["weights_hash"] == weights_hash(final) == checkpoints[1]["weights_hash"]
    tokenizer = AutoTokenizer.from_pretrained(final)
    assert tokenizer.chat_template == AutoTokenizer.from_pretrained(base).chat_template
    assert GenerationConfig.from_pretrained(final).do_sample is True
    model = AutoModelForCausalLM.from_pretrained(final)
    assert model.generate(torch.tensor([[5]]), max_new_tokens=3).shape[1] > 1


def test_lora_leaves_the_base_alone_and_is_merged(tmp_path, base):
    config = write_config(tmp_path, base, lora={"r": 2, "alpha": 8}, optimiser={})
    config["optimiser"] |= {"max_steps": 2, "learning_rate": 0.05, "warmup_steps": 0}
    events = run_here(tmp_path, config)
    values = of(events, "metrics")[-1]["values"]
    assert values["kl"] > 0
    final = AutoModelForCausalLM.from_pretrained(tmp_path / "run/final").state_dict()
    before = AutoModelForCausalLM.from_pretrained(base).state_dict()
    assert final.keys() == before.keys()
    changed = {name for name in before if not torch.equal(before[name], final[name])}
    assert changed and not any("embed" in name for name in changed)
    assert of(events, "checkpoint")[0]["weights_hash"] is None


def test_the_baseline_learns_actions_only(tmp_path, base):
    config = write_config(tmp_path, base, algorithm="sft", reward=None)
    config["optimiser"] |= {"contexts_per_step": 8, "device_batch": 4, "max_steps": 8, "learning_rate": 0.003}
    events = run_here(tmp_path, config)
    losses = [event["values"]["loss"] for event in of(events, "metrics")]
    assert len(losses) == 8 and sum(losses[-2:]) < sum(losses[:2])
    assert of(events, "started")[0]["contexts"] == 16 and not of(events, "samples")

    checked = check_config(config)
    loaded = load_base(checked)
    rows = read_rows(tmp_path / "train.jsonl.gz")
    actions, _ = encode_actions(rows, loaded.tokenizer, checked.data, 512, 1, loaded.end_tokens)
    reporter = Reporter(Events(tmp_path / "other", io.StringIO()), StopGuard(), checked, [])
    trainer = make_trainer(checked, loaded, actions, None, reporter)
    batch = next(iter(trainer.get_train_dataloader()))
    for ids, labels in zip(batch["input_ids"], batch["labels"], strict=True):
        learnt = loaded.tokenizer.decode(ids[labels != -100])
        assert learnt.startswith("<") and learnt.endswith("<|end|>") and "What" not in learnt


def test_what_follows_an_action_is_neither_learnt_nor_shown(tmp_path, base):
    checked = check_config(
        write_config(tmp_path, base, optimiser={"contexts_per_step": 2, "samples_per_context": 2, "device_batch": 4})
    )
    loaded = load_base(checked)
    contexts, _ = encode_contexts(read_rows(tmp_path / "train.jsonl.gz"), loaded.tokenizer, checked.data, 400, 1)
    shown = []
    rater = rule_rater(checked.end_texts, False)

    async def rate(places, actions):
        shown.extend(action.text for action in actions)
        return [1, -1, 1, -1]

    rater.rate = rate
    reporter = Reporter(Events(tmp_path / "other", io.StringIO()), StopGuard(), checked, contexts)
    trainer = make_trainer(checked, loaded, contexts, rater, reporter)
    written = loaded.tokenizer("<math_exp>1</math_exp>INVENTED<|end|>")["input_ids"]

    def generate(input_ids, **options):
        return torch.cat([input_ids, torch.tensor([written] * len(input_ids))], dim=1)

    trainer.model.generate = generate
    rows = [{"prompt": "0"}, {"prompt": "0"}, {"prompt": "1"}, {"prompt": "1"}]
    batch = trainer._generate_and_score_completions(rows)
    assert shown == ["<math_exp>1</math_exp>"] * 4
    assert batch["advantages"].tolist() == [0.5, -0.5, 0.5, -0.5]
    learnt = batch["completion_ids"][batch["completion_mask"].bool()]
    assert "INVENTED" not in loaded.tokenizer.decode(learnt) and batch["completion_ids"].shape[1] == 3
    prompts = [ids[mask.bool()].tolist() for ids, mask in zip(batch["prompt_ids"], batch["prompt_mask"], strict=True)]
    assert prompts == [contexts[index].prompt_ids for index in (0, 0, 1, 1)]
    # Nothing of the loss hangs on what came behind: with it or without, the gradient is the same.
    trainer.current_gradient_accumulation_steps = 1
    trainer.compute_loss(trainer.model, batch).backward()
    gradient = trainer.model.model.layers[0].mlp.up_proj.weight.grad.clone()
    trainer.model.zero_grad()
    written = loaded.tokenizer("<math_exp>1</math_exp>")["input_ids"]
    trainer.compute_loss(trainer.model, trainer._generate_and_score_completions(rows)).backward()
    assert torch.equal(gradient, trainer.model.model.layers[0].mlp.up_proj.weight.grad) and gradient.any()


def test_a_context_without_rewards_moves_nothing(tmp_path, base):
    reward = {"kind": "judge", "base_url": "http://127.0.0.1:1/v1", "model": "j", "system_text": "", "grammar": LINES}
    reward |= {"user_text": "{action}", "retries": 0}
    config = write_config(tmp_path, base)
    config["reward"] = reward
    config["policy"]["kl_weight"] = 0
    config["optimiser"]["max_steps"] = 2
    events = run_here(tmp_path, config)
    values = of(events, "metrics")[-1]["values"]
    assert (
        values["frac_reward_zero_std"] == 1
        and values["unscored_share"] == 1
        and values["reward"] is None
        and values["reasonable_share"] is None
    )
    assert of(events, "checkpoint")[-1]["weights_hash"] == weights_hash(base)
    assert len(of(events, "warning")) == 1


@pytest.mark.parametrize("broken", ["loss", "gradient"])
def test_a_loss_that_is_no_number_ends_the_run(tmp_path, base, broken, monkeypatch):
    config = write_config(tmp_path, base, algorithm="sft", reward=None)
    config["optimiser"] |= {"contexts_per_step": 8, "device_batch": 4, "max_steps": 3}
    compute, asked = SFTTrainer.compute_loss, 0

    def compute_loss(self, model, inputs, *rest, **more):
        nonlocal asked
        asked += 1
        loss = compute(self, model, inputs, *rest, **more)
        # Two batches an update: it is the last update's.
        if asked == 6:
            # The root's slope at 0 is infinite.
            loss = loss * float("nan") if broken == "loss" else loss + (loss - loss.detach()).sqrt()
        return loss

    monkeypatch.setattr(SFTTrainer, "compute_loss", compute_loss)
    with pytest.raises(Failure, match="update 3.*optimiser.learning_rate"):
        run_here(tmp_path, config)
    events = [json.loads(line) for line in (tmp_path / "run/events.jsonl").read_text().splitlines()]
    assert [event["step"] for event in of(events, "metrics")] == [1, 2, 3]
    assert [event["step"] for event in of(events, "checkpoint")] == [2]


@pytest.mark.parametrize(
    ("changes", "kind", "words"),
    [
        ({"model": {"path": "/nowhere/model"}}, "model", "/nowhere/model"),
        ({"data": {"path": "/nowhere/train.jsonl"}}, "data", "neither"),
        ({"data": {"max_context_tokens": 8}}, "data", "too long"),
        ({"device": "cuda"}, "config", "GPU"),
    ],
)
def test_says_what_is_wrong(tmp_path, base, changes, kind, words):
    if changes.get("device") == "cuda" and torch.cuda.is_available():
        pytest.skip("there is a GPU")
    with pytest.raises(Failure, match=words) as failure:
        run_here(tmp_path, write_config(tmp_path, base, **changes))
    assert failure.value.kind == kind


def test_a_wrong_config_is_a_failed_event_and_exit_code_1(tmp_path):
    (tmp_path / "config.yaml").write_text("model: {path: x}\noutput: {folder: /tmp}\nalgorithm: ppo")
    process = start(tmp_path)
    (event,) = check_events(process.stdout.read().splitlines())
    assert process.wait() == 1
    assert event["kind"] == "config" and "algorithm: Choose one of: swirl, sft." in event["message"]


def test_a_stop_waits_for_an_update_of_the_weights():
    guard = StopGuard()
    guard.hold()
    guard._on_signal(signal.SIGTERM, None)
    with pytest.raises(StopAsked):
        guard.release()
    guard._on_signal(signal.SIGTERM, None)
