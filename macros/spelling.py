"""Puts texts into the spelling and the words of another region."""

import re
from collections.abc import Callable, Mapping
from typing import Any

Words = Mapping[str, str]
"""From words and phrases as we write them to those of the region; small letters, but where a capital belongs."""

# What people search for or chose as a name of their own, what others wrote, and what stands in addresses.
_LEFT_ALONE = frozenset(("also", "author", "formerly", "id", "publisher", "published", "read", "title", "url"))

_NOT_PROSE = re.compile(
    r"(```.*?```"
    r"|`[^`\n]*`"
    r"|\{\{.*?\}\}|\{%.*?%\}|\{[^{}\n]*\}"
    r"|\]\([^)\n]*\)"
    r"|^ {0,3}\[[^\]\n]+\]:.*?$"
    r"|<[^<>]*>"
    r"|https?://[^\s<>\"]+)",
    re.DOTALL | re.MULTILINE,
)
"""What is code, an address or a tag in Markdown that holds macro calls."""


def respell(text: str, words: Words) -> str:
    """`text` with whole words and phrases replaced, longer ones first; a capital at the beginning stays.

    A hyphen counts as a part of a word, so that no id of several words is ever changed.
    """
    return _respelling(words)(text)


def respell_data(data: Any, words: Words) -> Any:
    """What was read from a YAML file with all its texts respelled; not its keys, sources, other names and addresses."""
    return _walk(data, _respelling(words)) if words else data


def respell_markdown(text: str, words: Words) -> str:
    """A hand-written page with its prose respelled; not its addresses, macro calls, attributes, HTML tags and code."""
    if not words:
        return text
    respelled = _respelling(words)
    parts = _NOT_PROSE.split(text)
    return "".join(part if number % 2 else respelled(part) for number, part in enumerate(parts))


def _respelling(words: Words) -> Callable[[str], str]:
    """The function that respells one text."""
    if not words:
        return lambda text: text
    known = {word.casefold(): new for word, new in words.items()}
    # In a phrase, a line may end between any two words.
    phrases = (r"\s+".join(map(re.escape, word.split())) for word in sorted(known, key=len, reverse=True))
    pattern = re.compile(rf"(?<![\w-])(?:{'|'.join(phrases)})(?![\w-])", re.IGNORECASE)

    def replaced(found: re.Match[str]) -> str:
        new = known[" ".join(found.group().split()).casefold()]
        return new[0].upper() + new[1:] if found.group()[0].isupper() else new

    return lambda text: pattern.sub(replaced, text)


def _walk(data: Any, respelled: Callable[[str], str]) -> Any:
    if isinstance(data, str):
        return respelled(data)
    if isinstance(data, list):
        return [_walk(inner, respelled) for inner in data]
    if isinstance(data, dict):
        return {key: _value(key, inner, respelled) for key, inner in data.items()}
    return data


def _value(key: Any, value: Any, respelled: Callable[[str], str]) -> Any:
    if key in _LEFT_ALONE:
        return value
    if key == "sources" and isinstance(value, list):  # Ids, and sources of the file's own.
        return [inner if isinstance(inner, str) else _walk(inner, respelled) for inner in value]
    return _walk(value, respelled)
