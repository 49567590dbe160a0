"""Question sets in the studio's own format (docs/own-format.md): the lab's, and the smaller ones of the sample pool."""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from .arithmetic import problem as arithmetic
from .arithmetic import solver
from .encyclopedia import problem as encyclopedia
from .encyclopedia.world import the_world
from .splits import Split, split_of

Json = dict[str, Any]
Family = Literal["arithmetic", "encyclopedia"]
SEED = 1


@dataclass(frozen=True)
class QuestionSet:
    """The first `count` questions of a split, which are the same ones every time."""

    key: str
    name: str
    family: Family
    split: Split
    count: int


@dataclass(frozen=True)
class Collection:
    sets: tuple[QuestionSet, ...]
    #: Key and name of the encyclopedia, which all sets about it share
    corpus: tuple[str, str]


def _lab(family: Family, split: Split, count: int) -> QuestionSet:
    return QuestionSet(f"lab-{family}-{split}", f"Lab {family}, {split}", family, split, count)


COLLECTIONS = {
    "lab": Collection(
        (
            _lab("arithmetic", "train", 2_000),
            _lab("arithmetic", "held-out", 600),
            _lab("encyclopedia", "train", 500),
            _lab("encyclopedia", "held-out", 300),
        ),
        ("lab-encyclopedia", "Lab encyclopedia"),
    ),
    # Under keys of its own, so that it never meets the lab's in one studio.
    "sample": Collection(
        (
            QuestionSet("sample-arithmetic", "Arithmetic word problems", "arithmetic", "train", 60),
            QuestionSet(
                "sample-arithmetic-held-out", "Arithmetic word problems, held out", "arithmetic", "held-out", 100
            ),
            QuestionSet("sample-encyclopedia", "Encyclopedia questions", "encyclopedia", "train", 40),
            QuestionSet(
                "sample-encyclopedia-held-out", "Encyclopedia questions, held out", "encyclopedia", "held-out", 60
            ),
        ),
        ("sample-encyclopedia", "Invented encyclopedia"),
    ),
}


def write_questions(folder: Path, collection: str = "lab") -> list[Path]:
    """One file a set. The same files every time: an import of them a second time changes nothing."""
    folder.mkdir(parents=True, exist_ok=True)
    sets, corpus = COLLECTIONS[collection].sets, COLLECTIONS[collection].corpus
    return [_write(folder / f"{one.key}.jsonl", records(one, corpus)) for one in sets]


def records(one: QuestionSet, corpus: tuple[str, str]) -> Iterator[Json]:
    """A set about the encyclopedia comes with the corpus that its questions are answered from."""
    yield {"type": "swirl-studio", "version": 1}
    if one.family == "arithmetic":
        yield _set(one, metric="gsm8k")
        for text, problem in draw_arithmetic(one.split, one.count):
            calculations = sum(len(event.numbers) for event in problem.events) - 1
            yield _question(one, text, str(solver.answer(problem)), calculations=calculations)
        return
    key, name = corpus
    world = the_world()
    yield {"type": "corpus", "key": key, "name": name}
    for title in world.kinds:
        yield {"type": "passage", "corpus": key, "title": title, "text": world.article(title)}
    yield _set(one, metric="hotpotqa", corpus=key)
    for text, hops in draw_encyclopedia(one.split, one.count):
        yield _question(one, text, encyclopedia.answer(world, hops), hops=len(hops.relations))


def answered(family: Family, split: Split, count: int) -> list[tuple[str, str]]:
    """Questions of a split with their answers."""
    if family == "arithmetic":
        return [(text, str(solver.answer(problem))) for text, problem in draw_arithmetic(split, count)]
    return [(text, encyclopedia.answer(the_world(), hops)) for text, hops in draw_encyclopedia(split, count)]


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


def _set(one: QuestionSet, **more: str) -> Json:
    source = "Invented by the lab (swirl_lab questions)"
    return {"type": "question-set", "key": one.key, "name": one.name, "source": source, **more}


def _question(one: QuestionSet, text: str, answer: str, **metadata: int) -> Json:
    return {
        "type": "question",
        "set": one.key,
        "key": hashlib.sha256(text.encode()).hexdigest()[:12],
        "text": text,
        "answers": [answer],
        "metadata": metadata,
    }


def _write(path: Path, records: Iterable[Json]) -> Path:
    path.write_text("".join(f"{json.dumps(record, ensure_ascii=False)}\n" for record in records), encoding="utf-8")
    return path
