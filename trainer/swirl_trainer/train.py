"""Trains a policy by SWiRL's step-wise reinforcement learning (arXiv 2504.04736), or by its SFT baseline.

J(θ) = E[ R(a|s) ]: s is a context of the filtered trajectories, a one action sampled from the policy there, R what the
judge says of it. No tool is executed. Departures from the paper:

- The gradient is GRPO's (TRL), not that of the paper's own RL code: several actions of one context, each measured
  against their mean. With the defaults (dr_grpo, rewards not scaled) this is the plain objective with a baseline.
- The KL term towards the base model is TRL's estimator, per token, weighted by `policy.kl_weight`. It is logged at
  weight 0 too: TRL measures it only where its weight is not 0, so that 1e-30 stands for 0, which is far below what
  Adam's epsilon lets move a weight. The price is a reference model in memory (LoRA needs none).
- Rewards are those of a rating (by default 1 reasonable, 0 not) instead of a reward model's own score. An action that
  got no ruling has no reward, and moves nothing.
- Each distinct context is trained on equally often, however many trajectories pass through it.
- A sampled action ends as a rollout's does: with its first end text, or the model's turn. The token that completes the
  end text may hold characters behind it; it is learnt from, but the reward sees no more than the end text.
- Contexts that leave no room for an action are left out and counted, not truncated.
- SFT, the baseline, learns the recorded actions: loss on the action's tokens alone, up to the end of the turn.
  Actions that the chat template does not write behind their context as it was served are left out, with a warning.

It runs in one process on one device.
"""

from __future__ import annotations

import gc
import shutil
import time
from pathlib import Path

import torch
import transformers
import trl

from .base import choose_device, load_base
from .checkpoints import complete_checkpoints, recorded_hash, remove_incomplete, save_at_stop, save_final
from .config import JudgeReward, TrainingConfig
from .dataset import Context, encode_actions, encode_contexts, read_questions, read_rows
from .events import Events
from .failure import Failure, StopAsked
from .reporter import Reporter
from .rewards import Rater, judge_rater, rule_rater
from .stop import StopGuard
from .trainers import make_trainer
from .weights import weights_hash


def train(config: TrainingConfig, config_file: Path, attempt: int, is_resumed: bool, events: Events, guard: StopGuard):
    """Carries out one attempt. Raises Failure, or StopAsked once a checkpoint is written."""
    folder = Path(config.output.folder)
    begun_at = time.monotonic()
    remove_incomplete(folder)
    checkpoint = complete_checkpoints(folder)[-1] if is_resumed and complete_checkpoints(folder) else None
    data, questions = collect_files(config, config_file, folder)
    base = load_base(config)
    device = choose_device(config)

    rows = read_rows(data)
    given = (rows, base.tokenizer, config.data)
    seed, arguments = config.optimiser.seed, config.model.template_arguments
    if config.algorithm == "sft":
        items, dropped = encode_actions(*given, base.longest, seed, base.end_tokens, arguments)
    else:
        items, dropped = encode_contexts(*given, base.longest - config.policy.max_action_tokens, seed, arguments)
    if dropped.unrenderable:
        events.write(
            "warning",
            message=f"{dropped.unrenderable} actions are left out: the model's chat template does not write them "
            "behind their contexts as these were served.",
        )
    if not items:
        raise Failure(
            "data",
            f"Nothing is left to train on: {dropped.too_long} are too long (data.max_context_tokens is "
            f"{config.data.max_context_tokens}, the model has room for {base.longest} tokens, the action included), "
            f"{dropped.unrenderable} do not fit the chat template.",
        )
    rater = make_rater(config, questions, items, events) if config.algorithm == "swirl" else None
    guard.hold()
    events.write(
        "started",
        attempt=attempt,
        resumed_from=checkpoint.step if checkpoint else None,
        total_steps=config.optimiser.max_steps,
        contexts=len(items),
        dropped={"too_long": dropped.too_long, "repeated": dropped.repeated},
        base_weights_hash=weights_hash(base.folder),
        device=device,
        versions={"torch": torch.__version__, "transformers": transformers.__version__, "trl": trl.__version__},
    )
    guard.release()
    reporter = Reporter(
        events,
        guard,
        config,
        items if rater else [],
        (lambda: rater.calls) if rater else (lambda: 0),
    )
    try:
        trainer = make_trainer(config, base, items, rater, reporter)
    except (OSError, ValueError, KeyError) as error:
        raise Failure("model", f"The model in {base.folder} cannot be trained: {error}") from error
    del rows
    gc.collect()
    try:
        trainer.train(resume_from_checkpoint=str(checkpoint.path) if checkpoint else None)
    except StopAsked:
        if path := save_at_stop(trainer, reporter.begun):
            step = trainer.state.global_step
            events.write("checkpoint", step=step, path=str(path), weights_hash=recorded_hash(path), is_final=False)
        raise
    finally:
        if rater:
            rater.close()
    guard.hold()
    step = trainer.state.global_step
    digest = save_final(trainer, base.tokenizer, base.generation, folder)
    events.write("checkpoint", step=step, path=str(folder / "final"), weights_hash=digest, is_final=True)
    events.write("done", step=step, seconds=round(time.monotonic() - begun_at, 3))


def collect_files(config: TrainingConfig, config_file: Path, folder: Path) -> tuple[Path, Path]:
    """Copies config, data and questions into the run's folder, where a resumed attempt finds them again."""

    def kept(path: Path) -> Path:
        target = folder / path.name
        if path.exists() and not (target.exists() and path.samefile(target)):
            # Whole or not at all: a resumed attempt has no other copy.
            part = target.with_name(f"{target.name}.part")
            shutil.copyfile(path, part)
            part.replace(target)
        return target

    folder.mkdir(parents=True, exist_ok=True)
    if config_file.exists() and config_file.name == "config.yaml":
        kept(config_file)
    data = kept(Path(config.data.path))
    if not data.exists():
        raise Failure("data", f"The training data {config.data.path} is neither in the job's package nor in {folder}.")
    return data, kept(Path(config.data.questions))


def make_rater(config: TrainingConfig, questions: Path, contexts: list[Context], events: Events) -> Rater:
    if not isinstance(config.reward, JudgeReward):
        return rule_rater(config.end_texts, config.protocol.kind == "native")
    texts = read_questions(questions)
    missing = {context.row.question for context in contexts} - texts.keys()
    if missing:
        raise Failure("data", f"{questions.name} has no text for {len(missing)} questions, such as {min(missing)}.")
    return judge_rater(config.reward, texts, config.protocol.kind == "native", events)
