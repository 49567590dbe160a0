"""Makes a base model: tokenizer, demonstrations, and a plain training loop. It imitates its teacher's bad habits."""

from __future__ import annotations

import json
import math
import time
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

import torch
from torch.optim.lr_scheduler import LambdaLR
from transformers import LlamaForCausalLM

from .batches import IGNORED, Batch, batches, write
from .demonstrations import draw_demonstrations
from .model import make_model, save
from .muon import Muon
from .sizes import SIZES, Size
from .tokenizer import train_tokenizer

WARM_UP = 20
MUON_RATE = 0.02
TEXTS_FOR_TOKENIZER = 3_000
REPORT_EVERY = 50


def pretrain(folder: Path, size_name: str, seed: int) -> None:
    """Writes a model to the folder and JSON lines about its making to stdout. The same seed gives the same weights."""
    size = SIZES[size_name]
    began = time.monotonic()
    share = size.encyclopedia_share
    texts = [write(one) for one in islice(draw_demonstrations(seed, share), TEXTS_FOR_TOKENIZER)]
    tokenizer = train_tokenizer(texts)
    model = make_model(size, tokenizer, seed)
    parameters = sum(parameter.numel() for parameter in model.parameters())
    report(event="start", size=size_name, seed=seed, parameters=parameters, updates=size.updates)
    data = batches(tokenizer, draw_demonstrations(seed, share), size.batch, seed)
    for update, loss in learn(model, islice(data, size.updates), size):
        if update % REPORT_EVERY == 0 or update == size.updates:
            report(event="progress", update=update, updates=size.updates, loss=round(loss, 4), seconds=_since(began))
    folder.mkdir(parents=True, exist_ok=True)
    save(model, tokenizer, folder)
    report(event="done", folder=str(folder), seconds=_since(began))


def learn(model: LlamaForCausalLM, data: Iterable[Batch], size: Size) -> Iterator[tuple[int, float]]:
    """Yields each update's number and its loss, a running mean."""
    optimisers = _optimisers(model, size)
    schedules = [LambdaLR(one, lambda update: _rate(update, size.updates)) for one in optimisers]
    model.train()
    mean = None
    for update, (ids, labels) in enumerate(data, 1):
        is_learnt = labels[:, 1:] != IGNORED
        # Padding stands on the right, where causal attention never looks: no mask is needed.
        hidden = model.model(input_ids=ids, use_cache=False).last_hidden_state[:, :-1]
        loss = torch.nn.functional.cross_entropy(model.lm_head(hidden[is_learnt]), labels[:, 1:][is_learnt])
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        for optimiser, schedule in zip(optimisers, schedules):
            optimiser.step()
            optimiser.zero_grad()
            schedule.step()
        mean = loss.item() if mean is None else 0.95 * mean + 0.05 * loss.item()
        yield update, mean
    model.eval()


def _optimisers(model: LlamaForCausalLM, size: Size) -> list[torch.optim.Optimizer]:
    """Muon for the layers' matrices (it needs half the updates that AdamW does here), AdamW for the rest."""
    layers = [parameter for parameter in model.model.layers.parameters() if parameter.ndim == 2]
    known = set(map(id, layers))
    others = [parameter for parameter in model.parameters() if id(parameter) not in known]
    return [
        Muon(layers, lr=MUON_RATE),
        torch.optim.AdamW(others, lr=size.rate, betas=(0.9, 0.98), weight_decay=0.01),
    ]


def _rate(update: int, updates: int) -> float:
    """Rises in a line, falls as a cosine to a twentieth."""
    return min(1, (update + 1) / WARM_UP) * (0.05 + 0.95 * 0.5 * (1 + math.cos(math.pi * update / updates)))


def report(**fields: object) -> None:
    print(json.dumps(fields), flush=True)


def _since(began: float) -> float:
    return round(time.monotonic() - began, 1)
