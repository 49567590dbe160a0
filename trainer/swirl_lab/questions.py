"""Writes the lab's question sets in the studio's own format (docs/own-format.md)."""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from .arithmetic.problem import Problem, draw_problem, share_of, write_problem
from .arithmetic.solver import answer
from .splits import Split, split_of

Json = dict[str, Any]
COUNTS: dict[Split, int] = {"train": 2_000, "held-out": 600}
SEED = 1


def write_questions(folder: Path) -> list[Path]:
    """One file a set. The same files every time: an import of them a second time changes nothing."""
    folder.mkdir(parents=True, exist_ok=True)
    return [_write(folder / f"lab-arithmetic-{split}.jsonl", arithmetic_records(split)) for split in COUNTS]


def arithmetic_records(split: Split) -> Iterator[Json]:
    key = f"lab-arithmetic-{split}"
    yield {"type": "swirl-studio", "version": 1}
    yield {
        "type": "question-set",
        "key": key,
        "name": f"Lab arithmetic, {split}",
        "metric": "gsm8k",
        "source": "Invented by the lab (swirl_lab questions)",
        "simulated": True,
    }
    for text, problem in draw_questions(split, COUNTS[split]):
        yield {
            "type": "question",
            "set": key,
            "key": hashlib.sha256(text.encode()).hexdigest()[:12],
            "text": text,
            "answers": [str(answer(problem))],
            "metadata": {"calculations": sum(len(event.numbers) for event in problem.events) - 1},
        }


def draw_questions(split: Split, count: int) -> Iterable[tuple[str, Problem]]:
    """So many different questions of a split, always the same ones."""
    rng = random.Random(f"questions {split} {SEED}")
    found: dict[str, Problem] = {}
    while len(found) < count:
        problem = draw_problem(rng)
        if split_of(share_of(problem)) == split:
            found.setdefault(write_problem(problem, rng), problem)
    return found.items()


def _write(path: Path, records: Iterable[Json]) -> Path:
    path.write_text("".join(f"{json.dumps(record, ensure_ascii=False)}\n" for record in records), encoding="utf-8")
    return path
