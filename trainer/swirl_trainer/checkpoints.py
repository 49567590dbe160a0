"""Checkpoints: which are complete, how one is written at a stop, and the final model."""

from __future__ import annotations

import json
import random
import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy
import torch
from transformers import GenerationConfig, PreTrainedTokenizerBase

from .weights import weights_hash

NAME = re.compile(r"checkpoint-(\d+)$")
# Written last: a checkpoint without it was interrupted.
COMPLETE = "complete.json"
KEPT_OPTIMISERS = 2


@dataclass(frozen=True)
class Checkpoint:
    step: int
    path: Path


def complete_checkpoints(folder: Path) -> list[Checkpoint]:
    """Those that were written to their end, the newest last."""
    found = [(NAME.fullmatch(each.name), each) for each in folder.glob("checkpoint-*")]
    whole = [Checkpoint(int(name[1]), each) for name, each in found if name and (each / COMPLETE).exists()]
    return sorted(whole, key=lambda each: each.step)


def remove_incomplete(folder: Path) -> None:
    for each in folder.glob("checkpoint-*"):
        if not (each / COMPLETE).exists():
            shutil.rmtree(each, ignore_errors=True)
    shutil.rmtree(folder / "final.part", ignore_errors=True)


def complete(path: Path, step: int, is_hashed: bool) -> str | None:
    """Marks a checkpoint as whole; gives the hash of its weights, where they are a whole model's."""
    is_model = is_hashed and not (path / "adapter_config.json").exists()
    digest = weights_hash(path) if is_model else None
    (path / COMPLETE).write_text(json.dumps({"step": step, "weights_hash": digest}))
    return digest


def recorded_hash(path: Path) -> str | None:
    """The hash of its weights as a complete checkpoint has it written down."""
    return json.loads((path / COMPLETE).read_text())["weights_hash"]


def thin_out(folder: Path) -> None:
    """Takes the optimiser's state, twice the weights' size, out of all checkpoints but the newest."""
    for each in complete_checkpoints(folder)[:-KEPT_OPTIMISERS]:
        (each.path / "optimizer.pt").unlink(missing_ok=True)


@dataclass(frozen=True)
class RandomState:
    """The state of every generator of random numbers, as it was when an update began."""

    python: Any
    numpy: Any
    torch: Any
    cuda: Any

    @staticmethod
    def now() -> RandomState:
        cuda = torch.cuda.get_rng_state_all() if torch.cuda.is_available() else None
        return RandomState(random.getstate(), numpy.random.get_state(), torch.get_rng_state(), cuda)

    def restore(self) -> None:
        random.setstate(self.python)
        numpy.random.set_state(self.numpy)
        torch.set_rng_state(self.torch)
        if self.cuda is not None:
            torch.cuda.set_rng_state_all(self.cuda)


def save_at_stop(trainer: Any, begun: RandomState | None) -> Path | None:
    """The state after the last whole update, as if the one under way had not begun; None before the first."""
    step = trainer.state.global_step
    path = Path(trainer.args.output_dir) / f"checkpoint-{step}"
    if step == 0 or (path / COMPLETE).exists():
        return path if step > 0 else None
    if begun is not None:
        begun.restore()
    trainer._save_checkpoint(trainer.model, None)
    complete(path, step, is_hashed=False)
    return path


def sampling_config(base: Path, tokenizer: PreTrainedTokenizerBase, end_tokens: frozenset[int]) -> GenerationConfig:
    """How the trained model is to be sampled: as its base, but never greedily unless a request says so."""
    try:
        config = GenerationConfig.from_pretrained(base)
    except OSError:
        config = GenerationConfig()
    config.do_sample = True
    config.eos_token_id = sorted(end_tokens)
    config.pad_token_id = tokenizer.pad_token_id
    return config


def save_final(trainer: Any, tokenizer: PreTrainedTokenizerBase, generation: GenerationConfig, folder: Path) -> str:
    """Writes the trained model to `folder`/final, LoRA merged into it; gives the hash of its weights."""
    model = trainer.accelerator.unwrap_model(trainer.model)
    if hasattr(model, "merge_and_unload"):
        model = model.merge_and_unload()
    part, final = folder / "final.part", folder / "final"
    shutil.rmtree(part, ignore_errors=True)
    model.generation_config = generation
    model.config.use_cache = True
    model.save_pretrained(part)
    generation.save_pretrained(part)
    tokenizer.save_pretrained(part)
    shutil.rmtree(final, ignore_errors=True)
    part.rename(final)
    return weights_hash(final)
