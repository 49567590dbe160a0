"""Makes a base model: tokenizer, demonstrations, and a plain training loop. It imitates its teacher's bad habits."""

from __future__ import annotations

import json
import math
import time
from itertools import islice
from pathlib import Path

import torch
from transformers import LlamaForCausalLM

from .batches import IGNORED, batches, write
from .demonstrations import draw_demonstrations
from .model import SIZES, Size, make_model, save
from .tokenizer import train_tokenizer

WARM_UP = 40
TEXTS_FOR_TOKENIZER = 3_000
REPORT_EVERY = 50


def pretrain(folder: Path, size_name: str, seed: int) -> None:
    """Writes a model to the folder and JSON lines about its making to stdout. The same seed gives the same weights."""
    size = SIZES[size_name]
    began = time.monotonic()
    texts = [write(one) for one in islice(draw_demonstrations(seed), TEXTS_FOR_TOKENIZER)]
    tokenizer = train_tokenizer(texts)
    model = make_model(size, tokenizer, seed)
    parameters = sum(parameter.numel() for parameter in model.parameters())
    report(event="start", size=size_name, seed=seed, parameters=parameters, updates=size.updates)
    data = batches(tokenizer, draw_demonstrations(seed), size.batch, seed)
    for update, loss in learn(model, islice(data, size.updates), size):
        if update % REPORT_EVERY == 0 or update == size.updates:
            report(event="progress", update=update, updates=size.updates, loss=round(loss, 4), seconds=_since(began))
    folder.mkdir(parents=True, exist_ok=True)
    save(model, tokenizer, folder)
    report(event="done", folder=str(folder), seconds=_since(began))


def learn(model: LlamaForCausalLM, data, size: Size):
    """Yields each update's number and its loss, a running mean."""
    optimiser = torch.optim.AdamW(model.parameters(), lr=size.rate, betas=(0.9, 0.98), weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda update: _rate(update, size.updates))
    model.train()
    mean = None
    for update, (ids, mask, labels) in enumerate(data, 1):
        logits = model(input_ids=ids, attention_mask=mask, use_cache=False).logits
        wanted = labels[:, 1:]
        is_learnt = wanted != IGNORED
        loss = torch.nn.functional.cross_entropy(logits[:, :-1][is_learnt], wanted[is_learnt])
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        schedule.step()
        optimiser.zero_grad()
        mean = loss.item() if mean is None else 0.95 * mean + 0.05 * loss.item()
        yield update, mean
    model.eval()


def _rate(update: int, updates: int) -> float:
    """Rises in a line, falls as a cosine to a twentieth."""
    return min(1, (update + 1) / WARM_UP) * (0.05 + 0.95 * 0.5 * (1 + math.cos(math.pi * update / updates)))


def report(**fields: object) -> None:
    print(json.dumps(fields), flush=True)


def _since(began: float) -> float:
    return round(time.monotonic() - began, 1)
