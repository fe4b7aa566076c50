"""The command line: `steady-back COMMAND`, which is `python -m macros COMMAND`."""

import argparse
import datetime
import io
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from macros import clinic_folders, home, load_library, updates
from macros.asking import ask
from macros.authoring import NoFileNameError, add_exercise, answer_form, free_path
from macros.building import ENGINES, build_all, build_site, lacking, serve
from macros.checking import advice
from macros.exports import SCHEMAS, as_json, json_schema
from macros.formatting import format_files
from macros.gallery import Gallery, drawings
from macros.issue_form import FORM, form
from macros.library import build
from macros.loading import load
from macros.model import Exercise, Routine
from macros.new_clinic import write_adapted, write_clinic
from macros.questions import QUESTIONS
from macros.reading_level import reading_grade
from macros.rendering import Renderer
from macros.reporting import add_to_summary, fenced, report, table
from macros.rules.texts import in_all, texts
from macros.rules.wording import familiar_words
from macros.seen import changes, now, write_seen
from macros.site import Site

STYLES = [home.HOME / "docs" / "assets" / name for name in ("colours.css", "figures.css", "parts.css")]
"""What the page with all pictures needs of the site's styles."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command, that of the command line if there are no `arguments`; returns its exit status."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # A console that lacks a character must not lose the message.
            stream.reconfigure(errors="backslashreplace")
    options = _parser().parse_args(arguments)
    if "clinic" in options and not options.clinic and options.content in (Path(), home.library()):
        told, stops = _without_clinic(options)
        if told:
            print(told, file=sys.stderr)
        if stops:
            return 1
    if "engine" in options and (told := lacking(options.engine, preview=options.verb == "serve")):
        print(told, file=sys.stderr)
        return 1
    try:
        status: int = options.run(options)
    except NoFileNameError as error:
        print(error, file=sys.stderr)
        return 1
    return status


def _without_clinic(options: argparse.Namespace) -> tuple[str, bool]:
    """What to tell somebody who has named no clinic, and whether the command stops there."""
    if told := clinic_folders.lost(options.verb):
        return told, True
    if Path("exercises").is_dir():
        return (
            ("Say which clinic you mean, as in --clinic northside-spine", True) if options.for_clinic else ("", False)
        )
    beginning = f"Go into the folder that holds `clinics`, or begin one: {clinic_folders.how_to_begin()}"
    if options.for_clinic:
        return f"There is no clinic here. {beginning}", True
    is_ours = options.content == home.HOME
    return (f"There is no clinic here, so this is the library itself. {beginning}" if is_ours else ""), False


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="steady-back", description=__doc__)
    commands = parser.add_subparsers(required=True)

    def command(
        name: str, run: Callable[[argparse.Namespace], int], does: str, *, writes: bool = False
    ) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=does, description=does)
        # An installed library is only read: what changes content changes that of the current folder.
        folder = Path() if writes else home.library()
        added.set_defaults(run=run, verb=name, for_clinic=False)
        added.add_argument("--content", type=Path, default=folder, help="folder with exercises/ and vocabulary/")
        return added

    def of_clinic(added: argparse.ArgumentParser, *, required: bool = False) -> argparse.ArgumentParser:
        about = "the clinic whose copy it is: the name of its folder under clinics/, or a folder elsewhere"
        only, named = clinic_folders.only_one(), clinic_folders.folder_of
        added.add_argument("--clinic", type=named, default=only, help=about)
        added.set_defaults(for_clinic=required)
        return added

    def by_engine(added: argparse.ArgumentParser) -> argparse.ArgumentParser:
        about = f"what turns Markdown into HTML: one of {', '.join(ENGINES)}"
        added.add_argument("--engine", default=ENGINES[0], help=about)
        return added

    def built(added: argparse.ArgumentParser, to: str) -> None:
        by_engine(added)
        added.add_argument("--to", type=Path, default=Path(to), help="folder for what is built")
        added.add_argument("--compressed", action="store_true", help="add a .gz beside each text, for web servers")

    of_clinic(command("check", lambda o: _check(o.content, o.clinic), "check the content; list problems and advice"))
    site = command("site", lambda o: build_site(o.content, o.to, o.clinic, **_how(o)), "build the site")
    built(of_clinic(site), "site")
    built(command("sites", lambda o: build_all(o.content, o.to, **_how(o)), "build all clinics' copies"), "sites")
    clinic = command("clinic", lambda o: _clinic(o.content, " ".join(o.name)), "write the folder of a new clinic")
    clinic.add_argument("name", nargs="+", help='the name of the clinic, as in "Northside Spine"')
    adapt = command("adapt", lambda o: _adapt(o.content, o.clinic, o.exercise), "write a file to change an exercise")
    of_clinic(adapt, required=True).add_argument("exercise", help="the id of an exercise of the library, as in bridge")
    update = command("update", lambda o: _update(o.content, o.clinic, o.seen), "tell what has changed for a clinic")
    of_clinic(update, required=True).add_argument("--seen", action="store_true", help="record that you have read it")
    preview = command(
        "serve", lambda o: serve(o.content, o.address, o.clinic, engine=o.engine), "serve a preview that follows edits"
    )
    by_engine(of_clinic(preview))
    preview.add_argument("--address", default="127.0.0.1:8000", help="host:port")
    new = command("new", lambda o: _new(_library_of(o), o), "write a new exercise; asks questions", writes=True)
    of_clinic(new)
    new.add_argument("name", nargs="?", default="", help='the name of the exercise, as in "Bird dog"')
    for question in QUESTIONS[1:]:
        new.add_argument(f"--{question.id.replace('_', '-')}", dest=question.id, help=question.words or question.answer)
    from_form = command(
        "draft", lambda o: _draft(o.content, o.event), "write a new exercise from a filled-in form", writes=True
    )
    from_form.add_argument("event", type=Path, help="JSON file of the event, with the issue's text")
    formatted = command(
        "format", lambda o: _format(o.clinic or o.content), "bring files into the usual form", writes=True
    )
    of_clinic(formatted)
    command("reading", lambda o: _reading(o.content), "list the reading grade of every text")
    figures = command("figures", lambda o: _figures(o.content, o.to), "write one page with all pictures")
    figures.add_argument("--to", type=Path, default=Path("build/figures.html"), help="file for the page")
    command(
        "schema",
        lambda o: _schema(o.content),
        "write what is made from the model: schemas and form",
        writes=True,
    )
    return parser


def _how(options: argparse.Namespace) -> dict[str, Any]:
    return {"engine": options.engine, "compressed": options.compressed}


def _check(root: Path, clinic: Path | None) -> int:
    loaded = load_library(root, Site(), clinic=clinic)
    content = loaded.content
    hints = advice(content, loaded.library)
    if clinic:  # What could be better in the library's own files is for others to mend.
        hints = tuple(hint for hint in hints if Path(hint.path).is_relative_to(clinic))
    problems = sorted({*loaded.problems, *loaded.advice, *hints})
    report(problems)
    errors = [problem for problem in problems if not problem.advice]
    shown = [entry for entry in content.exercises if entry.id not in loaded.library.left_out.exercises]
    told = f"Exercises: {len(shown)}. Problems: {len(errors)}. Advice: {len(problems) - len(errors)}."
    print(told)
    add_to_summary(f"## The check\n\n{told}\n\n{table(problems, content.vocabulary.rules)}\n")
    return 1 if errors else 0


def _clinic(root: Path, name: str) -> int:
    folder = write_clinic(name, load(root))
    print(f"{folder} is ready. Look at it: {clinic_folders.how_to('serve', folder)}")
    return 0


def _adapt(root: Path, clinic: Path, id: str) -> int:
    path = write_adapted(clinic, id, load(root))
    print(f"{path} holds the library's text. Take the # and its space away from each line that you change.")
    return 0


def _update(root: Path, clinic: Path, seen: bool) -> int:
    loaded = load_library(root, Site(), clinic=clinic)
    if loaded.seen:
        name = loaded.renderer.site.name
        told = "\n".join(updates.report(name, loaded.seen, loaded.content, loaded.library))
        print(told)
        add_to_summary(fenced(told))
    # Whoever reads the report needs no advice to read it.
    problems = [*loaded.problems, *(p for p in loaded.advice if p.rule != "update" or not loaded.seen)]
    if problems:
        print("\nTo look at")
        report(problems)
    news = not loaded.seen or changes(loaded.seen, now(loaded.content))
    if seen:
        print(f"\n{write_seen(clinic, now(loaded.content))} records that you have read this.")
    elif news:
        print(f"\nWhen you have read this, record it: {clinic_folders.how_to('update', clinic, 'seen')}")
    return 1 if loaded.problems else 0


def _library_of(options: argparse.Namespace) -> Path:
    """The library to which something new is added; for a clinic's own repository, that of the package."""
    content: Path = options.content
    return home.library() if options.clinic and not home.is_library(content) else content


