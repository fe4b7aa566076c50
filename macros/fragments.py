"""Builds the site by Zensical, which has no hooks.

Zensical gets a folder of pages in which nothing is left to do but to turn Markdown into HTML: macros are expanded,
links are final, and there is no front matter. It gives back the title and the HTML of each.
"""

import json
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

import yaml
from jinja2 import Environment, StrictUndefined
from yaml_env_tag import construct_env_tag

from macros import Loaded, addresses, define_env
from macros.home import CONFIGURATION
from macros.making import NotBuiltError, begin, finish
from macros.own_pages import HEAD

_SETTINGS = {
    "site_name": "Fragments",
    "site_dir": "fragments",
    # Nothing of a theme, and no template but that one.
    "theme": {"name": None, "custom_dir": "frame"},
    "plugins": [],
    # With addresses of folders, Zensical changes every relative link, also in raw HTML.
    "use_directory_urls": False,
    # Our own code checks the links of the whole site.
    "validation": {"links": {"not_found": "ignore", "anchors": "ignore"}},
}
# Zensical adds superfences as the last of all, which makes other code of fences than MkDocs does. Where it is named,
# it stays in its place, and what comes after it replaces it.
_CODE_AS_EVER = ("pymdownx.superfences", "fenced_code")
# JSON, as no text of a page can break it.
_TEMPLATE = '{{ {"title": page.title, "content": page.content} | tojson }}'
# Zensical takes every link that ends in .md for one to a page that it makes. Those that are left lead nowhere, and are
# told as they are written; a sign that nobody writes keeps them.
_TO_FILE = re.compile(r"(?<=\.)(?=md[)#\"'\s])")
_KEPT = "\ue000"
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")


class Macros:
    """Takes from `define_env` what mkdocs-macros takes, and fills in the macros of a page as it does."""

    steady_back: Loaded

    def __init__(self, conf: Mapping[str, Any]) -> None:
        self.conf = conf
        self.variables: dict[str, Any] = {"config": conf}
        self.page = SimpleNamespace(url="")
        self._jinja = Environment(undefined=StrictUndefined)  # noqa: S701 - what it makes is Markdown
        define_env(self)

    def macro(self, macro: Any, name: str) -> None:
        self._jinja.globals[name] = macro

    def filter(self, filter: Any, name: str) -> None:
        self._jinja.filters[name] = filter

    def filled_in(self, markdown: str, address: str) -> str:
        """The Markdown of the page at `address` with what its macros say. They may raise anything."""
        self.page.url = address
        return self._jinja.from_string(markdown).render(self.variables)


def build(to: Path) -> str:
    """Builds the site of mkdocs.yml and the environment into the folder `to`; returns what is wrong, "" for nothing."""
    try:
        _build(to)
    except NotBuiltError as error:
        return str(error)
    return ""


def _build(to: Path) -> None:
    config = _configuration()
    macros = Macros(config)
    publication = begin(macros.steady_back, config)
    publication.begin(to)
    texts, descriptions = {}, {}
    for path, file in publication.hand_written.items():
        try:
            fields, text = _parted(file.read_text(encoding="utf-8-sig"))
            text = publication.markdown(path, text)
            if fields.get("render_macros") is True:
                text = macros.filled_in(text, addresses.of_file(path))
        except Exception as error:
            raise NotBuiltError(f"{path}: {' '.join(str(error).split())}") from error
        texts[path], descriptions[path] = text, str(fields.get("description") or "")
    for path, title, content in _fragments(texts, config["markdown_extensions"]):
        publication.add(path, title, content, descriptions[path])
    finish(publication, to, preview=False)


def _configuration() -> dict[str, Any]:
    """What mkdocs.yml says, as MkDocs understands it."""

    class Loader(yaml.SafeLoader):
        """One that reads the environment."""

    Loader.add_constructor("!ENV", construct_env_tag)
    config: dict[str, Any] = yaml.load(CONFIGURATION.read_text(encoding="utf-8"), Loader)  # noqa: S506
    for name in ("site_url", "repo_url"):
        if config[name] and not all(urlsplit(str(config[name]))[:2]):
            raise NotBuiltError(f"`{name}` must be a whole address, which begins with https://")
    if config["site_url"]:
        config["site_url"] = f"{config['site_url'].rstrip('/')}/"
    return config


def _parted(text: str) -> tuple[Mapping[str, Any], str]:
    """The fields at the head of a page, and the Markdown below them."""
    head = HEAD.match(text)
    fields = yaml.safe_load(head["fields"]) if head else None
    return (fields, text[head.end() :].lstrip("\n")) if head and isinstance(fields, dict) else ({}, text)


def _fragments(pages: Mapping[str, str], extensions: Sequence[Any]) -> Iterator[tuple[str, str, str]]:
    """The path of each page with its title and its content in HTML, from its Markdown by path."""
    with TemporaryDirectory() as workshop:
        folder = Path(workshop)
        settings = {**_SETTINGS, "markdown_extensions": [*extensions, *_CODE_AS_EVER]}
        files = {"mkdocs.yml": json.dumps(settings), "frame/main.html": _TEMPLATE}
        # After an empty line, no text is taken for front matter.
        files |= {f"docs/{path}": "\n" + _TO_FILE.sub(_KEPT, text) for path, text in pages.items()}
        for path, text in files.items():
            file = folder / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        command = [sys.executable, "-P", "-m", "zensical", "build", "--strict"]
        done = subprocess.run(
            [*command, "--config-file", str(folder / "mkdocs.yml")],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        )
        if done.returncode:
            *_, reason = _COLOUR.sub("", done.stdout).strip().split("\n")
            raise NotBuiltError(f"Zensical stopped: {reason}")
        for path in pages:
            try:
                made = json.loads((folder / "fragments" / path).with_suffix(".html").read_text(encoding="utf-8"))
            except (OSError, ValueError) as error:
                raise NotBuiltError(f"Zensical made no page of {path}") from error
            yield path, made["title"].replace(_KEPT, ""), made["content"].replace(_KEPT, "")
