"""The form in plain questions: made from the questions, and read back from what people have filled in."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from macros.drafting import editor_address, fill
from macros.problems import Problem
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

    A question counts once, and only in its turn: a heading inside an answer is part of the answer.
    """
    asked = {f"### {vocabulary.labels[f'ask_{q.id}']}": q.id for q in QUESTIONS}
    waiting = list(asked)
    found: dict[str, list[str]] = {}
    current: list[str] = []
    for line in body.replace("\r\n", "\n").split("\n"):
        heading = line.strip()
        if heading in waiting:
            current = found.setdefault(asked[heading], [])
            waiting = waiting[waiting.index(heading) + 1 :]
        elif heading.startswith("### ") and not waiting:
            current = []
        else:
            current.append(line)
    answers = {id: "\n".join(lines).strip() for id, lines in found.items()}
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
    address = editor_address(folder_url, path.stem, text)
    send = f"[Open it in the web editor]({address})" if len(address) <= _LONGEST_ADDRESS else "Copy it into a new file"
    errors = sum(not problem.advice for problem in problems)
    told = f"{errors} to mend, and {len(problems) - errors} to think about." if problems else ""
    return (
        f"## Your exercise as a file: {as_code(path.name)}\n\n{fenced(text)}\n## Still to mend\n\n{told}\n\n"
        f"{table(problems, rules)}\n## What next\n\n{send}, mend it there, and press **Commit changes…**, "
        "then **Propose changes**.\n"
    )
