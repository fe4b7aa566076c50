"""Texts that cannot be read as YAML: what is wrong, for people, and the text mended, so that the rest is read."""

import re
from collections.abc import Mapping

import yaml

from macros.fields import LIST_MARK
from macros.problems import Problem, quoted

# A text in quotes that holds such a quote, and one that begins with brackets.
_QUOTES_INSIDE = re.compile(r"'[^']*'[^']*'|\"[^\"]*\"[^\"]*\"|'[^']*'\s*\w|\"[^\"]*\"\s*\w|\[[^\]]*\]\s*\w")
_SQUEEZED = re.compile(r"\s*(?:- )?[a-z_]+:(?=[^\s/])")
# What a value may follow in its line: the indentation, a dash, a field's name.
_BEFORE_VALUE = re.compile(r"\s*(?:-\s+)*(?:[\w.-]+:\s+)?")
# An entry of a list that begins with a number, a bullet, or a dash without a space.
_ENTRY = re.compile(rf"(?P<indent>\s*)(?!\s|- )(?:-(?=\w)|(?:{LIST_MARK.pattern}))(?P<text>.*)", re.IGNORECASE)
# A colour or the like inside of brackets, which YAML takes for a remark: it hides the bracket's end.
_HASH = re.compile(r"(?<=[:,] )#\w+")
_PLAIN_WORDS = (
    (
        "quotes inside",
        "A quote or a bracket ends before the text does",
        """Put the whole text in the other kind of quotes: "it's" or 'a "good" one'""",
    ),
    (
        "cannot start any token",
        "A character stands here that cannot begin a value",
        'Put the text in quotes: "…"',
    ),
    (
        "mapping values are not allowed",
        "There is a second colon in this line, or the line is indented wrongly",
        'Put text that holds a colon in quotes: "…"',
    ),
    (
        "expected ':'",
        "A field's name has no colon after it",
        "Write `field: value`, with a space after the colon",
    ),
    (
        "expected key",
        "The line does not line up with the lines above it, or a text in quotes goes on after them",
        "Start fields of the same level in the same column, and put the whole text in quotes",
    ),
    ("'-' indicator", "The line does not line up with the `- ` lines above it", "Start it in the same column"),
    ("sequence entries", "A `- ` stands in the line of the field's name", "Put each `- ` on a line of its own"),
    ("node content", "A value is missing between brackets and commas", "Add it, or delete the extra `,` or bracket"),
    ("document start", "The first line is indented", "Begin it in the first column"),
    ("comment or line break", "A `>` or `|` begins the text", 'Put the text in quotes: "…"'),
    ("escape character", "A backslash stands in a text in double quotes", "Use single quotes, or delete it"),
    ("tag", "A `!` begins the value", 'Put the text in quotes: "…"'),
    ("',' or", "A bracket is opened and never closed, or a comma is missing", "Add the missing `,`, `]` or `}`"),
    ("end of stream", "A quote or a bracket is opened and never closed", "Close it"),
    ("alphabetic or numeric character", "A `*` or `&` begins the value", 'Put the text in quotes: "…"'),
    ("block entry", "A `-` stands where no list can begin", "Put each `- ` of a list on a line of its own"),
)


def mend(error: yaml.YAMLError, path: str, text: str, tabs: Mapping[int, int]) -> tuple[list[Problem], str]:
    """The faults that have stopped the reading, one at least, and `text` with them mended, as far as that helps.

    `tabs` says how many tabs each line had before they became two spaces each.
    """
    line, column, said = _stopped_at(error, text)
    column = max(column - tabs.get(line, 0), 1)
    for number in (line, line - 1):
        if _SQUEEZED.match(_line(text, number)):
            place = (number, _line(text, number).index(":") + 1)
            message, fix = "There is no space after the colon", "Write `field: value`"
            return [Problem(path, *place, "syntax", message, fix)], _with_space(text, number)
    hidden, mended = _hidden_in_brackets(error, path, text)
    if hidden:
        return hidden, mended
    if told := _looking_up(path, text, line, said):
        return [told], _without_indentation(text, told.line)
    entries, mended = _entries(path, text) if _ENTRY.match(_line(text, line)) else ([], text)
    if entries:
        return entries, mended
    if re.match(r"\*|&", _value_in(text, line)):
        said = "alphabetic or numeric character"
    elif _QUOTES_INSIDE.match(_value_in(text, line)):
        said = "quotes inside"
    unforeseen = (f"This line cannot be read: {quoted(said)}", "Compare it with another file")
    message, fix = next(((message, fix) for part, message, fix in _PLAIN_WORDS if part in said), unforeseen)
    return [Problem(path, line, column, "syntax", message, fix)], _with_quotes(text, line)


