"""Figures of the actions sampled in one update, by the names of domain/training/events.ts. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from .actions import SampledAction, is_answer


@dataclass(frozen=True)
class Scored:
    """A sampled action of one context with what was said of it."""

    context: int
    action: SampledAction
    rating: int | None
    reward: float | None


def action_metrics(scored: Sequence[Scored], is_native: bool, group: int) -> dict[str, float | None]:
    """`scored` holds the actions of a context, `group` of them, side by side."""
    rated = [each.rating for each in scored if each.rating is not None]
    actions = [each.action for each in scored]
    return {
        # Neutral counts as reasonable, as everywhere in the studio.
        "reasonable_share": _mean([rating >= 0 for rating in rated]),
        "frac_reward_zero_std": _mean([len(rewards) < 2 for rewards in _distinct_rewards(scored, group)]),
        "unscored_share": _mean([each.reward is None for each in scored]),
        "action_tokens": _mean([len(action.ids) for action in actions]),
        "cut_share": _mean([not action.ended for action in actions]),
        "answer_share": _mean([is_answer(action, is_native) for action in actions]),
        "repetition": _mean([repetition(action.text) for action in actions]),
    }


def _distinct_rewards(scored: Sequence[Scored], group: int) -> list[set[float]]:
    """Of each context's actions. Groups go by place: a context may come twice in one update."""
    groups = [scored[at : at + group] for at in range(0, len(scored), group)]
    return [{each.reward for each in group if each.reward is not None} for group in groups]


def repetition(text: str) -> float:
    """The share of a text's runs of four words that stood in it before; 0 for one of fewer than four words."""
    words = text.split()
    grams = [tuple(words[at : at + 4]) for at in range(len(words) - 3)]
    return 1 - len(set(grams)) / len(grams) if grams else 0.0


# TRL's and the transformers library's names for what they log
TRAINER_NAMES = {
    "reward": "reward",
    "reward_std": "reward_std",
    "kl": "kl",
    "entropy": "entropy",
    "loss": "loss",
    "grad_norm": "grad_norm",
    "learning_rate": "learning_rate",
    "num_tokens": "tokens",
}


def trainer_metrics(logs: dict[str, Any]) -> dict[str, float | None]:
    return {ours: _number(logs[theirs]) for theirs, ours in TRAINER_NAMES.items() if theirs in logs}


def _number(value: Any) -> float | None:
    return None if value is None else float(value)


def _mean(values: Sequence[float | bool]) -> float | None:
    return sum(values) / len(values) if values else None
