"""Chooses the next token of each row of a batch, every row by its own temperature, top-p, top-k and seed."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

import torch

from .request import Sampling

SMALLEST_TEMPERATURE = 1e-5


@dataclass(frozen=True)
class Chosen:
    """A token with its natural log-probability under the model itself, and the likeliest tokens at its place."""

    token: int
    logprob: float | None
    top: list[tuple[int, float]]


def choose(logits: torch.Tensor, rows: Sequence[tuple[Sampling, random.Random]]) -> list[Chosen]:
    """`logits` is (rows, vocabulary). A row's draw depends on its own generator only, never on its neighbours."""
    logits = logits.float()
    tokens = _draw(logits, rows).tolist()
    wanted = [sampling.top_logprobs for sampling, _ in rows]
    if all(count is None for count in wanted):
        return [Chosen(token, None, []) for token in tokens]
    logprobs = torch.log_softmax(logits, dim=-1)
    return [
        Chosen(token, None, []) if count is None else _with_logprobs(token, logprobs[row], count)
        for row, (token, count) in enumerate(zip(tokens, wanted, strict=True))
    ]


def _draw(logits: torch.Tensor, rows: Sequence[tuple[Sampling, random.Random]]) -> torch.Tensor:
    best = logits.argmax(dim=-1)
    draws = torch.tensor([generator.random() for _, generator in rows], dtype=torch.float64, device=logits.device)
    is_greedy = torch.tensor([row.temperature < SMALLEST_TEMPERATURE for row, _ in rows], device=logits.device)
    if bool(is_greedy.all()):
        return best
    temperatures = [max(row.temperature, SMALLEST_TEMPERATURE) for row, _ in rows]
    scaled = logits.double() / torch.tensor(temperatures, device=logits.device)[:, None]
    if any(row.top_k > 0 or row.top_p < 1 for row, _ in rows):
        scaled = _truncate(scaled, [row for row, _ in rows])
    # The token in whose share of the interval from 0 to 1 the draw falls.
    shares = torch.softmax(scaled, dim=-1).cumsum(dim=-1)
    drawn = torch.searchsorted(shares, (draws * shares[:, -1])[:, None], right=True)[:, 0]
    return torch.where(is_greedy, best, drawn.clamp(max=logits.shape[-1] - 1))


def _truncate(scaled: torch.Tensor, rows: Sequence[Sampling]) -> torch.Tensor:
    ordered, order = scaled.sort(dim=-1, descending=True)
    places = torch.arange(scaled.shape[-1], device=scaled.device)[None]
    top_k = torch.tensor([row.top_k or scaled.shape[-1] for row in rows], device=scaled.device)[:, None]
    ordered = ordered.masked_fill(places >= top_k, -torch.inf)
    shares = torch.softmax(ordered, dim=-1)
    top_p = torch.tensor([row.top_p for row in rows], device=scaled.device)[:, None]
    # A token stays if those before it do not reach top-p; the likeliest always does.
    is_out = (shares.cumsum(dim=-1) - shares >= top_p) & (places > 0) & (top_p < 1)
    return torch.full_like(scaled, -torch.inf).scatter(-1, order, ordered.masked_fill(is_out, -torch.inf))


def _with_logprobs(token: int, logprobs: torch.Tensor, count: int) -> Chosen:
    values, tokens = logprobs.topk(min(count, logprobs.shape[-1]))
    return Chosen(token, float(logprobs[token]), list(zip(tokens.tolist(), values.tolist(), strict=True)))
