"""A stop that is asked for by a signal: at once, but never in the middle of an update of the weights."""

from __future__ import annotations

import signal
from types import FrameType

from .failure import StopAsked


class StopGuard:
    """Raises StopAsked in the main thread when the signal comes, or once what must not be interrupted is over."""

    def __init__(self) -> None:
        self._is_held = False
        self._is_asked = False

    def install(self) -> None:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._on_signal)

    def hold(self) -> None:
        self._is_held = True

    def release(self) -> None:
        self._is_held = False
        if self._is_asked:
            self._is_held = True
            raise StopAsked

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        self._is_asked = True
        if not self._is_held:
            # Once is enough: the way out is not interrupted again.
            self._is_held = True
            raise StopAsked
