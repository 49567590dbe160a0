"""The studio's calculator for the expressions that the lab writes: two whole numbers and an operator."""

from __future__ import annotations

import re
from decimal import Decimal

_EXPRESSION = re.compile(r"\s*(\d{1,15})\s*([-+*/])\s*(\d{1,15})\s*")
Expression = tuple[int, str, int]


def read_expression(text: str) -> Expression | None:
    match = _EXPRESSION.fullmatch(text)
    return (int(match[1]), match[2], int(match[3])) if match else None


def write_expression(expression: Expression) -> str:
    left, operator, right = expression
    return f"{left}{operator}{right}"


def calculate(expression: Expression) -> str:
    """The text that the studio's calculator answers with (server/adapters/calculator); cases.json holds both to it."""
    left, operator, right = expression
    if operator == "/":
        return "Error: division by zero." if right == 0 else _write(left / right)
    return str({"+": left + right, "-": left - right, "*": left * right}[operator])


def whole(text: str) -> int | None:
    """A result as a whole number that is not negative; None for any other."""
    return int(text) if text.isdecimal() else None


def _write(value: float) -> str:
    """14 significant digits, no trailing zeros, no exponent: as JavaScript writes what is not very small."""
    rounded = float(f"{value:.14g}")
    return str(int(rounded)) if rounded.is_integer() else format(Decimal(repr(rounded)), "f")
