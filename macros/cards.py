"""Exercises as entries of lists. Most stand in many lists, so that what is the same in all is made once."""

from collections.abc import Iterable, Mapping
from functools import cached_property

from markupsafe import Markup

from macros.filters import Filters
from macros.gallery import Gallery
from macros.library import Library
from macros.model import Exercise
from macros.templating import Templates
from macros.views import Card

_HOLE = Markup("\0")
"""Stands for what differs from list to list; no text of a content file holds this sign."""
_END = Markup("\1")
_HOLES = dict.fromkeys(("numbers", "picture", "address", "helper", "text"), _HOLE)


class Cards:
    """The cards of one library."""

    def __init__(self, library: Library, gallery: Gallery, templates: Templates) -> None:
        self._library, self._templates = library, templates
        self.gallery, self.parts = gallery, templates.parts

    def of_page(self, to_list: str, *, pictured: bool = True) -> "Entries":
        """The entries of a page from which `to_list` leads to that of all exercises, with or without pictures."""
        return Entries(self, to_list, set() if pictured else None)

    @cached_property
    def made(self) -> Mapping[str, tuple[str, str, str]]:
        """Of each exercise its card with holes, what most of its cards say, and its name as a link with a hole."""
        exercises = self._library.exercises
        made = self._templates.fill("card.html", exercises=exercises.values(), end=_END, **_HOLES).split(_END)
        return dict(zip(exercises, zip(made[::3], made[1::3], made[2::3], strict=False), strict=True))


class Entries:
    """The entries of one page."""

    def __init__(self, cards: Cards, to_list: str, shown: set[str] | None) -> None:
        """`shown` are the exercises whose picture is on the page; it grows. None: there are no pictures."""
        self._cards, self._to_list, self._shown = cards, to_list, shown

    def cards(self, entries: Iterable[Card], filters: Filters | None = None) -> Markup:
        """Exercises as cards; with `filters`, these say which options they fit."""
        return Markup("".join([self._card(entry, filters) for entry in entries]))  # noqa: S704 - templates escape

    def names(self, entries: Iterable[Card]) -> Markup:
        """Exercises as mere names, which are links, with commas between them."""
        helper, made = self._cards.parts.helper(in_brackets=True), []
        for entry in entries:
            id = entry.exercise.id
            name = self._cards.made[id][2].replace(_HOLE, f"{self._to_list}{id}")
            made.append(f"{name}{helper}" if entry.secondary else name)
        return Markup(", ".join(made))  # noqa: S704 - made by templates that escape

    def thumbnail(self, exercise: Exercise) -> Markup:
        """A small picture; one that stands on the page already is only named again."""
        small = self._cards.gallery.of(exercise).thumbnail if self._shown is not None else None
        if small is None or self._shown is None:
            return Markup()
        again = exercise.id in self._shown
        self._shown.add(exercise.id)
        made: Markup = self._cards.parts.thumbnail(exercise.id, small, again)
        return made

    def _card(self, entry: Card, filters: Filters | None) -> str:
        e, parts = entry.exercise, self._cards.parts
        card, text, _ = self._cards.made[e.id]
        fixed = card.split(_HOLE)
        numbers = parts.card_numbers(filters.fits(e), filters.minds(e)) if filters else ""
        helper = parts.helper(in_brackets=False) if entry.secondary else ""
        text = parts.card_cautions(entry.cautions) if entry.cautions else text
        filled = (numbers, self.thumbnail(e), f"{self._to_list}{e.id}", helper, text, "")
        return "".join([part for pair in zip(fixed, filled, strict=True) for part in pair])
