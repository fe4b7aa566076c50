"""The title of a page can be read before an engine has made it, where there is no doubt."""

import pytest

from macros.headings import headings, plain_title_in, title_in


@pytest.mark.parametrize(
    ("markdown", "title"),
    [
        ("# Start small, and build up\n\nText", "Start small, and build up"),
        ("---\ndescription: a\n---\n\n# Why (and when)?\n", "Why (and when)?"),
        ("# Übungen für den Rücken", "Übungen für den Rücken"),
        ("#  Two  spaces  \r\n", "Two  spaces"),
        ("Text\n\n# Later\n", ""),
        ("# A *strong* title\n", ""),
        ("# The file `brand.yml`\n", ""),
        ("# {{ site_name }}\n", ""),
        ("# Title { #anchor }\n", ""),
        ("# Salt & pepper\n", ""),
        ("# <b>Title</b>\n", ""),
        ("# Title #\n", ""),
        ("## Second\n", ""),
        ("    # Code\n", ""),
        ("", ""),
    ],
)
def test_only_a_plain_heading_at_the_beginning_is_certain(markdown: str, title: str) -> None:
    assert plain_title_in(markdown) == title


def test_titles_and_headings_are_read_from_html() -> None:
    page = (
        '<h1 id="a">Salt &amp; <em>pepper</em></h1><h2 id="b">One <code>c</code></h2><h2>No place</h2><h1>Not this</h1>'
    )
    assert title_in(page) == "Salt & pepper"
    assert [(heading.id, heading.title) for heading in headings(page)] == [("b", "One c")]
    assert title_in("<p>Text</p>") == ""
