"""The YAML that people write holds no surprises."""

import pytest

from macros.strict_yaml import parse


def data(text: str) -> object:
    document, problems = parse(text.encode(), "x.yml", 20_000)
    assert document is not None
    assert problems == []
    return document.data


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("NO", "NO"),
        ("on", "on"),
        ("yes", "yes"),
        ("1:30", "1:30"),
        ("010", "010"),
        ("1.10", "1.10"),
        ("1e3", "1e3"),
        ("0x1F", "0x1F"),
        ("1_000", "1_000"),
        ("2026-11-20", "2026-11-20"),
        ("12", 12),
        ("-3", -3),
        ("0", 0),
        ("true", True),
        ("false", False),
        ("True", "True"),
        ('"12"', "12"),
        ("'true'", "true"),
        ("9" * 400, "9" * 400),
        ("[8, 12]", [8, 12]),
        ("''", ""),
    ],
)
def test_plain_values_mean_what_they_look_like(text: str, value: object) -> None:
    assert data(f"key: {text}") == {"key": value}


def test_an_odd_space_inside_a_text_does_no_harm() -> None:
    assert data("a: 5\u00a0kg") == {"a": "5\u00a0kg"}


def test_keys_are_text() -> None:
    assert data("on: a\n12: b\ntrue: c") == {"on": "a", "12": "b", "true": "c"}


def test_a_byte_order_mark_is_ignored() -> None:
    document, problems = parse(b"\xef\xbb\xbfname: a", "x.yml", 100)
    assert (document and document.data, problems) == ({"name": "a"}, [])


def test_every_value_and_key_has_its_place() -> None:
    document, _ = parse(b"a: 1\nb:\n  - x\n  - {c: 2}\n", "x.yml", 100)
    assert document is not None
    assert document.values[("b", 1, "c")] == (4, 9)
    assert document.keys[("b", 1, "c")] == (4, 6)
    assert document.place(("b", 1, "missing")) == (4, 5)


@pytest.mark.parametrize(
    ("raw", "line", "column", "rule"),
    [
        (b"", 1, 1, "empty-file"),
        (b"# only a comment\n", 1, 1, "empty-file"),
        (b"a: 1\na: 2", 2, 1, "duplicate-key"),
        (b"a: 1\nb: {c: 1, c: 2}", 2, 11, "duplicate-key"),
        (b"a: &x 1", 1, 4, "anchor"),
        (b"a: *x", 1, 4, "alias"),
        (b"a: !!python/object:os.system x", 1, 4, "tag"),
        (b"a: !x [1]", 1, 4, "tag"),
        (b"a: 1\n---\nb: 2", 2, 1, "two-documents"),
        (b"a:\n\t- 1", 2, 1, "tab"),
        (b"a: b: c", 1, 5, "syntax"),
        (b"x: 1\na: [1, 2\n", 2, 4, "syntax"),
        (b'x: 1\na: "open\n', 2, 4, "syntax"),
        (b"a: 1\n b: 2", 2, 1, "syntax"),
        (b"a: 1\nb\nc: 2\n", 2, 1, "syntax"),
        (b"a: 1\nb:2\nc: 2\n", 2, 2, "syntax"),
        (b"a: *bold* text", 1, 4, "syntax"),
        ("a: 1\n\u00a0b: 2".encode(), 2, 1, "invisible-character"),
        (b"a: @x", 1, 4, "syntax"),
        (b"a: " + b"[" * 5000, 1, 11, "nesting"),
        (b"x" * 20_001, 1, 1, "file-size"),
        (b"a: 1\nb: \xff\xfe", 2, 4, "encoding"),
        ("a: 1".encode("utf-16"), 1, 1, "encoding"),
        (b"a: 1\nb: x\x00y", 2, 5, "invisible-character"),
        ("a: x\u202ey".encode(), 1, 5, "invisible-character"),
        ("a: x\u200by".encode(), 1, 5, "invisible-character"),
        (b'a: "x\\u202ey"', 1, 4, "invisible-character"),
        (b"? [a]\n: 1", 1, 3, "key"),
        (b"- a\r\xe2\x80\xa2 b: c: d\r", 2, 1, "syntax"),
        (b"name: x\r-a: b: c\r", 2, 1, "syntax"),
        ("a: x\ufe0ey".encode(), 1, 5, "invisible-character"),
        (("a: x" + "\u0e47" * 9).encode(), 1, 4, "invisible-character"),
        (b'"[key]": x', 1, 1, "key"),
        (b'"\\0text": x', 1, 1, "key"),
    ],
)
def test_what_could_surprise_is_refused_at_its_place(raw: bytes, line: int, column: int, rule: str) -> None:
    _, problems = parse(raw, "x.yml", 20_000)
    assert [(p.line, p.column, p.rule) for p in problems][:1] == [(line, column, rule)]


