"""Tells people what is wrong: in the terminal, on the lines of a pull request, and in the summary of a run."""

import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from pathlib import Path

from macros.problems import Problem
from macros.vocabulary import RuleInWords

_SIGNS = re.compile(r"[^\w ,;]|_")
_MOST_ROWS = 300


def report(problems: Iterable[Problem]) -> None:
    """Prints problems and advice, one a line; under GitHub Actions also as annotations on their lines."""
    on_github = os.environ.get("GITHUB_ACTIONS") == "true"
    for problem in problems:
        print(f"{problem} (advice)" if problem.advice else problem)
        if on_github:
            print(problem.annotation())


def add_to_summary(text: str) -> None:
    """Adds Markdown to the summary of a GitHub Actions run; does nothing elsewhere."""
    summary = os.environ.get("GITHUB_STEP_SUMMARY")
    if summary:
        with Path(summary).open("a", encoding="utf-8") as file:
            file.write(text)


def table(problems: Sequence[Problem], rules: Mapping[str, RuleInWords]) -> str:
    """Problems and advice as a Markdown table, and each rule that was broken with a right example.

    Nothing that a file holds is read as Markdown, HTML or somebody's name: the table can be used as a comment.
    """
    if not problems:
        return "Nothing to mend. Thank you.\n"
    rows = [
        f"| {as_code(problem.path)} | {problem.line} | {'advice' if problem.advice else '**problem**'} "
        f"| {as_code(problem.rule)} | {_sentence(problem.message)} | {_sentence(problem.fix)} |"
        for problem in problems[:_MOST_ROWS]
    ]
    left = [f"\n{len(problems) - _MOST_ROWS} more are in the log.\n"] if len(problems) > _MOST_ROWS else []
    head = "| file | line | | rule | what is wrong | how to mend it |\n|---|---|---|---|---|---|"
    return "\n".join([head, *rows, *left, "", *_explained(problems, rules)])


def _explained(problems: Iterable[Problem], rules: Mapping[str, RuleInWords]) -> Iterator[str]:
    broken = {problem.rule: rules[problem.rule] for problem in problems if problem.rule in rules}
    for id, rule in broken.items():
        yield f"<details><summary>{as_code(id)}: {_sentence(rule.label)}</summary>\n\n{_sentence(rule.description)}\n"
        beside = f"While another file says:\n\n{fenced(rule.beside)}\n" if rule.beside else ""
        yield f"{beside}Wrong:\n\n{fenced(rule.wrong)}\nRight:\n\n{fenced(rule.right)}\n</details>\n"


def fenced(text: str) -> str:
    """A text as a block of YAML that nothing inside it can end."""
    longest = max(map(len, re.findall(r"`{3,}", text)), default=2)
    fence = "`" * (longest + 1)
    return f"{fence}yaml\n{text.rstrip()}\n{fence}\n"


def as_code(text: str) -> str:
    """A text as code inside a line of Markdown, of which no sign is read."""
    return f"<code>{_SIGNS.sub(lambda sign: f'&#{ord(sign.group())};', text)}</code>"


def _sentence(text: str) -> str:
    """A message's sentence: what stands between backticks is from a file, all else is ours."""
    parts = text.split("`")
    full_stop = "" if not text or text[-1] in ".?!" else "."
    return "".join(as_code(part) if number % 2 else escape(part) for number, part in enumerate(parts)) + full_stop
