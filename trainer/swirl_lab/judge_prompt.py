"""Reads the studio's default judge prompt (domain/judging/default-template.ts): question, context and action."""

from __future__ import annotations

import re
from dataclasses import dataclass

_PROMPT = re.compile(
    r"# Question\n(?P<question>.*?)\n\n# Everything so far\n[^\n]*\n\n(?P<context>.*)"
    r"\n\n# The action to judge\n(?P<action>.*)\n\n# Your task\n",
    re.DOTALL,
)
# A message begins with its role on a line of its own, after an empty line (domain/judging/prompt.ts).
_HEAD = re.compile(r"(?:\A|(?<=\n\n))\[(system|user|assistant|tool)(?:: [^\n]*)?\]\n")


@dataclass(frozen=True)
class JudgePrompt:
    question: str
    context: str
    action: str

    @property
    def earlier(self) -> list[tuple[str, str]]:
        """The messages before this action, as roles and texts."""
        return read_context(self.context)


def read_prompt(text: str) -> JudgePrompt | None:
    """None where the text is not what the default template makes."""
    match = _PROMPT.search(text)
    return JudgePrompt(match["question"].strip(), match["context"], match["action"]) if match else None


def read_context(text: str) -> list[tuple[str, str]]:
    """Roles and texts of the messages of a context."""
    pieces = _HEAD.split(text)[1:]
    return [(role, said.removesuffix("\n\n")) for role, said in zip(pieces[::2], pieces[1::2])]
