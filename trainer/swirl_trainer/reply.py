"""Reads a judge's reply by its grammar: the twin of domain/judging/parse-reply.ts, tested by one table.

A reply that cannot be read is None: no ruling, never a negative one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from .config import Grammar, JsonGrammar, LinesGrammar, RulingWords
from .js import is_word_character, trim
from .json_objects import key_of, last_object_with

SPACE = " \t\u00a0\u3000"
EMPHASIS = "*_`\"'“”‘’«»「」『』"
AROUND = f"{SPACE}{EMPHASIS}[]()<>{{}}（）"
AFTER_WORD = f"{SPACE}{EMPHASIS}])>}}）"
# After the ruling's word another phrase may follow; these begin it.
BREAKS = ".,;:!…—–([。，、；：！（"
LINE_START = f"{AROUND}#>-+•"
LINE_BREAK = re.compile(r"\r\n|\n|\r")
SCORE = re.compile(
    r"([0-9]{1,3})(?:\.0{1,9})?(?: ?[%％]| ?/ ?100| (?:out )?of 100)?[.,;!。]?", re.IGNORECASE | re.ASCII
)


@dataclass(frozen=True)
class ParsedReply:
    rating: int
    score: int | None
    rationale: str | None


def parse_reply(grammar: Grammar, text: str) -> ParsedReply | None:
    return _parse_lines(grammar, text) if isinstance(grammar, LinesGrammar) else _parse_json(grammar, text)


def _parse_lines(grammar: LinesGrammar, text: str) -> ParsedReply | None:
    lines = _split_lines(text)
    ruling = _last_labelled(lines, grammar.ruling)
    rating = _read_ruling(grammar.words, ruling[0]) if ruling else None
    if ruling is None or rating is None:
        return None
    score = _last_labelled(lines, grammar.score) if grammar.score is not None else None
    return ParsedReply(rating, _read_score(score[0]) if score else None, trim(text[: ruling[1]]) or None)


def _split_lines(text: str) -> list[tuple[str, int]]:
    """Each line with where it begins."""
    lines = []
    start = 0
    for found in LINE_BREAK.finditer(text):
        lines.append((text[start : found.start()], start))
        start = found.end()
    return [*lines, (text[start:], start)]


def _last_labelled(lines: list[tuple[str, int]], label: str) -> tuple[str, int] | None:
    """The value of the last line with the label, and where that line begins.

    A label that stands alone has its value on the next line with words.
    """
    for index in range(len(lines) - 1, -1, -1):
        line, start = lines[index]
        at = _value_start(line, label)
        if at is None:
            continue
        if _skip(line, AROUND, at) < len(line):
            return line[at:], start
        following = (each for each, _ in lines[index + 1 :] if _skip(each, LINE_START) < len(each))
        return next(following, ""), start
    return None


def _value_start(line: str, label: str) -> int | None:
    """Where the value begins on a line "Label: value"; None on any other line."""
    start = _skip(line, LINE_START)
    wanted = trim(label)
    if line[start : start + len(wanted)].lower() != wanted.lower():
        return None
    colon = _skip(line, AROUND, start + len(wanted))
    return colon + 1 if colon < len(line) and line[colon] in ":：" else None


def _parse_json(grammar: JsonGrammar, text: str) -> ParsedReply | None:
    found = last_object_with(text, grammar.ruling)
    if found is None:
        return None

    def field(key: str | None) -> Any:
        name = None if key is None else key_of(found, key)
        return None if name is None else found[name]

    ruling = field(grammar.ruling)
    rating = _read_ruling(grammar.words, ruling) if isinstance(ruling, str) else None
    if rating is None:
        return None
    rationale = field(grammar.rationale)
    said = trim(rationale) if isinstance(rationale, str) else ""
    return ParsedReply(rating, _read_score(field(grammar.score)), said or None)


def _word_list(words: RulingWords) -> list[tuple[str, int]]:
    """Every word of a grammar in lower case with its rating, longest first."""
    rated = [(words.reasonable, 1), (words.neutral, 0), (words.unreasonable, -1)]
    listed = [(trim(word).lower(), rating) for group, rating in rated for word in group]
    return sorted(listed, key=lambda each: -len(each[0]))


def _read_ruling(words: RulingWords, value: str) -> int | None:
    """The rating a value states. It begins with a word of the grammar; no word of another rating may follow."""
    text = value[_skip(value, AROUND) :].lower()
    listed = _word_list(words)
    found = next((each for each in listed if text.startswith(each[0]) and _is_phrase_end(text, len(each[0]))), None)
    if found is None:
        return None
    rest = text[len(found[0]) :]
    is_contradicted = any(rating != found[1] and _holds_word(rest, word) for word, rating in listed)
    return None if is_contradicted else found[1]


def _is_phrase_end(text: str, word_end: int) -> bool:
    at = _skip(text, AFTER_WORD, word_end)
    if at >= len(text):
        return True
    return text[at] in BREAKS or (text[at] == "-" and at > word_end and text[at - 1] in SPACE)


def _holds_word(text: str, word: str) -> bool:
    at = text.find(word)
    while at >= 0:
        before, after = text[at - 1 : at] if at > 0 else "", text[at + len(word) : at + len(word) + 1]
        if not is_word_character(before) and not is_word_character(after):
            return True
        at = text.find(word, at + 1)
    return False


def _read_score(value: Any) -> int | None:
    """A score in whole points, 0 to 100. None for anything else: 0.85 may mean 1 or 85."""
    if isinstance(value, bool):
        return None
    if isinstance(value, (int, float)):
        return int(value) if 0 <= value <= 100 and value == int(value) else None
    if not isinstance(value, str) or len(value) > 100:
        return None
    found = SCORE.fullmatch(value[_skip(value, AROUND) :].rstrip(AROUND))
    return int(found[1]) if found and int(found[1]) <= 100 else None


def _skip(text: str, characters: str, start: int = 0) -> int:
    """The first place from `start` on that holds none of the characters."""
    at = start
    while at < len(text) and text[at] in characters:
        at += 1
    return at
