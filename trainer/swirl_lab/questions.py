"""Writes the lab's question sets in the studio's own format (docs/own-format.md)."""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from .arithmetic import problem as arithmetic
from .arithmetic import solver
from .encyclopedia import problem as encyclopedia
from .encyclopedia.world import the_world
from .splits import Split, split_of

Json = dict[str, Any]
ARITHMETIC: dict[Split, int] = {"train": 2_000, "held-out": 600}
ENCYCLOPEDIA: dict[Split, int] = {"train": 500, "held-out": 300}
CORPUS = "lab-encyclopedia"
SEED = 1


def write_questions(folder: Path) -> list[Path]:
    """One file a set. The same files every time: an import of them a second time changes nothing."""
    folder.mkdir(parents=True, exist_ok=True)
    files = {f"lab-arithmetic-{split}": arithmetic_records(split) for split in ARITHMETIC}
    files |= {f"lab-encyclopedia-{split}": encyclopedia_records(split) for split in ENCYCLOPEDIA}
    return [_write(folder / f"{name}.jsonl", records) for name, records in files.items()]


def arithmetic_records(split: Split) -> Iterator[Json]:
    yield {"type": "swirl-studio", "version": 1}
    yield _set("arithmetic", split, metric="gsm8k")
    for text, problem in draw_arithmetic(split, ARITHMETIC[split]):
        calculations = sum(len(event.numbers) for event in problem.events) - 1
        yield _question("arithmetic", split, text, str(solver.answer(problem)), calculations=calculations)


def encyclopedia_records(split: Split) -> Iterator[Json]:
    """With the corpus that its questions are answered from, in each file."""
    world = the_world()
    yield {"type": "swirl-studio", "version": 1}
    yield {"type": "corpus", "key": CORPUS, "name": "Lab encyclopedia"}
    for title in world.kinds:
        yield {"type": "passage", "corpus": CORPUS, "title": title, "text": world.article(title)}
    yield _set("encyclopedia", split, metric="hotpotqa", corpus=CORPUS)
    for text, hops in draw_encyclopedia(split, ENCYCLOPEDIA[split]):
        answer = encyclopedia.answer(world, hops)
        yield _question("encyclopedia", split, text, answer, hops=len(hops.relations))


def draw_arithmetic(split: Split, count: int) -> Iterable[tuple[str, arithmetic.Problem]]:
    """So many different questions of a split, always the same ones."""
    rng = random.Random(f"questions {split} {SEED}")
    found: dict[str, arithmetic.Problem] = {}
    while len(found) < count:
        problem = arithmetic.draw_problem(rng)
        if split_of(arithmetic.share_of(problem)) == split:
            found.setdefault(arithmetic.write_problem(problem, rng), problem)
    return found.items()


def draw_encyclopedia(split: Split, count: int) -> Iterable[tuple[str, encyclopedia.Hops]]:
    """The same for the encyclopedia; each is asked in one wording only."""
    rng = random.Random(f"questions {split} {SEED}")
    found: dict[encyclopedia.Hops, str] = {}
    while len(found) < count:
        hops = encyclopedia.draw_hops(the_world(), rng)
        if split_of(encyclopedia.share_of(hops)) == split:
            found.setdefault(hops, encyclopedia.write_hops(hops, rng))
    return [(text, hops) for hops, text in found.items()]


def _set(family: str, split: Split, **more: str) -> Json:
    return {
        "type": "question-set",
        "key": f"lab-{family}-{split}",
        "name": f"Lab {family}, {split}",
        "source": "Invented by the lab (swirl_lab questions)",
        **more,
    }


def _question(family: str, split: Split, text: str, answer: str, **metadata: int) -> Json:
    return {
        "type": "question",
        "set": f"lab-{family}-{split}",
        "key": hashlib.sha256(text.encode()).hexdigest()[:12],
        "text": text,
        "answers": [answer],
        "metadata": metadata,
    }


def _write(path: Path, records: Iterable[Json]) -> Path:
    path.write_text("".join(f"{json.dumps(record, ensure_ascii=False)}\n" for record in records), encoding="utf-8")
    return path