def _new(root: Path, options: argparse.Namespace) -> int:
    answers = {q.id: text for q in QUESTIONS if (text := getattr(options, q.id))}
    try:
        if answers.get("name"):  # Said before the questions, so that no answer is lost.
            free_path(options.clinic or root, answers["name"])
        if sys.stdin.isatty():
            answers = ask(answers, load(root, clinic=options.clinic).vocabulary)
        path, problems = add_exercise(root, answers, _today(), options.clinic)
    except (EOFError, KeyboardInterrupt):
        print("\nNothing was written.", file=sys.stderr)
        return 1
    report(problems)
    print(f"{path} is ready to be filled in.")
    return 0


def _draft(root: Path, event: Path) -> int:
    path, problems, answer = answer_form(root, json.loads(event.read_text(encoding="utf-8")), _today())
    report(problems)
    add_to_summary(answer)
    print(f"{path} is written.")
    return 0


def _reading(root: Path) -> int:
    content = load(root)
    familiar = familiar_words(content.vocabulary)
    for entry, (place, text) in in_all(content, texts):
        path, line, column = entry.at(place)
        print(f"{path}:{line}:{column}: grade {reading_grade(text, familiar):.1f}: {text}")
    return 0


def _today() -> datetime.date:
    return datetime.datetime.now(tz=datetime.UTC).date()


def _format(root: Path) -> int:
    for folder, record in (("exercises", Exercise), ("routines", Routine)):
        for path in format_files(root / folder, record):
            print(f"{path} is in order now.")
    return 0


def _figures(root: Path, to: Path) -> int:
    content = load(root)
    library = build(content, {})
    renderer = Renderer(library, Gallery(library, drawings(root)), Site())
    to.parent.mkdir(parents=True, exist_ok=True)
    style = "".join(path.read_text(encoding="utf-8") for path in STYLES)
    to.write_text(renderer.all_figures(style), encoding="utf-8")
    print(f"The pictures are in {to}")
    return 0


def _schema(root: Path) -> int:
    content = load(root)
    wrong = [problem for problem in content.problems if problem.path.startswith(content.vocabulary_path)]
    if wrong:
        report(wrong)
        return 1
    for path, record in SCHEMAS.items():
        file = root / "docs" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(as_json(json_schema(record, content.vocabulary)), encoding="utf-8")
    if (root / FORM).parent.is_dir():
        (root / FORM).write_text(form(content.vocabulary), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
