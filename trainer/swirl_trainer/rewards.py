"""What a sampled action is worth: by the judge's rating, or by a rule."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .actions import OPEN_CALL, SampledAction
from .config import JudgeReward, Values
from .dataset import Context
from .judge import Judge
from .metrics import Scored
from .prompt import context_text, message_body
from .tool_calls import read_message

if TYPE_CHECKING:
    from .events import Events
    from .reporter import Reporter

CLOSING = re.compile(r"</([^<>/\s]+)>")


def value_of(rating: int | None, values: Values) -> float | None:
    """The reward for a rating; None where there is none, which moves nothing."""
    if rating is None:
        return None
    return {1: values.reasonable, 0: values.neutral, -1: values.unreasonable}[rating]


def is_well_formed(action: SampledAction, end_texts: list[str], is_native: bool) -> bool:
    """Whether an action ends as it should, with one call (or several native ones) or one answer that says something."""
    if not action.ended:
        return False
    if is_native:
        message = read_message(action.text, is_native)
        return "tool_calls" in message or (action.text.strip() != "" and not OPEN_CALL.search(action.text))
    end = next((end for end in end_texts if action.text.endswith(end)), None)
    if end is None:
        return False
    names = [match[1] for match in map(CLOSING.fullmatch, end_texts) if match]
    opened = [action.text.count(f"<{name}>") for name in names]
    closing = CLOSING.fullmatch(end)
    if closing is None:
        return True
    inside = action.text[: -len(end)].rpartition(f"<{closing[1]}>")[2]
    return sum(opened) == 1 and f"<{closing[1]}>" in action.text and inside.strip() != ""


@dataclass
class Rater:
    """Says what each of an update's actions is worth. `calls` counts the requests it took, over all updates."""

    rate: Callable[[Sequence[Context], Sequence[SampledAction]], Awaitable[list[int | None]]]
    value: Callable[[int | None], float | None]
    count: Callable[[], int] = lambda: 0
    close: Callable[[], None] = lambda: None

    @property
    def calls(self) -> int:
        return self.count()


def rule_rater(end_texts: list[str], is_native: bool) -> Rater:
    async def rate(contexts: Sequence[Context], actions: Sequence[SampledAction]) -> list[int | None]:
        return [1 if is_well_formed(action, end_texts, is_native) else -1 for action in actions]

    return Rater(rate, lambda rating: value_of(rating, Values()))


def judge_rater(reward: JudgeReward, questions: dict[int, str], is_native: bool, events: Events) -> Rater:
    """Raises Failure where the judge's key is not there."""
    judge = Judge(reward, lambda message: events.write("warning", message=message))

    async def rate(contexts: Sequence[Context], actions: Sequence[SampledAction]) -> list[int | None]:
        asked = [
            judge.rate(
                questions[context.row.question],
                context_text(context.row.prompt),
                message_body(read_message(action.text, is_native)),
            )
            for context, action in zip(contexts, actions, strict=True)
        ]
        return await asyncio.gather(*asked)

    return Rater(rate, lambda rating: value_of(rating, reward.values), lambda: judge.calls, judge.close_from_outside)


def reward_function(rater: Rater, contexts: Sequence[Context], reporter: Reporter) -> Callable:
    """A reward function as TRL calls it; `prompts` name contexts by index, `action` comes from the sampler."""

    async def reward(prompts: list[str], action: list[SampledAction], **kwargs: Any) -> list[float | None]:
        places = [int(prompt) for prompt in prompts]
        ratings = await rater.rate([contexts[place] for place in places], action)
        rewards = [rater.value(rating) for rating in ratings]
        parts = zip(places, action, ratings, rewards, strict=True)
        reporter.sampled += [Scored(*each) for each in parts]
        return rewards

    return reward
