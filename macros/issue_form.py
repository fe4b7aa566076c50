"""The form in plain questions: made from the questions, and read back from what people have filled in."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from macros.drafting import editor_address, fill
from macros.problems import Problem, printable
from macros.questions import QUESTIONS, Question, choices
from macros.reporting import as_code, fenced, table
from macros.vocabulary import RuleInWords, Vocabulary

FORM = Path(".github/ISSUE_TEMPLATE/exercise.yml")
# Longer addresses are refused by browsers and hosts.
_LONGEST_ADDRESS = 7_500
_NO_ANSWER = {"_No response_", "None", ""}
_KINDS = {"text": "input", "number": "input", "lines": "textarea", "one": "dropdown", "some": "dropdown"}


def form(vocabulary: Vocabulary) -> str:
    """The text of the form, in the syntax of GitHub's issue forms."""
    questions = [_field(question, vocabulary) for question in QUESTIONS]
    return fill("issue_form.yml", questions=questions, labels=vocabulary.labels)


def answers_in(body: str, vocabulary: Vocabulary) -> dict[str, str]:
    """The answers in the text of an issue that the form has made, by the questions' ids.

    The form writes every question as a heading, in order. A heading inside an answer stays part of it, unless it is
    the very question that comes next.
    """
    lines = body.replace("\r", "").split("\n")
    there = {line.strip() for line in lines}
    headings = {q.id: f"### {vocabulary.labels[f'ask_{q.id}']}" for q in QUESTIONS}
    waiting = [id for id, heading in headings.items() if heading in there]
    end = f"### {vocabulary.labels['form_licence']}"
    found: dict[str, list[str]] = {"": []}
    current = ""
    for line in lines:
        if waiting and line.strip() == headings[waiting[0]]:
            current = waiting.pop(0)
            found[current] = []
        elif line.strip() == end and not waiting:
            current = ""
        else:
            found[current].append(line)
    answers = {id: "\n".join(answer).strip() for id, answer in found.items() if id}
    return {id: text for id, text in answers.items() if text not in _NO_ANSWER}


def _field(question: Question, vocabulary: Vocabulary) -> Mapping[str, Any]:
    help = vocabulary.labels.get(f"ask_{question.id}_help", "")
    return {
        "id": question.id.replace("_", "-"),
        "type": _KINDS[question.answer],
        "label": vocabulary.labels[f"ask_{question.id}"],
        "help": help,
        "options": tuple(choices(question, vocabulary).values()),
        "multiple": question.answer == "some",
        "required": question.required,
    }


def draft_in_words(
    path: Path, text: str, problems: Sequence[Problem], rules: Mapping[str, RuleInWords], folder_url: str
) -> str:
    """What the form's answer shows, in Markdown: the file, what is still to mend, and how to send it."""
    whole = editor_address(folder_url, path.stem, text)
    fits = len(whole) <= _LONGEST_ADDRESS
    address = whole if fits else editor_address(folder_url, path.stem, "")
    begin = "opens your file in the web editor" if fits else "opens a new file; copy the text above into it"
    shown = "\n".join(map(printable, text.split("\n")))
    errors = sum(not problem.advice for problem in problems)
    more = " More may follow when these are mended." if errors else ""
    told = f"{errors} to mend, and {len(problems) - errors} to think about.{more}" if problems else ""
    return (
        f"## Your exercise as a file: {as_code(path.name)}\n\n{fenced(shown)}\n## Still to mend\n\n"
        f"{told}\n\n{table(problems, rules)}\n## What next\n\n1. [This link]({address}) {begin}. "
        'If it offers you a copy of the library ("fork"), accept it.\n2. Mend what is left. Then press '
        "**Commit changes…**, **Propose changes** and **Create pull request**.\n\n"
        "Or edit your issue: then this answer is made anew.\n"
    )
