"""What ends an attempt, told to people."""

from __future__ import annotations

from typing import Literal

FailureKind = Literal["config", "data", "model", "memory", "other"]


class Failure(Exception):
    """An attempt cannot go on. The message says what is wrong and what to do."""

    def __init__(self, kind: FailureKind, message: str):
        super().__init__(message)
        self.kind: FailureKind = kind


class StopAsked(BaseException):
    """A stop was asked for (SIGTERM). Not an Exception, so that no library takes it for an error of its own."""
