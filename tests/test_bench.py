"""The benchmark measures what it says: its libraries are sound, and its peers build the same pages as we do."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import pytest

from bench import __main__ as benchmark
from bench import corpus
from bench.builders import missing, ours, peers
from bench.measuring import timed
from macros import Loaded, load_library, views
from macros.checking import advice
from macros.dose_in_words import dose_in_words
from macros.library import Library
from macros.model import Exercise
from macros.rules.texts import names, texts
from macros.site import Site


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []

    def handle_data(self, data: str) -> None:
        self.parts.append(data)


@cache
def words_of(page: Path) -> str:
    """The words of a page as one reads them."""
    reader = _Reader()
    reader.feed(page.read_text("utf-8"))
    return " ".join("".join(reader.parts).split())


def made_up(folder: Path, number: int, *, poses: bool = False) -> Loaded:
    corpus.write(folder, number, poses=poses)
    return load_library(folder, Site())


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.glob("exercises/*.yml")}


@pytest.mark.parametrize("poses", [False, True])
def test_a_made_up_library_is_sound_and_no_exercise_in_it_resembles_another(poses: bool, tmp_path: Path) -> None:
    loaded = made_up(tmp_path, 200, poses=poses)
    assert len(loaded.library.exercises) == 200
    assert loaded.problems == ()
    assert {hint.rule for hint in advice(loaded.content, loaded.library)} <= {"sides", "reading-level"}


def test_a_made_up_library_is_the_same_each_time_and_begins_like_a_larger_one(tmp_path: Path) -> None:
    for name, number in (("few", 20), ("again", 20), ("many", 40)):
        corpus.write(tmp_path / name, number)
    few, again, many = (files(tmp_path / name) for name in ("few", "again", "many"))
    assert few == again
    assert many.items() > few.items()


def test_a_made_up_library_uses_all_that_most_exercises_have(tmp_path: Path) -> None:
    exercises = made_up(tmp_path, 200).library.exercises.values()
    used = {name for e in exercises for name, value in e if value and value != "unreviewed"}
    assert {"aliases", "equipment", "mistakes", "benefits", "cautions", "easier", "suits", "note", "sources"} <= used
    assert {e.level for e in exercises} == {"beginner", "intermediate", "advanced"}
    assert {c.action for e in exercises for c in e.cautions} == {"avoid", "ask-first", "adapt"}


def test_only_a_library_with_poses_has_pictures(tmp_path: Path) -> None:
    for poses in (False, True):
        loaded = made_up(tmp_path, 2, poses=poses)
        drawn = [bool(loaded.renderer.gallery.of(e).steps) for e in loaded.library.exercises.values()]
        assert drawn == [poses] * 2


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Library, dict[str, Path]]:
    """A made-up library, and what every builder that is here makes of it, by the builder's name."""
    folder = tmp_path_factory.mktemp("built")
    library = made_up(folder / "content", 8).library
    sites = {}
    for builder in (ours(), *peers()):
        work = builder.workshop(folder / "content", folder)
        timed(builder.command, work, builder.settings)
        sites[builder.name] = work / "site"
    return library, sites


def test_every_builder_that_is_here_writes_every_text_of_every_exercise(built: tuple[Library, dict[str, Path]]) -> None:
    library, sites = built
    left_out = {
        (name, id, text)
        for name, site in sites.items()
        for id, exercise in library.exercises.items()
        for text in told(exercise, library)
        if text not in words_of(site / f"exercises/{id}/index.html")
    }
    assert left_out == set()


def told(exercise: Exercise, library: Library) -> list[str]:
    """What a page tells: the texts of the file, the words that it names, and the names of the exercises it leads to."""
    ladder = (*library.easier.get(exercise.id, ()), *library.harder.get(exercise.id, ()))
    groups = [(name, id) for name, group in library.groups.items() for id, es in group.items() if exercise in es]
    words = [library.all_words(name.removeprefix("secondary-"))[id].label for name, id in groups]
    return [
        *(text for _, text in (*texts(exercise), *names(exercise))),
        *dose_in_words(exercise.dose, library.vocabulary.labels),
        *words,
        *(library.sources[id].title for id in exercise.cited()),
        *(library.exercises[id].name for id in ladder),
        *(other.name for other in library.related(exercise)),
    ]


def test_every_builder_that_is_here_writes_the_same_lists_and_something_to_search(
    built: tuple[Library, dict[str, Path]],
) -> None:
    library, sites = built
    lists = {view.folder: views.index(view, library) for view in views.in_use(library)}
    for view in views.in_use(library):
        for id in library.words(view.grouping) if view.split else ():
            lists[f"{view.folder}/{id}"] = views.word_index(view, library, id)
    for site in sites.values():
        for path, groups in lists.items():
            assert [name for name in named(groups) if name not in words_of(site / path / "index.html")] == []
        assert [e for e in library.exercises.values() if e.name not in (site / "search.json").read_text("utf-8")] == []


def named(groups: Iterable[views.Group]) -> Iterator[str]:
    """The headings and the names of exercises in a list."""
    for group in groups:
        yield group.title
        yield from (card.exercise.name for card in group.cards)
        yield from named(group.groups)


def test_the_report_takes_the_place_of_the_last_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = tmp_path / "speed.md"
    page.write_text(f"# Speed\n\n{benchmark.HEADING}\nThe last report.\n", "utf-8")
    assert benchmark.main(["--sizes", "2", "--rounds", "1", "--into", str(page)]) == 0
    text = page.read_text("utf-8")
    assert text.startswith(f"# Speed\n\n{benchmark.HEADING}\nMeasured on ")
    assert "The last report" not in text
    assert re.findall(r"^### .* \{ #(\w+) \}$", text, re.MULTILINE) == [*benchmark.PARTS]
    assert all(f"| 2 | {builder.name} | " in text for builder in (ours(), *peers()))
    assert all(name in text.partition("Not on this machine")[2] for name in missing())
    assert text.endswith(capsys.readouterr().out)
