"""The models below a folder: found when they are asked for, loaded once, loaded again when their files change."""

from __future__ import annotations

import inspect
import os
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer, PreTrainedTokenizerBase

from .request import RequestError

WEIGHTS = (".safetensors", ".bin")
DEEPEST = 6
CONTEXT_WITHOUT_LIMIT = 1_000_000


def is_model(folder: Path) -> bool:
    """Whether a folder holds a model that can be served: a config, weights, and a tokenizer of its own."""
    try:
        names = [entry.name for entry in os.scandir(folder) if entry.is_file()]
    except OSError:
        return False
    has_weights = any(name.endswith(WEIGHTS) and "model" in name for name in names)
    return has_weights and {"config.json", "adapter_config.json"} & set(names) != set() and "tokenizer.json" in names


def find_models(root: Path) -> list[str]:
    """The names of all models: their paths below the root, in order."""
    found = []
    for folder, inner, _ in os.walk(root):
        path = Path(folder)
        inner[:] = sorted(name for name in inner if not name.startswith("."))
        if len(path.relative_to(root).parts) >= DEEPEST:
            inner.clear()
        if path != root and is_model(path):
            found.append(path.relative_to(root).as_posix())
    return sorted(found)


@dataclass
class LoadedModel:
    name: str
    model: Any
    tokenizer: PreTrainedTokenizerBase
    end_tokens: frozenset[int]
    pad_token: int
    context_length: int
    device: torch.device
    stamp: tuple

    def forward(self, ids: torch.Tensor, mask: torch.Tensor, positions: torch.Tensor, cache: Any) -> Any:
        """One pass that extends the cache; of the logits only the last place is needed."""
        last_only = "logits_to_keep" in inspect.signature(self.model.forward).parameters
        return self.model(
            input_ids=ids,
            attention_mask=mask,
            position_ids=positions,
            past_key_values=cache,
            use_cache=True,
            **({"logits_to_keep": 1} if last_only else {}),
        )


class Models:
    """Keeps the models that were used last. Not for several threads at once."""

    def __init__(self, root: Path, device: str, kept: int = 3):
        self._root = root.resolve()
        self._device = torch.device(device)
        self._kept = kept
        self._loaded: OrderedDict[str, LoadedModel] = OrderedDict()

    def names(self) -> list[str]:
        return find_models(self._root)

    def folder_of(self, name: str) -> Path:
        """Raises RequestError (404) where there is no such model below the root."""
        folder = (self._root / name).resolve()
        if folder == self._root or not folder.is_relative_to(self._root) or not is_model(folder):
            raise RequestError(
                f'There is no model "{name[:200]}" here: /v1/models lists them.', status=404, code="model_not_found"
            )
        return folder

    def get(self, name: str) -> LoadedModel:
        """The model of this name as its files are now. Raises RequestError where it is not there or cannot be read."""
        folder = self.folder_of(name)
        key, stamp = str(folder), stamp_of(folder)
        known = self._loaded.get(key)
        if known is None or known.stamp != stamp:
            self._loaded.pop(key, None)
            while len(self._loaded) >= self._kept:
                self._loaded.popitem(last=False)
            try:
                self._loaded[key] = load(name, folder, self._device, stamp)
            except Exception as error:  # whatever a half-written or foreign folder makes the libraries raise
                raise RequestError(f'The model "{name}" could not be loaded: {error}', status=503) from error
        self._loaded.move_to_end(key)
        return self._loaded[key]


def stamp_of(folder: Path) -> tuple:
    """Changes whenever one of the folder's files does."""
    files = sorted((entry for entry in os.scandir(folder) if entry.is_file()), key=lambda entry: entry.name)
    return tuple((entry.name, entry.stat().st_mtime_ns, entry.stat().st_size) for entry in files)


def load(name: str, folder: Path, device: torch.device, stamp: tuple) -> LoadedModel:
    tokenizer = AutoTokenizer.from_pretrained(folder)
    dtype = torch.float32 if device.type == "cpu" else "auto"
    if (folder / "adapter_config.json").exists():
        from peft import AutoPeftModelForCausalLM

        model = AutoPeftModelForCausalLM.from_pretrained(folder, dtype=dtype).merge_and_unload()
    else:
        model = AutoModelForCausalLM.from_pretrained(folder, dtype=dtype)
    model = model.to(device).eval()
    ends = model.generation_config.eos_token_id if model.generation_config else None
    ends = ends if isinstance(ends, list) else [ends, tokenizer.eos_token_id]
    end_tokens = frozenset(token for token in ends if token is not None)
    pad = tokenizer.pad_token_id
    return LoadedModel(
        name=name,
        model=model,
        tokenizer=tokenizer,
        end_tokens=end_tokens,
        pad_token=next(iter(end_tokens), 0) if pad is None else pad,
        context_length=getattr(model.config, "max_position_embeddings", None) or CONTEXT_WITHOUT_LIMIT,
        device=device,
        stamp=stamp,
    )
