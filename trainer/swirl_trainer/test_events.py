"""Events are those of the studio's table, numbered over all attempts."""

import io
import json
from pathlib import Path

from swirl_trainer.events import FILE, Events, read_lines

TABLE = json.loads((Path(__file__).parents[2] / "domain/training/events.json").read_text())
FIELDS = {event["event"]: set(event) for event in TABLE}


def check_events(lines: list[str]) -> list[dict]:
    """Parses a run's output and holds it against the table: kinds, fields, numbers in a row."""
    events = [json.loads(line) for line in lines if line.startswith('{"event":')]
    for event in events:
        assert set(event) == FIELDS[event["event"]], event
    return events


def test_numbers_go_on_and_earlier_lines_are_repeated(tmp_path):
    first = Events(tmp_path, io.StringIO())
    first.write("warning", message="a\n</script> é\u2028")
    first.write("metrics", step=1, values={"reward": float("nan"), "loss": 1.5})
    first.close()
    with (tmp_path / FILE).open("a") as file:
        file.write('{"event":"warning","seq":2,"mess')
    out = io.StringIO()
    second = Events(tmp_path, out)
    second.repeat_earlier()
    second.write("done", step=1, seconds=1.0)
    events = check_events(out.getvalue().splitlines())
    assert [event["seq"] for event in events] == [0, 1, 2]
    assert events[1]["values"] == {"reward": None, "loss": 1.5}
    assert read_lines(tmp_path, 1) == out.getvalue().splitlines()[1:]
    assert read_lines(tmp_path / "none", 0) == []


def test_contexts_that_were_shown_are_remembered(tmp_path):
    sample = next(dict(event) for event in TABLE if event["event"] == "samples")
    events = Events(tmp_path, io.StringIO())
    events.write(sample.pop("event"), **{name: sample[name] for name in sample if name not in ("seq", "time")})
    assert Events(tmp_path, io.StringIO()).seen_contexts() == {sample["context"]}
