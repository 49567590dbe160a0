"""A reply's text as its tokens come: decoded piece by piece, ended at the first stop text."""

from __future__ import annotations

from transformers import PreTrainedTokenizerBase

UNFINISHED = "\ufffd"


class ReplyText:
    """Collects tokens; `text` is what has been decoded so far, `stopped_at` the stop text that ended it, if any."""

    def __init__(self, tokenizer: PreTrainedTokenizerBase, stop: tuple[str, ...], keep_stop: bool):
        self._tokenizer = tokenizer
        self._stop = stop
        self._keep_stop = keep_stop
        self._ids: list[int] = []
        # Decoding looks back a few tokens: byte pairs and spaces depend on what stands before them.
        self._window_start = 0
        self._read_until = 0
        self._sent = 0
        self.text = ""
        self.stopped_at: str | None = None

    def add(self, token: int) -> None:
        """Takes a token. Half a character waits for the token that completes it."""
        self._ids.append(token)
        self._take(is_last=False)

    def finish(self) -> None:
        """Takes what still waits."""
        if self.stopped_at is None:
            self._take(is_last=True)

    def take_sendable(self, is_last: bool) -> str:
        """The text since the last call, without what may turn out to be the beginning of a stop text."""
        end = len(self.text) if is_last else len(self.text) - self._possible_stop()
        piece = self.text[self._sent : end]
        self._sent = max(self._sent, end)
        return piece

    def _take(self, is_last: bool) -> None:
        before = self._decode(self._ids[self._window_start : self._read_until])
        now = self._decode(self._ids[self._window_start :])
        if len(now) <= len(before) or (now.endswith(UNFINISHED) and not is_last):
            return
        known = len(self.text)
        self.text += now[len(before) :]
        self._window_start, self._read_until = self._read_until, len(self._ids)
        self._look_for_stop(known)

    def _decode(self, ids: list[int]) -> str:
        return self._tokenizer.decode(ids, skip_special_tokens=True, clean_up_tokenization_spaces=False)

    def _look_for_stop(self, known: int) -> None:
        found = []
        for text in self._stop:
            at = self.text.find(text, max(0, known - len(text) + 1))
            if at >= 0:
                found.append((at + len(text), at, text))
        if not found:
            return
        # The one that is complete first; of two, the longer.
        end, at, text = min(found, key=lambda one: (one[0], one[1]))
        self.text = self.text[: end if self._keep_stop else at]
        self.stopped_at = text

    def _possible_stop(self) -> int:
        if self.stopped_at is not None:
            return 0
        longest = max((len(text) for text in self._stop), default=1) - 1
        for size in range(min(longest, len(self.text)), 0, -1):
            if any(text.startswith(self.text[-size:]) for text in self._stop):
                return size
        return 0
