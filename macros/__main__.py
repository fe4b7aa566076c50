"""The command line: `python -m macros COMMAND`."""

import argparse
import io
import sys
from pathlib import Path

from macros.building import build_site, serve
from macros.exports import SCHEMAS, as_json, json_schema
from macros.library import build
from macros.loading import load
from macros.problems import report
from macros.rules import check


def main(arguments: list[str]) -> int:
    """Runs one command; returns its exit status."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # A console that lacks a character must not lose the message.
            stream.reconfigure(errors="backslashreplace")
    parser = argparse.ArgumentParser(prog="python -m macros", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    for name, does in (
        ("check", "check the content; list problems and advice"),
        ("site", "build the site"),
        ("serve", "serve a preview that follows your edits"),
        ("schema", "write the JSON Schema files that editors use"),
    ):
        command = commands.add_parser(name, help=does)
        if name != "schema":
            command.add_argument("--content", type=Path, default=Path(), help="folder with exercises/ and vocabulary/")
        if name == "site":
            command.add_argument("--to", type=Path, default=Path("site"), help="folder for the site")
        if name == "serve":
            command.add_argument("--address", default="127.0.0.1:8000", help="host:port")
    options = parser.parse_args(arguments)
    if options.command == "site":
        return build_site(options.content, options.to)
    if options.command == "serve":
        return serve(options.content, options.address)
    return _schema() if options.command == "schema" else _check(options.content)


def _check(root: Path) -> int:
    content = load(root)
    problems = check(content, build(content, {}))
    report(problems)
    errors = [problem for problem in problems if not problem.advice]
    print(f"Exercises: {len(content.exercises)}. Problems: {len(errors)}. Advice: {len(problems) - len(errors)}.")
    return 1 if errors else 0


def _schema() -> int:
    content = load(Path())
    wrong = [problem for problem in content.problems if problem.path.startswith("vocabulary")]
    if wrong:
        report(wrong)
        return 1
    for path, record in SCHEMAS.items():
        file = Path("docs", path)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(as_json(json_schema(record, content.vocabulary)), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
