"""Adds the file of a new exercise to a content folder."""

import datetime
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from macros.checking import check_folder
from macros.drafting import draft
from macros.fields import MAX_ID
from macros.issue_form import answers_in, draft_in_words
from macros.loading import load
from macros.problems import Problem
from macros.questions import exercise_from, id_for
from macros.rules.wording import NEW_ID
from macros.vocabulary import Vocabulary


class NoFileNameError(ValueError):
    """A name that gives no file name, or that of a file which is there already."""


def free_path(folder: Path, name: str) -> Path:
    """Where the file of a new exercise of this name goes; raises NoFileNameError rather than name one that is there."""
    id = id_for(name)
    path = folder / "exercises" / f"{id}.yml"
    if not id:
        raise NoFileNameError("The name gives no file name. Choose one with letters from a to z.")
    if path.exists():
        raise NoFileNameError(f"{path} is there already. Choose another name, or change that file.")
    return path


def add_exercise(
    root: Path, answers: Mapping[str, str], today: datetime.date, clinic: Path | None = None
) -> tuple[Path, list[Problem]]:
    """Writes the file of a new exercise from answers to the questions; returns its path, and what is to mend in it.

    It becomes one of the library in `root`, or of a clinic's own on top of that.
    """
    path = free_path(clinic or root, answers.get("name", ""))
    _write(path, answers, load(root, clinic=clinic).vocabulary, today)
    return path, _problems_of(path, root, clinic)


def answer_form(root: Path, event: Mapping[str, Any], today: datetime.date) -> tuple[Path, list[Problem], str]:
    """Writes the file that a filled-in form describes; returns its path, what is to mend, and the answer as Markdown.

    `event` is GitHub's description of the issue. Its text is a stranger's: whatever it says is only ever data.
    """
    # Half of a pair of surrogates cannot be written to a file.
    body = str(event["issue"]["body"] or "").encode(errors="replace").decode()
    vocabulary = load(root).vocabulary
    answers = answers_in(body, vocabulary)
    path = _free_path(root / "exercises", id_for(answers.get("name", "")) or NEW_ID)
    _write(path, answers, vocabulary, today)
    problems = _problems_of(path, root)
    folder_url = f"{event['repository']['html_url']}/new/{event['repository']['default_branch']}/exercises"
    text = path.read_text(encoding="utf-8")
    return path, problems, draft_in_words(path, text, problems, vocabulary.rules, folder_url)


def _write(path: Path, answers: Mapping[str, str], vocabulary: Vocabulary, today: datetime.date) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(draft(exercise_from(answers, vocabulary, today), vocabulary), encoding="utf-8")


def _problems_of(path: Path, root: Path, clinic: Path | None = None) -> list[Problem]:
    return [problem for problem in check_folder(root, clinic)[1] if problem.path == str(path)]


def _free_path(folder: Path, id: str) -> Path:
    endings = ("", *(f"-{number}" for number in range(2, 1000)))
    paths = (folder / f"{id_for(id[: MAX_ID - len(ending)])}{ending}.yml" for ending in endings)
    return next(path for path in paths if not path.exists())
