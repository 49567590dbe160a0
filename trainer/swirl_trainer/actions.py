"""Where a sampled action ends: as a rollout's action ends."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch
from transformers import PreTrainedTokenizerBase, StoppingCriteria

OPEN_CALL = re.compile(r"<tool_call>|\[TOOL_CALLS\]|<answer>")


@dataclass(frozen=True)
class SampledAction:
    """What the policy wrote at a context, cut where a rollout would have ended it."""

    ids: list[int]
    """Up to and with the token that completes the end text or ends the turn: what is learnt from"""
    text: str
    """What is rewarded: nothing of it stands behind the end text"""
    ended: bool
    """False where it ran into the limit"""


def decode(tokenizer: PreTrainedTokenizerBase, ids: Sequence[int]) -> str:
    """The text as servers give it."""
    return tokenizer.decode(ids, skip_special_tokens=True, clean_up_tokenization_spaces=False)


def end_of(text: str, end_texts: Sequence[str]) -> int | None:
    """Where the first end text in a text ends; None where there is none."""
    found = [(text.find(end), len(end)) for end in end_texts]
    places = [(at, length) for at, length in found if at >= 0]
    return sum(min(places)) if places else None


def cut_action(
    tokenizer: PreTrainedTokenizerBase, ids: Sequence[int], end_texts: Sequence[str], end_tokens: frozenset[int]
) -> SampledAction:
    """The action in what was generated. A token that completes an end text and says more is kept; its text is not."""
    turn_end = next((at for at, token in enumerate(ids) if token in end_tokens), None)
    written = list(ids[:turn_end])
    text = decode(tokenizer, written)
    end = end_of(text, end_texts)
    if end is not None:
        kept = _shortest_with(tokenizer, written, end_texts)
        return SampledAction(written[:kept], text[:end], True)
    if turn_end is not None:
        return SampledAction(list(ids[: turn_end + 1]), text, True)
    return SampledAction(written, text, False)


def _shortest_with(tokenizer: PreTrainedTokenizerBase, ids: list[int], end_texts: Sequence[str]) -> int:
    """How many of the tokens it takes until their text holds an end text. A longer beginning holds it too."""
    low, high = 1, len(ids)
    while low < high:
        middle = (low + high) // 2
        if end_of(decode(tokenizer, ids[:middle]), end_texts) is None:
            low = middle + 1
        else:
            high = middle
    return low


class EndTextCriteria(StoppingCriteria):
    """Ends a row of a batch as soon as its action holds an end text, so that nothing is generated in vain."""

    def __init__(self, tokenizer: PreTrainedTokenizerBase, end_texts: Sequence[str], prompt_length: int):
        self._tokenizer = tokenizer
        self._end_texts = end_texts
        self._prompt_length = prompt_length
        # A token is one byte of text at least; some tokens before it may show no text.
        self._tail = max((len(end.encode()) for end in end_texts), default=0) + 8
        self._done: torch.Tensor | None = None

    def __call__(self, input_ids: torch.LongTensor, scores: torch.Tensor, **kwargs: Any) -> torch.Tensor:
        if self._done is None:
            self._done = torch.zeros(input_ids.shape[0], dtype=torch.bool, device=input_ids.device)
        start = max(self._prompt_length, input_ids.shape[1] - self._tail)
        open_rows = (~self._done).nonzero()[:, 0].tolist()
        tails = input_ids[:, start:].tolist()
        for row in open_rows:
            if end_of(decode(self._tokenizer, tails[row]), self._end_texts) is not None:
                self._done[row] = True
        return self._done.clone()


def is_answer(action: SampledAction, is_native: bool) -> bool:
    """Whether the action answers the question, rightly or not."""
    if not is_native:
        return action.ended and action.text.endswith("</answer>")
    return action.ended and action.text.strip() != "" and not OPEN_CALL.search(action.text)
