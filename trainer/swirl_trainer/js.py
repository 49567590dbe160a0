"""What JavaScript does with texts and numbers, where the studio relies on it and Python differs."""

from __future__ import annotations

import json
import unicodedata
from typing import Any

# What String.prototype.trim takes away
BLANK = (
    "\t\n\v\f\r \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f"
    "\u3000\ufeff"
)


def trim(text: str) -> str:
    return text.strip(BLANK)


def is_word_character(character: str) -> bool:
    """A letter, a number or an underscore; of characters beyond the first plane JavaScript sees halves."""
    return character == "_" or (0 < len(character) and ord(character) < 0x10000 and _is_letter_or_number(character))


def _is_letter_or_number(character: str) -> bool:
    return unicodedata.category(character)[0] in "LN"


def stringify(value: Any) -> str:
    """JSON as JSON.stringify writes it."""
    if isinstance(value, dict):
        return "{" + ",".join(f"{stringify(str(key))}:{stringify(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(stringify, value)) + "]"
    if isinstance(value, float):
        return _number(value)
    return json.dumps(value, ensure_ascii=False)


def _number(value: float) -> str:
    if value != value or value in (float("inf"), float("-inf")):
        return "null"
    if value == int(value) and abs(value) < 1e21:
        return str(int(value))
    digits, _, exponent = repr(value).partition("e")
    if not exponent:
        return digits
    power = int(exponent)
    if -6 <= power < 0:
        return f"{value:.{len(digits.replace('.', '').lstrip('-')) - 1 - power}f}"
    return f"{digits}e{power:+d}"
