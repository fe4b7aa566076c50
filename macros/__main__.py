"""The command line: `python -m macros COMMAND`."""

import argparse
import io
import sys
from collections.abc import Callable
from pathlib import Path

from macros.authoring import format_files, id_for, new_exercise
from macros.building import build_site, serve
from macros.exports import SCHEMAS, as_json, json_schema
from macros.gallery import Gallery
from macros.library import build
from macros.loading import load
from macros.model import Exercise, Routine
from macros.problems import report
from macros.rendering import Renderer, Site
from macros.rules import check

STYLE = Path(__file__).parent.parent / "docs" / "assets" / "steady-back.css"


def main(arguments: list[str]) -> int:
    """Runs one command; returns its exit status."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # A console that lacks a character must not lose the message.
            stream.reconfigure(errors="backslashreplace")
    options = _parser().parse_args(arguments)
    status: int = options.run(options)
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m macros", description=__doc__)
    commands = parser.add_subparsers(required=True)

    def command(name: str, run: Callable[[argparse.Namespace], int], does: str) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=does, description=does)
        added.set_defaults(run=run)
        added.add_argument("--content", type=Path, default=Path(), help="folder with exercises/ and vocabulary/")
        return added

    command("check", lambda o: _check(o.content), "check the content; list problems and advice")
    site = command("site", lambda o: build_site(o.content, o.to), "build the site")
    site.add_argument("--to", type=Path, default=Path("site"), help="folder for the site")
    preview = command("serve", lambda o: serve(o.content, o.address), "serve a preview that follows your edits")
    preview.add_argument("--address", default="127.0.0.1:8000", help="host:port")
    new = command("new", lambda o: _new(o.content, o.name), "write a new exercise to fill in")
    new.add_argument("name", help='the name of the exercise, as in "Bird dog"')
    command("format", lambda o: _format(o.content), "bring the fields of all files into the usual order")
    figures = command("figures", lambda o: _figures(o.content, o.to), "write one page with all pictures")
    figures.add_argument("--to", type=Path, default=Path("build/figures.html"), help="file for the page")
    command("schema", lambda o: _schema(o.content), "write the JSON Schema files that editors use")
    return parser


def _check(root: Path) -> int:
    content = load(root)
    library = build(content, {})
    problems = check(content, library, Gallery(library, root / ".cache" / "drawings.sqlite"))
    report(problems)
    errors = [problem for problem in problems if not problem.advice]
    print(f"Exercises: {len(content.exercises)}. Problems: {len(errors)}. Advice: {len(problems) - len(errors)}.")
    return 1 if errors else 0


def _new(root: Path, name: str) -> int:
    id = id_for(name)
    path = root / "exercises" / f"{id}.yml"
    if not id or path.exists():
        said = f"{path} is there already." if id else "The name gives no file name."
        print(f"{said} Choose another name, with letters from a to z.", file=sys.stderr)
        return 1
    path.write_text(new_exercise(name, load(root).vocabulary), encoding="utf-8")
    print(f"{path} is ready to be filled in.")
    return 0


def _format(root: Path) -> int:
    for folder, record in (("exercises", Exercise), ("routines", Routine)):
        for path in format_files(root / folder, record):
            print(f"{path} is in order now.")
    return 0


def _figures(root: Path, to: Path) -> int:
    content = load(root)
    library = build(content, {})
    renderer = Renderer(library, Gallery(library, root / ".cache" / "drawings.sqlite"), Site(""))
    to.parent.mkdir(parents=True, exist_ok=True)
    to.write_text(renderer.all_figures(STYLE.read_text(encoding="utf-8")), encoding="utf-8")
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
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
