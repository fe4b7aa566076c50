"""Asks the questions about a new exercise in the terminal."""

from collections.abc import Callable, Mapping

from macros.questions import QUESTIONS, Question, choices, id_of
from macros.vocabulary import Vocabulary

Ask = Callable[[str], str]
Say = Callable[[str], None]


def ask(given: Mapping[str, str], vocabulary: Vocabulary, answer: Ask = input, say: Say = print) -> dict[str, str]:
    """The answers to the few questions that matter, by their ids; those that are `given` are not asked.

    `answer` shows a prompt and returns a line. An empty line leaves a question open.
    """
    found = dict(given)
    for question in QUESTIONS:
        if question.always and question.id not in found:
            say(f"\n{vocabulary.labels[f'ask_{question.id}']}")
            help = vocabulary.labels.get(f"ask_{question.id}_help")
            if help:
                say(f"  {help}")
            found[question.id] = (
                _lines(answer) if question.answer == "lines" else _line(question, vocabulary, answer, say)
            )
    return found


def _lines(answer: Ask) -> str:
    lines = []
    while line := answer("> ").strip():
        lines.append(line)
    return "\n".join(lines)


def _line(question: Question, vocabulary: Vocabulary, answer: Ask, say: Say) -> str:
    """One answer; where there are choices, until each part of it is one of them."""
    shown = choices(question, vocabulary)
    numbered = {str(number): id for number, id in enumerate(shown, start=1)}
    for number, id in numbered.items():
        say(f"  {number}  {shown[id]}")
    hint = {"one": "number or name", "some": "numbers or names, with commas"}.get(question.answer, "")
    while True:
        said = answer(f"{hint}> ").strip()
        parts = [part.strip() for part in said.split(",") if part.strip()] if shown else []
        meant = [numbered.get(part) or id_of(part, question, vocabulary) for part in parts]
        unknown = [part for part, id in zip(parts, meant, strict=True) if id not in shown]
        if not unknown and (len(meant) < 2 or question.answer == "some"):
            return ", ".join(meant) if shown else said
        told = f"That is not in the list: {', '.join(unknown)}." if unknown else "One answer only, please."
        say(f"  {told} Type a number, or nothing to leave it open.")
