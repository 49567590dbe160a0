"""Reads plain data into dataclasses, strictly: every fault is an issue with its path, none is guessed away."""

from __future__ import annotations

import math
import types
from dataclasses import MISSING, dataclass, field, fields, is_dataclass
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Issue:
    path: str
    message: str


@dataclass(frozen=True)
class Limits:
    """What a number, text or list must keep to; each None says nothing."""

    low: float | None = None
    high: float | None = None
    above: float | None = None
    below: float | None = None
    min_length: int | None = None
    max_length: int | None = None
    is_url: bool = False
    is_trimmed: bool = False
    each: Limits | None = None


def option(default: Any = MISSING, **limits: Any) -> Any:
    """A field of a config with its default and limits; a default that can change is copied."""
    metadata = {"limits": Limits(**limits)}
    if isinstance(default, (list, dict)):
        return field(default_factory=lambda: type(default)(default), metadata=metadata)
    return field(default=default, metadata=metadata)


class Reader:
    """Collects issues while it reads. A value that has issues is returned as None."""

    def __init__(self) -> None:
        self.issues: list[Issue] = []

    def fault(self, path: str, message: str) -> None:
        self.issues.append(Issue(path, message))

    def read(self, kind: Any, value: Any, path: str, limits: Limits) -> Any:
        origin = get_origin(kind)
        if origin in (Union, types.UnionType):
            return self._union(get_args(kind), value, path, limits)
        if origin is Literal:
            if not any(value is each or (type(value) is type(each) and value == each) for each in get_args(kind)):
                return self.fault(path, f"Choose one of: {', '.join(map(str, get_args(kind)))}.")
            return value
        if origin is list:
            return self._list(get_args(kind)[0], value, path, limits)
        if is_dataclass(kind):
            return self.read_dataclass(kind, value, path)
        if kind is bool:
            return value if isinstance(value, bool) else self.fault(path, "Write true or false.")
        if kind in (int, float):
            return self._number(kind, value, path, limits)
        if kind is str:
            return self._text(value, path, limits)
        if origin is dict or kind is dict:
            return value if isinstance(value, dict) else self.fault(path, "Give names with values.")
        raise TypeError(f"no reader for {kind}")

    def read_dataclass(self, kind: Any, value: Any, path: str) -> Any:
        if not isinstance(value, dict):
            return self.fault(path, "Give fields with values here.")
        hints = get_type_hints(kind)
        known = {each.name: each for each in fields(kind)}
        before = len(self.issues)
        if getattr(kind, "IS_STRICT", True):
            for name in value:
                if name not in known:
                    self.fault(_join(path, name), "There is no such field: look for a typing error.")
        read = {}
        for name, each in known.items():
            limits = each.metadata.get("limits", Limits())
            if name in value:
                read[name] = self.read(hints[name], value[name], _join(path, name), limits)
            elif each.default is MISSING and each.default_factory is MISSING:
                self.fault(_join(path, name), "This field is needed.")
        return kind(**read) if len(self.issues) == before else None

    def _union(self, kinds: tuple, value: Any, path: str, limits: Limits) -> Any:
        if value is None and type(None) in kinds:
            return None
        kinds = tuple(each for each in kinds if each is not type(None))
        if len(kinds) == 1:
            return self.read(kinds[0], value, path, limits)
        classes = [each for each in kinds if is_dataclass(each)]
        if classes:
            return self._tagged(classes, value, path)
        # A word of its own, or a list of names.
        for each in kinds:
            if isinstance(value, list) == (get_origin(each) is list):
                return self.read(each, value, path, limits)
        raise TypeError(f"no reader for {kinds}")

    def _tagged(self, classes: list, value: Any, path: str) -> Any:
        """One of several classes, told apart by the field that is a literal in each of them."""
        if not isinstance(value, dict):
            return self.fault(path, "Give fields with values here.")
        tag = classes[0].TAG
        choices = {get_args(get_type_hints(each)[tag])[0]: each for each in classes}
        chosen = value.get(tag)
        if not isinstance(chosen, str) or chosen not in choices:
            return self.fault(_join(path, tag), f"Choose one of: {', '.join(choices)}.")
        return self.read_dataclass(choices[chosen], value, path)

    def _list(self, kind: Any, value: Any, path: str, limits: Limits) -> Any:
        if not isinstance(value, list):
            return self.fault(path, "Give a list.")
        self._length(value, path, limits, "entries")
        return [self.read(kind, each, _join(path, index), limits.each or Limits()) for index, each in enumerate(value)]

    def _number(self, kind: Any, value: Any, path: str, limits: Limits) -> Any:
        is_number = isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)
        if not is_number:
            return self.fault(path, "Give a number.")
        if kind is int and value != int(value):
            return self.fault(path, "Give a whole number.")
        bounds = [
            (limits.low is not None and value < limits.low, f"at least {limits.low}"),
            (limits.high is not None and value > limits.high, f"at most {limits.high}"),
            (limits.above is not None and value <= limits.above, f"more than {limits.above}"),
            (limits.below is not None and value >= limits.below, f"less than {limits.below}"),
        ]
        for is_broken, words in bounds:
            if is_broken:
                return self.fault(path, f"Give a number that is {words}.")
        return kind(value)

    def _text(self, value: Any, path: str, limits: Limits) -> Any:
        if not isinstance(value, str):
            return self.fault(path, "Give a text.")
        text = value.strip() if limits.is_trimmed else value
        self._length(text, path, limits, "characters")
        if limits.is_url and not (urlsplit(text).scheme and urlsplit(text).netloc):
            return self.fault(path, "Give an address such as http://127.0.0.1:8000/v1.")
        return text

    def _length(self, value: Any, path: str, limits: Limits, what: str) -> None:
        if limits.min_length is not None and len(value) < limits.min_length:
            self.fault(path, f"This needs {limits.min_length} {what} or more.")
        if limits.max_length is not None and len(value) > limits.max_length:
            self.fault(path, f"This takes {limits.max_length} {what} at most.")


def _join(path: str, name: Any) -> str:
    return f"{path}.{name}" if path else str(name)
