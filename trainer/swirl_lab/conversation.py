"""A conversation as the studio's rollouts hold it: question, then actions and observations in turn."""

from __future__ import annotations

from dataclasses import dataclass, field

Message = dict[str, str]


@dataclass
class Conversation:
    question: str
    messages: list[Message] = field(init=False)
    steps: int = 0

    def __post_init__(self) -> None:
        self.messages = [{"role": "user", "content": self.question}]

    def step(self, action: str, observation: str) -> None:
        """An action that calls a tool, and what the tool returned."""
        self.end(action)
        self.messages.append({"role": "user", "content": observation})

    def end(self, action: str) -> None:
        self.messages.append({"role": "assistant", "content": action})
        self.steps += 1
