"""Configs are taken and refused as the studio does: both read one table."""

import json
from dataclasses import asdict
from pathlib import Path

import pytest

from swirl_trainer.config import TrainingConfig, check_config, read_config
from swirl_trainer.failure import Failure
from swirl_trainer.yaml_text import parse_yaml

TABLE = json.loads((Path(__file__).parents[2] / "domain/training/configs.json").read_text())


def named(cases):
    return pytest.mark.parametrize("case", cases, ids=[case["name"] for case in cases])


@named(TABLE["valid"])
def test_takes(case):
    config = check_config(case["config"])
    assert isinstance(config, TrainingConfig), config
    if "resolved" in case:
        resolved = asdict(config)
        words = (resolved["reward"] or {}).get("grammar", {}).get("words", {})
        if not words.get("neutral", True):
            del words["neutral"]
        assert resolved == case["resolved"]


@named(TABLE["invalid"])
def test_refuses(case):
    issues = check_config(case["config"])
    assert not isinstance(issues, TrainingConfig)
    assert sorted({issue.path for issue in issues}) == sorted(case["paths"])


def test_reads_yaml_as_the_studio_writes_it():
    text = "a: no\nb: 1e-6\nc: 2024-01-02\nd: 0x10\ne: ~\nf: yes\ng: true\nh: 1_000\ni: 12:30\nj: 010\nk: .5\nl:\n"
    assert parse_yaml(text) == {
        **{"a": "no", "b": 1e-6, "c": "2024-01-02", "d": 16, "e": None, "f": "yes", "g": True, "h": "1_000"},
        **{"i": "12:30", "j": 10, "k": 0.5, "l": None},
    }


@pytest.mark.parametrize("text", ["a: 1\na: 2", "a: [", "\t- x", "? [1, 2]\n: 3", "a: !!python/object:os.system x"])
def test_says_what_is_no_yaml(text):
    with pytest.raises(Failure, match="not valid YAML"):
        parse_yaml(text)


def test_names_every_faulty_field(tmp_path):
    file = tmp_path / "config.yaml"
    file.write_text("model: {path: x}\noptimiser: {max_steps: 0}\npolicy: {tempreture: 1}\noutput: {folder: /tmp}")
    with pytest.raises(Failure, match=r"optimiser\.max_steps: .*policy\.tempreture: "):
        read_config(file)
