"""Conversations as batches of tokens: what the model sees, and what it is to learn of it."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import islice

import torch
from transformers import PreTrainedTokenizerFast

from .conversation import Conversation
from .tokenizer import ASSISTANT, END, USER

IGNORED = -100
# Tokens and labels, each (conversations, tokens)
Batch = tuple[torch.Tensor, torch.Tensor]
# Sorted by length within a pool, conversations of a batch need little padding.
BATCHES_IN_POOL = 16


def write(conversation: Conversation) -> str:
    """As the chat template writes it; a test holds both together. The template itself is slow."""
    return "".join(
        f"{ASSISTANT if message['role'] == 'assistant' else USER}{message['content']}{END}"
        for message in conversation.messages
    )


def encode(tokenizer: PreTrainedTokenizerFast, conversations: list[Conversation]) -> list[tuple[list[int], list[int]]]:
    """Tokens and labels of each; only actions, with the token that ends them, are learnt."""
    rows = tokenizer([write(one) for one in conversations], add_special_tokens=False)["input_ids"]
    assistant, end = tokenizer.convert_tokens_to_ids([ASSISTANT, END])
    return [(row, _labels(row, assistant, end)) for row in rows]


def _labels(row: list[int], assistant: int, end: int) -> list[int]:
    labels, is_action = [], False
    for token in row:
        labels.append(token if is_action else IGNORED)
        is_action = token == assistant or (is_action and token != end)
    return labels


def batches(
    tokenizer: PreTrainedTokenizerFast, conversations: Iterator[Conversation], size: int, seed: int
) -> Iterator[Batch]:
    """Padded on the right, as long as there are conversations."""
    rng = random.Random(f"batches {seed}")
    while pool := list(islice(conversations, size * BATCHES_IN_POOL)):
        rows = sorted(encode(tokenizer, pool), key=lambda row: len(row[0]))
        chunks = [rows[at : at + size] for at in range(0, len(rows), size)]
        rng.shuffle(chunks)
        for chunk in chunks:
            width = max(len(ids) for ids, _ in chunk)
            yield (
                torch.tensor([ids + [0] * (width - len(ids)) for ids, _ in chunk]),
                torch.tensor([labels + [IGNORED] * (width - len(labels)) for _, labels in chunk]),
            )
