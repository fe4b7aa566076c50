"""Finds the known word that an author most likely means."""

import difflib
import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import TypeAlias

from macros.problems import quoted

_FEW, _SHORTEST_PART, _MOST_NEAR = 30, 3, 6
_LIKE, _VERY_LIKE, _ALMOST_THE_SAME = 0.7, 0.85, 0.88
_FILLING = re.compile(r"\b(?:the|your|my|musculus|muscles?|exercises?)\b|^m\. ")
_TYPOGRAPHIC = "„“”‚‘’«»‹›"

Names: TypeAlias = Mapping[str, tuple[str, ...]]
"""Other names that people use, as `core` makes them, with the known words that each may mean."""


def nearest(word: object, known: Iterable[str], names: Names = MappingProxyType({})) -> tuple[str, ...]:
    """The known words that `word` most likely means: by another name of theirs, else the one most like it."""
    said = core(str(word)[:100].strip(_TYPOGRAPHIC + "'\"").removesuffix(".yml"))
    wanted = _hyphenated(said)
    if not wanted:
        return ()
    spelled = {k.lower().replace("_", "-"): k for k in known}
    if wanted in spelled:
        return (spelled[wanted],)
    for form in (said, said.removesuffix("s"), f"{said}s"):
        if form in names:
            return names[form]
    begun = tuple(id for name, id in spelled.items() if len(wanted) >= _SHORTEST_PART and name.startswith(f"{wanted}-"))
    if begun:
        return begun[:_MOST_NEAR]
    for like in difflib.get_close_matches(wanted, spelled, n=3, cutoff=_LIKE):
        if wanted[:1] == like[:1] or difflib.SequenceMatcher(None, wanted, like).ratio() >= _VERY_LIKE:
            return (spelled[like],)
    misspelt = difflib.get_close_matches(said, names, n=1, cutoff=_ALMOST_THE_SAME)
    if misspelt:
        return names[misspelt[0]]
    if len(wanted) < _SHORTEST_PART:
        return ()
    longer = [n for n in spelled if n.startswith(wanted) or wanted.startswith(n) or n.endswith(f"-{wanted}")]
    return (spelled[min(longer, key=len)],) if longer else ()


def suggestion(word: object, known: Iterable[str], names: Names = MappingProxyType({})) -> str:
    """A sentence that names the nearest known words and, where they are few, all of them."""
    words = list(known)
    near = " or ".join(map(quoted, nearest(word, words, names)))
    listed = f"Known: {', '.join(words)}" if 0 < len(words) <= _FEW else ""
    return " ".join(s for s in (f"Did you mean {near}?" if near else "", listed) if s)


def core(text: str) -> str:
    """A name in small letters, without the words that change nothing."""
    return " ".join(_FILLING.sub(" ", text.lower()).split())


def _hyphenated(text: str) -> str:
    return re.sub(r"[\s_()/,-]+", "-", text).strip("-")
