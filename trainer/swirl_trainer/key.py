"""An endpoint's key, read from the environment, and kept out of everything that is written.

The twin of server/adapters/llm/key.ts in the studio.
"""

from __future__ import annotations

import json
import os
import re

from .failure import Failure

MARK = "[key]"
SENDABLE = re.compile(r"[\x21-\x7e]+")


class Key:
    """Raises Failure where the variable is missing or holds what cannot be sent. No variable: no key."""

    def __init__(self, variable: str | None, whose: str = "judge's"):
        self._key = None if variable is None else os.environ.get(variable, "").strip()
        if self._key == "":
            raise Failure(
                "config",
                f"The {whose} key is missing: set the environment variable {variable} on the cluster's machines.",
            )
        if self._key is not None and not SENDABLE.fullmatch(self._key):
            raise Failure(
                "config",
                f"The environment variable {variable} on the cluster's machines holds characters that no key can "
                "have, such as a space or a line break.",
            )

    def headers(self) -> dict[str, str]:
        return {} if self._key is None else {"Authorization": f"Bearer {self._key}"}

    def cut_from(self, text: str) -> str:
        """A text for people without the key, also where JSON wrote it. To be called before the text is shortened."""
        if self._key is None:
            return text
        escaped = json.dumps(self._key)[1:-1]
        # The longest first, so that no part of it is left.
        for form in sorted({self._key, escaped, escaped.replace("/", "\\/")}, key=len, reverse=True):
            text = text.replace(form, MARK)
        return text
