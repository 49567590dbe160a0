"""TRL's trainers, set up as a config says."""

from __future__ import annotations

from typing import Any

import torch
from datasets import Dataset
from peft import LoraConfig as PeftLoraConfig
from transformers import PrinterCallback
from trl import GRPOConfig, GRPOTrainer, SFTConfig, SFTTrainer

from .base import Base, uses_cpu
from .config import TrainingConfig
from .dataset import Action, Context
from .order import PlannedSampler
from .reporter import Reporter
from .rewards import Rater, reward_function
from .sampling import ActionSampler

# Measures the KL without weighing it.
NO_KL_WEIGHT = 1e-30


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
        # A loss that is no number ends the run: the reporter has to see it.
        "logging_nan_inf_filter": False,
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
