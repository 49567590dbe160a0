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
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
import transformers
import trl
from datasets import Dataset
from peft import LoraConfig as PeftLoraConfig
from transformers import AutoConfig, AutoTokenizer, GenerationConfig, PreTrainedTokenizerBase, PrinterCallback
from trl import GRPOConfig, GRPOTrainer, SFTConfig, SFTTrainer

from .checkpoints import complete_checkpoints, remove_incomplete, sampling_config, save_at_stop, save_final
from .config import JudgeReward, TrainingConfig
from .dataset import Action, Context, encode_actions, encode_contexts, read_questions, read_rows
from .events import Events
from .failure import Failure, StopAsked
from .order import PlannedSampler
from .reporter import Reporter
from .rewards import Rater, judge_rater, reward_function, rule_rater
from .sampling import ActionSampler
from .stop import StopGuard
from .weights import locate_model, weights_hash

# Measures the KL without weighing it.
NO_KL_WEIGHT = 1e-30


@dataclass(frozen=True)
class Base:
    """The model that training begins with."""

    folder: Path
    tokenizer: PreTrainedTokenizerBase
    end_tokens: frozenset[int]
    longest: int
    """Tokens of context and action that it has room for"""
    generation: GenerationConfig


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
    encode, room = (encode_contexts, base.longest - config.policy.max_action_tokens)
    if config.algorithm == "sft":
        encode, room = (encode_actions, base.longest)
    items, dropped = encode(rows, base.tokenizer, config.data, room, config.optimiser.seed)
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
        config.output,
        items if rater else [],
        config.protocol.kind == "native",
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
            events.write("checkpoint", step=step, path=str(path), weights_hash=None, is_final=False)
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


def load_base(config: TrainingConfig) -> Base:
    folder = locate_model(config.model.path)
    try:
        settings = AutoConfig.from_pretrained(folder).get_text_config()
        tokenizer = AutoTokenizer.from_pretrained(folder, padding_side="left")
    except (OSError, ValueError, KeyError) as error:
        reason = " ".join(str(error).split())[:300]
        raise Failure("model", f"The model in {folder} cannot be read: {reason}") from error
    if tokenizer.chat_template is None:
        raise Failure("model", f"The model in {folder} has no chat template: choose one that answers chats.")
    if tokenizer.pad_token is None:
        tokenizer.pad_token = tokenizer.eos_token
    try:
        ends = GenerationConfig.from_pretrained(folder).eos_token_id
    except OSError:
        ends = None
    listed = ends if isinstance(ends, list) else [ends]
    end_tokens = frozenset(token for token in [*listed, tokenizer.eos_token_id] if token is not None)
    if not end_tokens:
        raise Failure("model", f"The tokenizer in {folder} names no token that ends a turn (eos_token).")
    longest = getattr(settings, "max_position_embeddings", None) or 1_000_000
    generation = sampling_config(folder, tokenizer, end_tokens)
    return Base(folder, tokenizer, end_tokens, longest, generation)


def choose_device(config: TrainingConfig) -> str:
    """The device's name. Raises Failure where the one that was asked for is not there."""
    if config.device == "cuda" and not torch.cuda.is_available():
        raise Failure("config", 'There is no GPU here: ask for one in the run\'s resources, or set device to "auto".')
    return "cpu" if uses_cpu(config) else torch.cuda.get_device_name(0)


def uses_cpu(config: TrainingConfig) -> bool:
    return config.device == "cpu" or not torch.cuda.is_available()


def make_rater(config: TrainingConfig, questions: Path, contexts: list[Context], events: Events) -> Rater:
    if not isinstance(config.reward, JudgeReward):
        return rule_rater(config.end_texts, config.protocol.kind == "native")
    texts = read_questions(questions)
    missing = {context.row.question for context in contexts} - texts.keys()
    if missing:
        raise Failure("data", f"{questions.name} has no text for {len(missing)} questions, such as {min(missing)}.")
    return judge_rater(config.reward, texts, config.protocol.kind == "native", events)


class PlainTrainer:
    """A run's folder holds what the studio knows of, and no model card of TRL's."""

    def create_model_card(self, *args: Any, **kwargs: Any) -> None:
        pass


def make_trainer(config: TrainingConfig, base: Base, items: list, rater: Rater | None, reporter: Reporter) -> Any:
    trainer = grpo(config, base, items, rater, reporter) if rater else sft(config, base, items, reporter)
    trainer.model.generation_config = base.generation
    trainer.remove_callback(PrinterCallback)
    return trainer


