"""Names that a chat template's further arguments cannot have: they say what is rendered, or how.

The twin of RESERVED_ARGUMENTS in domain/training/config.ts in the studio.
"""

from __future__ import annotations

from collections.abc import Iterable

RESERVED = frozenset(
    {
        *("conversation", "messages", "tools", "documents", "chat_template", "add_generation_prompt"),
        *("continue_final_message", "tokenize", "padding", "truncation", "max_length", "return_tensors"),
        *("return_dict", "return_assistant_tokens_mask", "tokenizer_kwargs"),
    }
)


def reserved_among(names: Iterable[str]) -> list[str]:
    return sorted(RESERVED & set(names))