def _looking_up(path: str, text: str, line: int, said: str) -> Problem | None:
    """A fault that is in a line above the one where the reading stopped, or in how far that one is indented."""
    here, above = _line(text, line), [*enumerate(text.splitlines()[: line - 1], start=1)]
    filled = [(number, written) for number, written in reversed(above) if written.strip()]
    before = next(((number, written) for number, written in filled if not written.lstrip().startswith("#")), None)
    if before and ("expected key" in said or ("mapping values" in said and re.match(r" \w+: ", here))):
        value = _value_in(text, before[0])
        if value[:1] in ("'", '"') and value.count(value[0]) == 1:
            at = before[1].index(value) + 1
            return Problem(path, before[0], at, "syntax", "A quote is opened in this line and never closed", "Close it")
        if re.match(r" +\w+:", here) and not before[1].startswith((" ", "- ")):
            message, fix = "The line begins with a space", "Delete it: this field begins in the first column"
            return Problem(path, line, 1, "syntax", message, fix)
    if "expected ':'" in said and not here.startswith(" "):
        begun = next((written for _, written in filled if re.match(r"\w+:(\s|$)", written)), "")
        if field := re.fullmatch(r"(\w+):\s*[|>][+-]?\s*", begun):
            message = f"The lines of {quoted(field[1])} begin in the first column"
            return Problem(path, line, 1, "syntax", message, "Put two spaces before each of them")
    return None


def _stopped_at(error: yaml.YAMLError, text: str) -> tuple[int, int, str]:
    """The line and column, from 1, where the reading stopped or what it was reading began, and why in YAML's words."""
    said = str(getattr(error, "problem", "") or error)
    begun_before = any(part in said for part in ("',' or", "end of stream", "expected ':'", "alphabetic or numeric"))
    mark = getattr(error, "context_mark" if begun_before else "problem_mark", None)
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    return min(line, max(len(text.splitlines()), 1)), column, said


def _hidden_in_brackets(error: yaml.YAMLError, path: str, text: str) -> tuple[list[Problem], str]:
    """A problem for each `#…` that hides the end of its brackets, in one line, and `text` with quotes round it."""
    mark, said = getattr(error, "problem_mark", None), str(getattr(error, "problem", ""))
    lines = text.splitlines()
    inside = range(mark.line, -1, -1) if mark and ("',' or" in said or "node content" in said) else ()
    index = next((index for index in inside if index < len(lines) and _HASH.search(lines[index])), None)
    if index is None:
        return [], text
    found = []
    for hash in _HASH.finditer(lines[index]):
        message = f"What follows the `#` is not read: {quoted(lines[index][hash.start() :])}"
        fix = f'Put it in quotes: `"{hash.group()}"`'
        found.append(Problem(path, index + 1, hash.start() + 1, "hash-in-text", message, fix))
    lines[index] = _HASH.sub(r'"\g<0>"', lines[index])
    return found, "\n".join(lines) + "\n"


def _entries(path: str, text: str) -> tuple[list[Problem], str]:
    """A problem for each line that begins like an entry of a list otherwise than with `- `, and `text` with dashes."""
    found: list[Problem] = []
    lines = text.splitlines()
    for index, line in enumerate(lines):
        entry = _ENTRY.match(line)
        if entry:
            message, fix = "An entry of a list begins otherwise", "Begin it with `- `: a hyphen and a space"
            found.append(Problem(path, index + 1, len(entry["indent"]) + 1, "syntax", message, fix))
            lines[index] = f"{entry['indent']}- {_in_quotes(entry['text'])}"
    return found, "\n".join(lines) + "\n"


def without_tabs(text: str, path: str) -> tuple[str, Mapping[int, int], list[Problem]]:
    """`text` with two spaces for each tab that indents a line, and how many tabs each such line (from 1) had."""
    if "\t" not in text:
        return text, {}, []
    tabs: dict[int, int] = {}
    lines = text.splitlines(keepends=True)
    for number, line in enumerate(lines, start=1):
        indent = line[: len(line) - len(line.lstrip(" \t"))]
        if "\t" in indent and line.strip():
            tabs[number] = indent.count("\t")
            lines[number - 1] = indent.replace("\t", "  ") + line[len(indent) :]
    message, fix = "A tab stands where spaces are needed", "Use spaces: two for each level"
    found = [Problem(path, number, 1, "tab", message, fix) for number in tabs]
    return ("".join(lines) if tabs else text), tabs, found


def _line(text: str, number: int) -> str:
    """A line by its number from 1, "" beyond the end."""
    lines = text.splitlines()
    return lines[number - 1] if 0 < number <= len(lines) else ""


def _with_space(text: str, number: int) -> str:
    """`text` with a space after the first colon of a line."""
    lines = text.splitlines(keepends=True)
    lines[number - 1] = lines[number - 1].replace(":", ": ", 1)
    return "".join(lines)


def _without_indentation(text: str, number: int) -> str:
    """`text` with one line that begins in the first column."""
    lines = text.splitlines(keepends=True)
    lines[number - 1] = lines[number - 1].lstrip(" ")
    return "".join(lines)


def _value_in(text: str, number: int) -> str:
    """What stands in a line after its indentation, dash and field."""
    line = _line(text, number)
    start = _BEFORE_VALUE.match(line)
    return line[start.end() :] if start else ""


def _with_quotes(text: str, number: int) -> str:
    """`text` with the value of one line in quotes, so that what follows can be read; as it is if that is no help."""
    lines = text.splitlines(keepends=True)
    line = lines[number - 1] if number <= len(lines) else ""
    start = _BEFORE_VALUE.match(line)
    value = line[start.end() :].rstrip() if start else ""
    if not start or not start[0].strip() or not value or (value[0] in "\"'[{|>" and not _QUOTES_INSIDE.match(value)):
        return text
    lines[number - 1] = f"{line[: start.end()]}{_in_quotes(value)}\n"
    return "".join(lines)


def _in_quotes(text: str) -> str:
    """A text in single quotes."""
    return f"'{text.replace(chr(39), chr(39) * 2)}'"