def grpo(config: TrainingConfig, base: Base, contexts: list[Context], rater: Rater, reporter: Reporter) -> GRPOTrainer:
    """The prompt of a row names its context by index: tokens come from the sampler, exactly as they were encoded."""
    optimiser, policy = config.optimiser, config.policy
    batches = config.sequences_per_step // optimiser.device_batch

    class StepTrainer(PlainTrainer, GRPOTrainer):
        def _get_train_sampler(self, dataset: Any = None) -> PlannedSampler:
            updates, group = optimiser.max_steps, optimiser.contexts_per_step
            copies = optimiser.samples_per_context
            return PlannedSampler(len(contexts), updates, group, optimiser.seed, copies, repeats=batches)

    args = GRPOConfig(
        **common_arguments(config),
        num_generations=optimiser.samples_per_context,
        max_completion_length=policy.max_action_tokens,
        temperature=policy.temperature,
        top_p=policy.top_p,
        top_k=0,
        beta=policy.kl_weight or NO_KL_WEIGHT,
        loss_type=policy.loss,
        scale_rewards=policy.scale_rewards,
        generation_kwargs={"eos_token_id": sorted(base.end_tokens)},
        shuffle_dataset=False,
    )
    return StepTrainer(
        model=str(base.folder),
        args=args,
        train_dataset=Dataset.from_dict({"prompt": [str(index) for index in range(len(contexts))]}),
        processing_class=base.tokenizer,
        reward_funcs=reward_function(rater, contexts, reporter),
        rollout_func=ActionSampler(config, [context.prompt_ids for context in contexts], base.end_tokens),
        peft_config=lora(config),
        callbacks=[reporter],
    )


def sft(config: TrainingConfig, base: Base, actions: list[Action], reporter: Reporter) -> SFTTrainer:
    optimiser = config.optimiser

    class ActionTrainer(PlainTrainer, SFTTrainer):
        def _get_train_sampler(self, dataset: Any = None) -> PlannedSampler:
            return PlannedSampler(len(actions), optimiser.max_steps, optimiser.contexts_per_step, optimiser.seed)

    rows = {
        "input_ids": [action.prompt_ids + action.completion_ids for action in actions],
        "completion_mask": [[0] * len(action.prompt_ids) + [1] * len(action.completion_ids) for action in actions],
    }
    return ActionTrainer(
        model=str(base.folder),
        args=SFTConfig(**common_arguments(config), completion_only_loss=True, max_length=None),
        train_dataset=Dataset.from_dict(rows),
        processing_class=base.tokenizer,
        peft_config=lora(config),
        callbacks=[reporter],
    )


def common_arguments(config: TrainingConfig) -> dict[str, Any]:
    optimiser = config.optimiser
    on_cpu = uses_cpu(config)
    has_bf16 = not on_cpu and torch.cuda.is_bf16_supported()
    schedule = optimiser.schedule
    return {
        "output_dir": config.output.folder,
        "model_init_kwargs": {"dtype": weights_dtype(config, on_cpu)},
        "use_cpu": on_cpu,
        "bf16": has_bf16 and config.model.dtype in ("auto", "bfloat16"),
        "fp16": not on_cpu and config.model.dtype == "float16",
        "max_steps": optimiser.max_steps,
        "learning_rate": optimiser.learning_rate,
        "lr_scheduler_type": "constant_with_warmup" if schedule == "constant" else schedule,
        "warmup_steps": optimiser.warmup_steps,
        "weight_decay": optimiser.weight_decay,
        "adam_beta2": optimiser.adam_beta2,
        "max_grad_norm": optimiser.max_grad_norm,
        "optim": "adamw_torch",
        "per_device_train_batch_size": optimiser.device_batch,
        "gradient_accumulation_steps": config.sequences_per_step // optimiser.device_batch,
        "gradient_checkpointing": optimiser.gradient_checkpointing,
        "seed": optimiser.seed,
        "logging_steps": 1,
        "save_strategy": "steps",
        "save_steps": config.output.save_every,
        "report_to": [],
        "disable_tqdm": True,
        "dataloader_num_workers": 0,
    }


def weights_dtype(config: TrainingConfig, on_cpu: bool) -> str:
    """float32 unless said otherwise: small steps are lost in 16 bits. LoRA's base is never stepped."""
    if config.model.dtype == "bfloat16":
        return "bfloat16"
    if config.model.dtype == "auto" and config.lora is not None and not on_cpu:
        return "auto"
    return "float32"


def lora(config: TrainingConfig) -> PeftLoraConfig | None:
    if config.lora is None:
        return None
    return PeftLoraConfig(
        r=config.lora.r,
        lora_alpha=config.lora.alpha,
        lora_dropout=config.lora.dropout,
        target_modules=config.lora.target_modules,
        task_type="CAUSAL_LM",
    )
