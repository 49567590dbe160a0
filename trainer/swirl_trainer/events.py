"""What the trainer says while it works: a JSON object a line, in events.jsonl and on standard output.

The twin of domain/training/events.ts in the studio, which says what each field means.
"""

from __future__ import annotations

import json
import math
import sys
import threading
import time
from pathlib import Path
from typing import Any, TextIO

FILE = "events.jsonl"


class Events:
    """Writes events in order. `seq` counts the lines of events.jsonl over all attempts."""

    def __init__(self, folder: Path, out: TextIO | None = None):
        self._out = out or sys.stdout
        self._lock = threading.Lock()
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / FILE
        self.earlier = _complete_lines(path)
        self._seq = len(self.earlier)
        self._file = path.open("ab")

    def repeat_earlier(self) -> None:
        """Says again what earlier attempts said, so that one output holds the whole run."""
        for line in self.earlier:
            self._out.write(line + "\n")
        self._out.flush()

    def write(self, event: str, **values: Any) -> None:
        with self._lock:
            record = {"event": event, "seq": self._seq, "time": round(time.time(), 3), **values}
            line = json.dumps(plain(record), ensure_ascii=True, separators=(",", ":"), allow_nan=False)
            self._file.write(line.encode() + b"\n")
            self._file.flush()
            self._seq += 1
            self._out.write(line + "\n")
            self._out.flush()

    def close(self) -> None:
        self._file.close()

    def seen_contexts(self) -> set[str]:
        """Contexts whose messages an earlier attempt wrote down."""
        records = (json.loads(line) for line in self.earlier if '"event":"samples"' in line[:30])
        return {record["context"] for record in records}


def plain(value: Any) -> Any:
    """The value with null for every number that JSON cannot hold."""
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(each) for each in value]
    return value


def read_lines(folder: Path, start: int) -> list[str]:
    """The lines of a run's events.jsonl from one on; none where it has no such file."""
    path = folder / FILE
    if not path.exists():
        return []
    return [line.decode() for line in path.read_bytes().split(b"\n")[:-1][start:]]


def _complete_lines(path: Path) -> list[str]:
    """The whole lines of the file. What a killed attempt left of a last one is cut off."""
    if not path.exists():
        return []
    content = path.read_bytes()
    end = content.rfind(b"\n") + 1
    if end < len(content):
        with path.open("r+b") as file:
            file.truncate(end)
    return content[:end].decode().splitlines()
