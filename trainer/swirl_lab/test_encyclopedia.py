"""Questions of several hops: written, read back, answered by searching, ruled on by what was found."""

from __future__ import annotations

import json
import random
from pathlib import Path

from .encyclopedia.policy import Habits, demonstrate
from .encyclopedia.problem import answer, draw_hops, read_hops, share_of, write_hops
from .encyclopedia.world import passages, read_facts, the_world
from .families import rule
from .questions import COLLECTIONS, draw_encyclopedia, write_questions
from .splits import split_of
from .tags import read_action, search_result

WORLD = the_world()


def test_a_question_is_read_as_it_was_written() -> None:
    rng = random.Random(1)
    for _ in range(1_000):
        hops = draw_hops(WORLD, rng)
        assert read_hops(write_hops(hops, rng)) == hops
    assert read_hops("What is the meaning of Life?") is None


def test_articles_hold_all_facts() -> None:
    facts = read_facts(passages(WORLD, list(WORLD.kinds)))
    assert facts == WORLD.facts and len(facts) == 2 * len(WORLD.kinds)


def test_a_demonstrator_without_habits_is_right() -> None:
    """But for searches whose result was on the side of an earlier one: asking for what is known is no progress."""
    rng = random.Random(2)
    steps = reasonable = 0
    for _ in range(500):
        hops = draw_hops(WORLD, rng)
        conversation = demonstrate(WORLD, hops, write_hops(hops, rng), rng, Habits(0, 0, 0))
        told = [(message["role"], message["content"]) for message in conversation.messages]
        assert read_action(told[-1][1]).inside == answer(WORLD, hops)
        rulings = [rule(told[0][1], told[:at], text) for at, (role, text) in enumerate(told) if role == "assistant"]
        assert rulings[0].is_reasonable and rulings[-1].is_reasonable
        steps += len(rulings)
        reasonable += sum(ruling.is_reasonable for ruling in rulings)
    assert reasonable / steps > 0.98


def test_rulings_follow_what_was_found() -> None:
    hops = next(one for one in iter(lambda: draw_hops(WORLD, random.Random(5)), None) if len(one.relations) >= 2)
    text = write_hops(hops, random.Random(1))
    first, second = hops.relations[:2]
    query = f"{first} of {hops.start}"
    found = [("user", text), ("assistant", "…"), ("user", passages(WORLD, WORLD.search(query)))]
    middle = WORLD.facts[first, hops.start]

    def is_reasonable(earlier: list[tuple[str, str]], action: str) -> bool:
        return rule(text, earlier, action).is_reasonable

    assert is_reasonable(found[:1], f"Look up: <search_query>{query}</search_query>")
    assert not is_reasonable(found, f"Look up: <search_query>{query}</search_query>")
    assert is_reasonable(found, f"Look up: <search_query>{second} of {middle}</search_query>")
    assert not is_reasonable(found[:1], f"Look up: <search_query>{second} of {middle}</search_query>")
    assert not is_reasonable(found[:1], f"It is <answer>{answer(WORLD, hops)}</answer>")


def test_no_question_is_in_two_splits() -> None:
    train, held_out = list(draw_encyclopedia("train", 500)), list(draw_encyclopedia("held-out", 300))
    assert not {text for text, _ in train} & {text for text, _ in held_out}
    assert {split_of(share_of(hops)) for _, hops in held_out} == {"held-out"}


def test_files_are_the_same_every_time(tmp_path: Path) -> None:
    files = write_questions(tmp_path / "one")
    again = write_questions(tmp_path / "two")
    assert [path.read_bytes() for path in files] == [path.read_bytes() for path in again]
    for path in files:
        kinds = {json.loads(line)["type"] for line in path.read_text(encoding="utf-8").splitlines()}
        assert {"swirl-studio", "question-set", "question"} <= kinds


def test_the_samples_sets_are_the_first_of_the_labs_under_other_keys(tmp_path: Path) -> None:
    def read(folder: str, name: str) -> list[dict]:
        return [json.loads(line) for line in (tmp_path / folder / f"{name}.jsonl").read_text("utf-8").splitlines()]

    write_questions(tmp_path / "lab")
    write_questions(tmp_path / "sample", "sample")
    assert not {one.key for one in COLLECTIONS["lab"].sets} & {one.key for one in COLLECTIONS["sample"].sets}
    for one in COLLECTIONS["sample"].sets:
        questions = [record for record in read("sample", one.key) if record["type"] == "question"]
        labs = [record for record in read("lab", f"lab-{one.family}-{one.split}") if record["type"] == "question"]
        assert [question["text"] for question in questions] == [lab["text"] for lab in labs[: one.count]]
        assert {question["set"] for question in questions} == {one.key}


def test_searches_are_the_studios() -> None:
    """The table that the studio's search engine is held to as well, for the first passage."""
    cases = json.loads((Path(__file__).parent / "encyclopedia" / "cases.json").read_text(encoding="utf-8"))
    assert cases["articles"] == [{"title": name, "text": WORLD.article(name)} for name in WORLD.kinds]
    for case in cases["searches"]:
        assert search_result(passages(WORLD, WORLD.search(case["query"], 1))) == case["observation"]
