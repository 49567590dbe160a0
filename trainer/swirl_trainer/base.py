"""The model that training begins with, and the device it is trained on."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import torch
from transformers import AutoConfig, AutoTokenizer, GenerationConfig, PreTrainedTokenizerBase

from .checkpoints import sampling_config
from .config import TrainingConfig
from .failure import Failure
from .weights import locate_model


@dataclass(frozen=True)
class Base:
    """The model that training begins with."""

    folder: Path
    tokenizer: PreTrainedTokenizerBase
    end_tokens: frozenset[int]
    longest: int
    """Tokens of context and action that it has room for"""
    generation: GenerationConfig


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
