"""The menu of a site: two levels, as the configuration lists them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from macros import addresses


@dataclass(frozen=True)
class Entry:
    """One page in the menu. An address ends in a slash, but for that of the home page, which is empty."""

    title: str
    address: str


@dataclass(frozen=True)
class Section:
    """One entry of the first level with the pages below it, of which the first stands for all; none for one page."""

    title: str
    address: str
    entries: tuple[Entry, ...] = ()


class MenuError(ValueError):
    """The configuration's menu does not fit the pages of the site."""


def menu(listed: Iterable[Any], titles: Mapping[str, str]) -> tuple[Section, ...]:
    """The menu from a list of files, `{title: file}` and `{title: files}`.

    `titles` are those of all pages by their Markdown file.
    """
    return tuple(_section(item, titles) for item in listed)


def files_in(listed: Any) -> Iterator[str]:
    """The files that a configuration's list names, on both levels."""
    if isinstance(listed, str):
        yield listed
    else:
        for inner in listed.values() if isinstance(listed, dict) else listed:
            yield from files_in(inner)


def _section(item: Any, titles: Mapping[str, str]) -> Section:
    if not isinstance(item, dict) or not isinstance(next(iter(item.values())), list):
        entry = _entry(item, titles)
        return Section(entry.title, entry.address)
    ((title, inner),) = item.items()
    entries = tuple(_entry(below, titles) for below in inner)
    return Section(title, entries[0].address, entries)


def _entry(item: Any, titles: Mapping[str, str]) -> Entry:
    title, file = next(iter(item.items())) if isinstance(item, dict) else (None, item)
    if not isinstance(file, str):
        raise MenuError(f"The menu has two levels. In mkdocs.yml, put the pages of {title} side by side.")
    if file not in titles:
        raise MenuError(f"The menu in mkdocs.yml names {file}, and there is no such page.")
    return Entry(title or titles[file], addresses.of_file(file))
