"""How hard a text is to read."""

import re
from collections.abc import Collection
from functools import lru_cache

from macros.fields import words_in

_SILENT_END = re.compile(r"[^aeiouyl]e$|[^aeiouydt]ed$|[^aeiouscxzgh]es$")
_FAMILIAR_SYLLABLES = 2


def reading_grade(text: str, familiar: Collection[str] = ()) -> float:
    """The school grade at which a text can be read: 5 is about ten years of age. 0 for a text without words.

    Flesch and Kincaid's formula (Kincaid and others, 1975). Syllables are counted by their vowels. A word in
    `familiar` counts as two, because readers know it however long it is.
    """
    words = [word.lower() for word in words_in(text)]
    if not words:
        return 0.0
    sentences = max(len(re.findall(r"[.!?]+(?:\s|$)", text.strip())), 1)
    syllables = sum(min(_syllables(w), _FAMILIAR_SYLLABLES if w in familiar else 99) for w in words)
    return max(0.39 * len(words) / sentences + 11.8 * syllables / len(words) - 15.59, 0.0)


@lru_cache(maxsize=20_000)
def _syllables(word: str) -> int:
    return max(len(re.findall(r"[aeiouy]+", word)) - len(_SILENT_END.findall(word)), 1)
