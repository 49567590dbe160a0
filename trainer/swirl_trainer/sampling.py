"""Samples actions from the policy at contexts: the part of GRPO that TRL leaves to a rollout function."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import torch
from transformers import GenerationConfig, StoppingCriteriaList
from trl.models.utils import unwrap_model_for_generation

from .actions import EndTextCriteria, SampledAction, cut_action
from .config import TrainingConfig


class ActionSampler:
    """Generates in batches of the device's size. `prompts` are texts that name contexts by their index."""

    def __init__(self, config: TrainingConfig, prompt_ids: Sequence[list[int]], end_tokens: frozenset[int]):
        self._config = config
        self._prompt_ids = prompt_ids
        self._end_tokens = end_tokens

    def __call__(self, prompts: list[str], trainer: Any) -> dict[str, Any]:
        """The rollout function of TRL's GRPOTrainer. Nothing behind an action's end is ever handed on."""
        prompt_ids = [self._prompt_ids[int(prompt)] for prompt in prompts]
        size = self._config.optimiser.device_batch
        actions: list[SampledAction] = []
        with (
            unwrap_model_for_generation(
                trainer.model_wrapped, trainer.accelerator, generation_kwargs=trainer.generation_kwargs
            ) as model,
            torch.no_grad(),
            trainer.accelerator.autocast(),
        ):
            for start in range(0, len(prompts), size):
                batch = prompt_ids[start : start + size]
                actions += self._generate(model, trainer.processing_class, trainer.generation_config, batch)
        return {
            "prompt_ids": prompt_ids,
            "completion_ids": [action.ids for action in actions],
            "logprobs": None,
            "action": actions,
        }

    def _generate(
        self, model: Any, tokenizer: Any, settings: GenerationConfig, batch: list[list[int]]
    ) -> list[SampledAction]:
        longest = max(map(len, batch))
        pad = tokenizer.pad_token_id
        rows = [[pad] * (longest - len(ids)) + ids for ids in batch]
        mask = [[0] * (longest - len(ids)) + [1] * len(ids) for ids in batch]
        end_texts = self._config.end_texts
        criteria = StoppingCriteriaList([EndTextCriteria(tokenizer, end_texts, longest)] if end_texts else [])
        generated = model.generate(
            input_ids=torch.tensor(rows, device=model.device),
            attention_mask=torch.tensor(mask, device=model.device),
            generation_config=settings,
            stopping_criteria=criteria,
        )
        limit = self._config.policy.max_action_tokens
        written = [ids[:limit] for ids in generated[:, longest:].tolist()]
        return [cut_action(tokenizer, ids, end_texts, self._end_tokens) for ids in written]