@pytest.mark.parametrize("mark", ["• ", "4 - ", "→ ", "–  ", "1. ", "-x"])
@pytest.mark.parametrize("text", ["- x\n{}\n  y: 1\n", "a: 1\n{}\n", "steps:\n {}\n b: c: d\n", "{}\nb: c: d\n"])
def test_a_mark_of_a_list_without_a_text_is_read_or_named(text: str, mark: str) -> None:
    document, problems = parse(text.format(mark).encode(), "x.yml", 100)
    assert document is not None or problems


def test_what_stops_one_value_does_not_hide_the_next() -> None:
    text = """\
name: „Side lift“
summary: Lift: a little.
level: `beginner`
muscles:
\tprimary: [x, &y z]
note: @home
steps:
  - Lie: down: now
  - „Lift“ your hip.
"""
    document, problems = parse(text.encode(), "x.yml", 20_000)
    assert [(p.line, p.column, p.rule) for p in sorted(problems)] == [
        (1, 7, "quotes"),
        (2, 14, "syntax"),
        (3, 8, "syntax"),
        (5, 1, "tab"),
        (5, 15, "anchor"),
        (6, 7, "syntax"),
        (8, 14, "syntax"),
    ]
    assert document is not None
    assert document.data["steps"] == [{"Lie": "down: now"}, "„Lift“ your hip."]


@pytest.mark.parametrize(
    "text", ["„Lift“", "“Lift”", "‚Lift‘", "»Lift«", "„Lift", '„Lift"', "'Lift’".replace("'", "‘")]
)
def test_a_text_in_typographic_quotes_is_refused(text: str) -> None:
    assert [p.rule for p in parse(f"a: {text}".encode(), "x.yml", 100)[1]] == ["quotes"]


@pytest.mark.parametrize("text", ["The „Hundred“", "“Hundred” breaths", "it’s", '"„Lift“"'])
def test_quotes_inside_a_text_are_its_own(text: str) -> None:
    assert parse(f"a: {text}".encode(), "x.yml", 100)[1] == []


def test_an_alias_bomb_is_refused_without_growing() -> None:
    bomb = "a: &a [x]\n" + "".join(f"{b}: &{b} [*{a},*{a},*{a}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    _, problems = parse(bomb.encode(), "x.yml", 20_000)
    assert {p.rule for p in problems} == {"anchor", "alias"}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('a:\n  - b: "1\n    c: ["2"]\n', "x:2:8: syntax: A quote is opened in this line and never closed. Close it."),
        ("a: {b: c}\n d: true\n", "x:2:1: syntax: The line begins with a space. Delete it: this field begins in the"),
        ("a: b\n d: true\n", "x:2:1: syntax: The line begins with a space. Delete it: this field begins in the first"),
        ("a: |\nb c\nd\n", "x:2:1: syntax: The lines of `a` begin in the first column. Put two spaces before each of"),
        ("a: b\nc d\ne: f\n", "x:2:1: syntax: A field's name has no colon after it. Write `field: value`, with a"),
    ],
    ids=["open quote", "space left of a remark", "space", "lines of a text", "no colon"],
)
def test_a_slip_is_told_where_it_was_made_and_in_plain_words(text: str, told: str) -> None:
    _, (problem, *_) = parse(text.encode(), "x", 1000)
    assert str(problem).startswith(told)


def test_quotes_that_a_colour_needs_are_not_to_be_deleted() -> None:
    _, (colour,) = parse("a: “#1d4f4a”\n".encode(), "x", 1000)
    _, (words,) = parse("a: “Hello”\n".encode(), "x", 1000)
    assert (colour.fix, words.fix) == ('Use straight quotes: "…"', 'Delete them, or use straight quotes: "…"')
