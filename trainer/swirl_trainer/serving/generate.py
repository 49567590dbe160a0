"""Generates the replies of a batch: prompts padded on the left, one shared cache, every row with its own end."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import torch

from .models import LoadedModel
from .request import Sampling
from .sampling import Chosen, choose
from .text import ReplyText


@dataclass
class Row:
    """One reply in the making. `on_text` hears of each piece; `is_cancelled` says that nobody waits any more."""

    prompt: list[int]
    sampling: Sampling
    on_text: Callable[[str, list[Chosen]], None] = lambda _piece, _tokens: None
    is_cancelled: Callable[[], bool] = lambda: False


@dataclass
class Reply:
    text: str
    finish_reason: str
    stop_reason: str | None
    prompt_tokens: int
    completion_tokens: int
    tokens: list[Chosen] = field(default_factory=list)


class _RowState:
    def __init__(self, row: Row, model: LoadedModel):
        self.row = row
        sampling = row.sampling
        room = model.context_length - len(row.prompt)
        self.limit = room if sampling.max_tokens is None else min(room, sampling.max_tokens)
        # Without a seed each request draws its own.
        self.random = random.Random(sampling.seed)
        self.text = ReplyText(model.tokenizer, sampling.stop, sampling.keep_stop)
        self.count = 0
        # Those with text: not the one that ends the turn
        self.tokens: list[Chosen] = []
        self._unsent: list[Chosen] = []
        self.finish_reason: str | None = None

    def take(self, chosen: Chosen, end_tokens: frozenset[int]) -> None:
        self.count += 1
        if chosen.token in end_tokens:
            self.finish_reason = "stop"
        else:
            self.tokens.append(chosen)
            self._unsent.append(chosen)
            self.text.add(chosen.token)
            if self.text.stopped_at is not None:
                self.finish_reason = "stop"
            elif self.count >= self.limit:
                self.finish_reason = "length"
        if self.finish_reason is not None:
            self.text.finish()
        piece = self.text.take_sendable(is_last=self.finish_reason is not None)
        if piece:
            self.row.on_text(piece, self._unsent)
            self._unsent = []

    def reply(self) -> Reply:
        return Reply(
            text=self.text.text,
            finish_reason=self.finish_reason or "stop",
            stop_reason=self.text.stopped_at,
            prompt_tokens=len(self.row.prompt),
            completion_tokens=self.count,
            tokens=self.tokens,
        )


@torch.inference_mode()
def generate(model: LoadedModel, rows: Sequence[Row], on_reply: Callable[[int, Reply], None]) -> None:
    """Calls `on_reply` with a row's number as soon as that row has ended. A cancelled row ends without a reply."""
    states = [_RowState(row, model) for row in rows]
    numbers = list(range(len(rows)))
    ids, mask = _pad([row.prompt for row in rows], model)
    positions = (mask.cumsum(dim=-1) - 1).clamp(min=0)
    cache = None
    while numbers:
        output = model.forward(ids, mask, positions, cache)
        cache = output.past_key_values
        active = [states[number] for number in numbers]
        chosen = choose(output.logits[:, -1], [(state.row.sampling, state.random) for state in active])
        for number, state, token in zip(numbers, active, chosen, strict=True):
            state.take(token, model.end_tokens)
            if state.finish_reason is not None:
                on_reply(number, state.reply())
        kept = [at for at, state in enumerate(active) if state.finish_reason is None and not state.row.is_cancelled()]
        if not kept:
            return
        ids = torch.tensor([[chosen[at].token] for at in kept], device=model.device)
        if len(kept) < len(numbers):
            at = torch.tensor(kept, device=model.device)
            cache.batch_select_indices(at)
            mask, positions, numbers = mask[at], positions[at], [numbers[one] for one in kept]
        mask = torch.cat([mask, mask.new_ones((len(kept), 1))], dim=-1)
        positions = positions[:, -1:] + 1


def _pad(prompts: Sequence[list[int]], model: LoadedModel) -> tuple[torch.Tensor, torch.Tensor]:
    width = max(len(prompt) for prompt in prompts)
    ids = [[model.pad_token] * (width - len(prompt)) + prompt for prompt in prompts]
    mask = [[0] * (width - len(prompt)) + [1] * len(prompt) for prompt in prompts]
    return torch.tensor(ids, device=model.device), torch.tensor(mask, device=model.device)
