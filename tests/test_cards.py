"""Exercises in lists are put together from what is made once, and say what is right in each list."""

import pytest

from macros import Loaded
from macros.cards import Cards
from macros.filters import Filters
from macros.templating import Templates
from macros.views import Card


@pytest.fixture
def made(real: Loaded, templates: Templates) -> Cards:
    return Cards(real.library, real.gallery, templates)


def test_names_are_links_and_say_where_a_muscle_only_helps(real: Loaded, made: Cards) -> None:
    bridge, cobra = (real.library.exercises[id] for id in ("bridge", "cobra"))
    helps = real.library.vocabulary.labels["secondary"]
    assert made.of_page("../exercises/").names([Card(bridge), Card(cobra, secondary=True)]) == (
        '<a href="../exercises/bridge/">Bridge</a>, <a href="../exercises/cobra/">Cobra</a>' + f" ({helps})"
    )


def test_a_card_says_in_each_list_what_matters_there(real: Loaded, made: Cards) -> None:
    bridge = real.library.exercises["bridge"]
    entries, helps = made.of_page("", pictured=False), real.library.vocabulary.labels["secondary"]
    plain = entries.cards([Card(bridge)])
    assert 'href="bridge/"' in plain
    assert bridge.summary in plain
    assert helps not in plain
    assert helps in entries.cards([Card(bridge, secondary=True)])
    minding = entries.cards([Card(bridge, cautions=bridge.cautions[:1])])
    assert bridge.cautions[0].why in minding
    assert bridge.summary not in minding
    assert "data-fits=" in entries.cards([Card(bridge)], Filters(real.library))


def test_a_picture_stands_on_a_page_once_and_is_named_where_it_comes_again(real: Loaded, made: Cards) -> None:
    bridge, entries = real.library.exercises["bridge"], made.of_page("")
    assert 'id="small-bridge"' in entries.thumbnail(bridge)
    assert entries.thumbnail(bridge).count("<use ") == 1
    assert 'id="small-bridge"' in made.of_page("").thumbnail(bridge)
    assert made.of_page("", pictured=False).thumbnail(bridge) == ""
