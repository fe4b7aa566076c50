"""Pieces that many pages show are made once, and are right on each of them."""

import pytest

from macros.addresses import relative
from macros.templating import Templates


def test_a_piece_is_made_once_for_all_pages_of_a_folder(templates: Templates) -> None:
    asked = []

    def link(address: str) -> str:
        asked.append(address)
        return relative(address, "exercises/bridge/")

    first = templates.pieces("exercises/bridge/", link).word_links("levels", ("beginner",))
    again = templates.pieces("exercises/cobra/", link).word_links("levels", ("beginner",))
    assert first == again == '<a href="../../levels/beginner/">Beginner</a>'
    assert asked == ["levels/beginner/"]


def test_an_index_and_the_pages_below_it_have_pieces_of_their_own(templates: Templates) -> None:
    made = [
        templates.pieces(here, lambda address, here=here: relative(address, here)).page_link("safety/", "Safety")
        for here in ("exercises/bridge/", "exercises/", "")
    ]
    assert [str(link).partition('">')[0] for link in made] == [
        '<a href="../../safety/',
        '<a href="../safety/',
        '<a href="safety/',
    ]


def test_a_piece_that_links_into_its_own_folder_is_refused(templates: Templates) -> None:
    pieces = templates.pieces("exercises/bridge/", str)
    with pytest.raises(ValueError, match="exercises/cobra/"):
        pieces.page_link("exercises/cobra/", "Cobra")
