"""Fills the templates: from the library to the HTML of a page.

What becomes a part of a hand-written page writes its headings as Markdown, so that the engine knows its sections. Text
from content is escaped for where it lands: by the templates' autoescape in HTML, by the filter `md` in Markdown.
"""

import datetime
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import PurePath
from typing import Any, Literal, get_args, get_origin
from urllib.parse import urlsplit

from markupsafe import Markup
from pydantic.fields import FieldInfo

from macros import addresses, views
from macros.assets import FOLDER, published
from macros.cards import Cards
from macros.contents import contents
from macros.dose_in_words import (
    SECONDS_BETWEEN_EXERCISES,
    dose_in_words,
    frequency_in_words,
    minutes_in_words,
    seconds_needed,
)
from macros.drafting import draft, editor_address
from macros.fields import Record
from macros.figures.marks import Box
from macros.figures.pictures import Picture
from macros.filters import Filters
from macros.gallery import TARGET, Gallery, tints
from macros.library import Library
from macros.model import ACTIONS, KINDS, PARTS, Caution, Exercise, OneOf, Routine, authored_fields
from macros.outline import is_list, lists_in
from macros.policy import SECURITY_POLICY
from macros.pose_in_words import pose_in_words, title_of
from macros.poses import Movement, movements
from macros.problems import Problem, quoted
from macros.questions import id_for
from macros.rules.wording import NEW_ID
from macros.site import Site
from macros.suggestions import suggestion
from macros.templating import Templates
from macros.views import Card
from macros.vocabulary import LISTS, NO_EQUIPMENT

_NAMED_CONDITIONS = 2
"""So many conditions are named on the first screen; where there are more, readers are asked to look."""
_MOST_PICTURES = 200
"""A list of more exercises has no pictures: they would weigh several times as much as all that is said."""
_ASIDE = re.compile('<div data-aside="([0-9]+)"></div>')


@dataclass(frozen=True)
class Heed:
    """What a reader is told first about being careful: how urgent it is, the words, and where more is said."""

    action: str
    words: str
    place: str


@dataclass(frozen=True)
class DrawnStep:
    """A step's picture with the words that say what it shows."""

    number: int
    box: Box
    content: Markup
    title: str
    words: str


class UnknownWordError(ValueError):
    """A hand-written page names something that the library does not have."""

    def __init__(self, what: str, word: str, known: Iterable[str]) -> None:
        super().__init__(f"There is no {what} {quoted(word)}. {suggestion(word, known)}".strip())


class Renderer:
    """Renders one library. What becomes a part of a page takes `here`, the address of that page."""

    def __init__(self, library: Library, gallery: Gallery, site: Site, problems: Sequence[Problem] = ()) -> None:
        self.library = library
        self.gallery = gallery
        self.site = site
        self._problems = problems
        self.assets_folder = FOLDER
        """Where the frame's files are published. The build sets it before pages are rendered: it knows them all."""
        self._labels = library.vocabulary.labels
        self._pictures = lru_cache(maxsize=8)(self._drawn_steps)
        self._kept_back: list[Callable[[], str]] = []
        known = {
            "library": library,
            "words": library.vocabulary,
            "site": site,
            "has_page": site.has_page,
            "asset": self.asset,
            "frequency_in_words": lambda t, d: frequency_in_words(t, d, self._labels),
            "dose_in_words": lambda dose, how_often: dose_in_words(dose, self._labels, how_often=how_often),
            "minutes_in_words": lambda seconds: minutes_in_words(seconds, self._labels),
            "routine_seconds": self.routine_seconds,
        }
        self._templates = Templates(self._labels, known)
        self._cards = Cards(library, gallery, self._templates)

    def exercise_page(self, id: str, here: str) -> str:
        """The page of an exercise; a retired one says why and what to do instead."""
        if id in self.library.retired:
            retired = self.library.retired[id]
            instead = self._cards_of(retired.retired.instead if retired.retired else ())
            return self.render("retired.html", here, exercise=retired, instead=instead)
        exercise = self._exercise(id)
        pictures = self._pictures(exercise.id)
        return self.render(
            "exercise.html",
            here,
            exercise=exercise,
            adapted=self.library.adapted.get(id),
            equipment=self._equipment(exercise),
            cited=exercise.cited(),
            easier=self._cards_of(self.library.easier.get(id, ())),
            harder=self._cards_of(self.library.harder.get(id, ())),
            related=tuple(map(Card, self.library.related(exercise))),
            routines=self.library.routines_with(id),
            seconds=seconds_needed(exercise.dose),
            pictures=pictures,
            hero=self.telling(exercise),
            heed=self._heed(exercise),
            concerned=_concerned(exercise.cautions),
            cautions=_with_anchors(exercise.cautions),
            needs_floor=self.library.needs_floor(exercise),
            maps=self._maps(exercise),
            signs=_signs(exercise),
            movement=bool(self.gallery.of(exercise).movement),
        )

    def index_page(self, folder: str, here: str) -> str:
        """The page of a view: all exercises, grouped by its words; the list of all of them has filters."""
        view = views.view(folder)
        groups = views.index(view, self.library)
        return self.render(
            "index.html",
            here,
            title=self._labels[folder],
            description=self._labels[f"{folder}_description"],
            sources=(),
            groups=groups,
            pictured=views.size(groups) <= _MOST_PICTURES,
            neighbours=views.neighbours(view, self.library),
            parent=None,
            brief=view.brief,
            filters=Filters(self.library) if folder == "exercises" else None,
            map_of={} if folder == "muscles" else None,
        )

    def word_page(self, folder: str, id: str, here: str) -> str:
        """The page of one word of the vocabulary, such as a muscle."""
        view = views.view(folder)
        word = self.library.words(view.grouping)[id]
        groups = views.word_index(view, self.library, id)
        return self.render(
            "index.html",
            here,
            title=word.label,
            description=word.description,
            sources=word.sources,
            groups=groups,
            pictured=views.size(groups) <= _MOST_PICTURES,
            neighbours=views.neighbours(view, self.library, id),
            parent=view,
            brief=False,
            filters=None,
            map_of={id: TARGET} if folder == "muscles" else None,
        )

    def routine_page(self, id: str, here: str) -> str:
        """The page of a routine."""
        routine = self._routine(id)
        return self.render("routine.html", here, routine=routine, **self._routine_facts(routine))

    def routines_page(self, here: str) -> str:
        """The page that lists all routines."""
        return self.render("routines.html", here)

    def contact_page(self, here: str) -> str:
        """The page that says where patients find the clinic."""
        return self.render("contact.html", here, brand=self.site.brand)

    def text_page(self, field: Literal["imprint", "privacy"], here: str) -> str:
        """A page with a text of the clinic's brand in paragraphs; a fixed word of the field's name is its title."""
        text = getattr(self.site.brand, field, None) or ""
        paragraphs = [part.strip().splitlines() for part in re.split(r"\n\s*\n", text)]
        return self.render("paragraphs.html", here, title=self._labels[field], paragraphs=paragraphs)

    def welcome(self, here: str) -> str:
        """What a clinic says first on its home page; nothing on the library's own."""
        return self.render("welcome.html", here, brand=self.site.brand)

    def featured(self, here: str) -> str:
        """The routines that a clinic puts on its home page."""
        return self.render("featured.html", here, routines=self._featured())

    def _featured(self) -> list[Routine]:
        ids = self.site.brand.featured if self.site.brand else ()
        return [self.library.routines[id] for id in ids if id in self.library.routines]

    def this_copy(self, here: str) -> str:
        """What this site contains, for readers."""
        library, told = self.library, contents(self.library, self.site.name)
        names = {addresses.exercise(e.id): e.name for e in library.exercises.values()}
        names |= {addresses.routine(r.id): r.name for r in library.routines.values()}
        own = {address: name for address, name in names.items() if address in library.own}
        left_out = [(len(ids), self._labels[f"copy_{what}"]) for what, ids in told["left_out"].items() if ids]
        return self.render("this_copy.html", here, told=told, own=own, left_out=left_out)

    def broken_page(self, path: str, here: str) -> str:
        """Stands in for an exercise whose file has problems, in a preview only."""
        own = [problem for problem in self._problems if problem.path == path]
        return self.render("broken.html", here, id=PurePath(path).stem, problems=own or self._problems)

    def not_found(self, here: str) -> str:
        """What a server shows in the place of a page that is not there."""
        return self.render("not_found.html", here)

    def sitemap(self, pages: Iterable[str]) -> str:
        """The addresses of pages for search engines, with the day of the last change where it is known."""
        dated = [(addresses.absolute(page, self.site.url), self.library.changed.get(page)) for page in pages]
        return self.render("sitemap.xml", "", pages=dated)

    def figure(self, id: str, step: int | None, here: str) -> str:
        """The picture of one step of an exercise, or that which stands for it; nothing where the copy leaves it out."""
        if id in self.library.left_out.exercises:
            return ""
        exercise = self._exercise(id)
        drawing = self.gallery.of(exercise)
        pictures = self._pictures(exercise.id)
        number = drawing.telling if step is None else step - 1
        if not 0 <= number < len(pictures):
            raise UnknownWordError("picture of step", str(step or 1), map(str, range(1, len(pictures) + 1)))
        return self.render("figure.html", here, exercise=exercise, picture=pictures[number])

    def starting_poses(self, here: str) -> str:
        """All starting poses with their pictures, for authors."""
        poses = self.library.vocabulary.poses
        drawn = [(id, word, self._example(partial(self.gallery.starting_pose, id))) for id, word in poses.items()]
        return self.render("starting_poses.html", here, poses=drawn)

    def joints(self, here: str) -> str:
        """All movements of all joints with their pictures and limits, for authors."""
        joints: dict[str, list[tuple[Movement, Markup]]] = {}
        for m in movements():
            picture = self._example(partial(self.gallery.joint, m.joint, m.name, m.limit.highest))
            joints.setdefault(m.joint.removeprefix("right_").replace("_", " "), []).append((m, picture))
        return self.render("joints.html", here, joints=joints)

    def _example(self, draw: Callable[[], Picture]) -> Markup:
        """A picture for authors, drawn when its page is framed."""
        return Markup(self._aside(lambda: self._templates.fill("example.html", small=draw())))  # noqa: S704 - a mark of our own

    def all_figures(self, style: str) -> str:
        """One page with all pictures of all exercises, for looking through; `style` is the site's style sheet."""
        pictures = {id: self._pictures(id) for id in self.library.exercises}
        return self.render("all_figures.html", "", pictures=pictures, style=Markup(style))  # noqa: S704 - our own file

    def exercise_card(self, id: str, here: str) -> str:
        """One exercise as a card; nothing where the copy leaves it out, or on a clinic's pages when it is withdrawn."""
        if id in self.library.left_out.exercises or (self.site.brand and id in self.library.retired):
            return ""
        return self.render("cards.html", here, listed=(Card(self._exercise(id)),))

    def exercise_list(
        self, here: str, *, floor: bool | None = None, kind: str = "", part: str = "", **words: str
    ) -> str:
        """Cards of all exercises that fit: by kind, by part of a session, by floor, and by `muscles="…"` and so on.

        They are kept back until the page is framed.
        """
        chosen: Sequence[Exercise] = tuple(self.library.exercises.values())
        for what, value, known in (("kind", kind, KINDS), ("part", part, PARTS)):
            if value and value not in known:
                raise UnknownWordError(what, value, known)
        for grouping, word in words.items():
            if word:
                if word not in self.library.all_words(grouping):
                    raise UnknownWordError(f"word in {grouping}", word, self.library.all_words(grouping))
                members = {e.id for e in self.library.groups[grouping].get(word, ())}
                chosen = [e for e in chosen if e.id in members]
        if kind:
            chosen = [e for e in chosen if e.kind == kind]
        if part:
            chosen = [e for e in chosen if part in e.use_in]
        if floor is not None:
            chosen = [e for e in chosen if self.library.needs_floor(e) is floor]
        few = len(chosen) <= _MOST_PICTURES
        return self._aside(partial(self.render, "cards.html", here, listed=tuple(map(Card, chosen)), pictured=few))

    def routine_card(self, id: str, here: str) -> str:
        """One routine as a card; nothing where the copy leaves it out, or an exercise of it."""
        if id in self.library.left_out.routines:
            return ""
        return self.render("routine_cards.html", here, routines=(self._routine(id),))

    def routine_list(self, here: str) -> str:
        """All routines as cards; nothing where there are none."""
        return self.render("routine_cards.html", here, routines=tuple(self.library.routines.values()))

    def finder(self, here: str) -> str:
        """The ways into the library: by what one wants, by place on the body, by what one must mind."""
        filters = Filters(self.library)
        # Without pages of muscles, a region is worth showing only where it leads to the filtered list.
        offered = None if self.site.has_page("muscles/") else filters.values("region")
        used = self.library.used("muscles")
        muscles = [(id, m) for id, m in self.library.vocabulary.muscles.items() if id in used]
        regions = {r: [id for id, m in muscles if m.region == r] for r in self.library.vocabulary.regions}
        return self.render(
            "finder.html",
            here,
            shown=self._examples(),
            filters=filters,
            regions={r: ids for r, ids in regions.items() if ids and (offered is None or r in offered)},
            kinds=KINDS,
            routines=[r for r in self.library.routines.values() if r not in self._featured()],
            in_use=[view.folder for view in views.in_use(self.library)],
        )

    def _examples(self) -> Mapping[str, Exercise | None]:
        """For each way into the library an exercise whose picture stands for it; each another one, if there are enough.

        Those of routines come first: they are what most people begin with.
        """
        ids = (item.exercise for routine in self.library.routines.values() for item in routine.exercises)
        exercises = [self.library.exercises[id] for id in dict.fromkeys((*ids, *self.library.exercises))]
        easiest = next(iter(self.library.vocabulary.levels), "")
        ways: Mapping[str, Callable[[Exercise], bool]] = {
            "stretch": lambda e: e.kind == "stretch",
            "strength": lambda e: e.kind == "strength",
            "floor_free": lambda e: not self.library.needs_floor(e),
            "start": lambda e: e.level == easiest,
            "conditions": lambda e: bool(e.cautions),
        }
        shown: dict[str, Exercise | None] = {}
        for way, fits in ways.items():
            found = [e for e in exercises if fits(e)]
            shown[way] = next((e for e in found if e not in shown.values()), next(iter(found), None))
        return shown

    def safety(self, here: str) -> str:
        """The safety advice that stands on every exercise."""
        return self.render("safety.html", here)

    def sources(self, here: str) -> str:
        """Everything that the library rests on, with the exercises that name it; kept back until the page is framed."""
        used: dict[str, list[Card]] = {}
        for card in map(Card, self.library.exercises.values()):
            for source in card.exercise.cited():
                used.setdefault(source, []).append(card)
        ordered = sorted(self.library.sources.items(), key=lambda item: item[1].title.casefold())
        return self._aside(partial(self.render, "sources.html", here, ordered=dict(ordered), used=used))

    def cite(self, ids: Sequence[str], here: str) -> str:
        """Links to the sources of a statement, for use inside a sentence."""
        for id in ids:
            if id not in self.library.sources:
                raise UnknownWordError("source", id, self.library.sources)
        return self.render("cite.html", here, named={id: self.library.sources[id] for id in ids}).strip()

    def fields(self, record: type[Record], here: str) -> str:
        """What the model says of its fields, as a table for contributors."""
        return self.render("fields.html", here, fields=authored_fields(record), choices=self._choices, is_list=is_list)

    def add_address(self, name: str = "") -> str:
        """Where the web editor opens the file of a new exercise; "" where there is no such place."""
        url = self.site.new_exercise_url
        text = draft({"name": name} if name else {}, self.library.vocabulary) if url else ""
        return editor_address(url, id_for(name) or NEW_ID, text) if url else ""

    def rules(self, here: str) -> str:
        """All rules of the check, each with a wrong and a right example."""
        return self.render("rules.html", here, rules=self.library.vocabulary.rules)

    def wanted(self, here: str) -> str:
        """The exercises that somebody is welcome to add: those of the list that are not there yet."""
        wanted = {
            id: exercise
            for id, exercise in self.library.vocabulary.wanted.items()
            if id not in {*self.library.exercises, *self.library.retired}
        }
        return self.render("wanted.html", here, wanted=wanted, add_address=self.add_address)

    def _choices(self, field: FieldInfo) -> tuple[str, ...]:
        """The words from which a field chooses, where they are few; () elsewhere."""
        lists = [name for name in lists_in(field.annotation, field.metadata) if name in LISTS]
        words = [word for name in lists for word in self.library.all_words(name) if word != NO_EQUIPMENT]
        return tuple(dict.fromkeys([*words, *_literals(field.annotation)]))

    def edition(self, day: datetime.date | None) -> str:
        """The day of a build in words; "" where it is unknown."""
        return self._templates.date_in_words(day) if day else ""

    def asset(self, path: str) -> str:
        """Where a style sheet, a script or another file of the frame is published, by its path in the source."""
        return published(path, self.assets_folder)

    def redirect(self, target: str, here: str) -> str:
        """A whole HTML page that leads from an old address to `target`."""
        return self.render("redirect.html", here, target=target, policy=SECURITY_POLICY)

    def routine_seconds(self, routine: Routine) -> int:
        """An estimate of how long a routine takes once, with the time between its exercises."""
        doses = [item.dose or self.library.exercises[item.exercise].dose for item in routine.exercises]
        return sum(map(seconds_needed, doses)) + (len(doses) - 1) * SECONDS_BETWEEN_EXERCISES

    def _routine_facts(self, routine: Routine) -> Mapping[str, Any]:
        exercises = [self.library.exercises[item.exercise] for item in routine.exercises]
        return {
            "seconds": self.routine_seconds(routine),
            "equipment": tuple(dict.fromkeys(piece for e in exercises for piece in self._equipment(e))),
            "needs_floor": any(map(self.library.needs_floor, exercises)),
            "concerned": _concerned([caution for e in exercises for caution in e.cautions]),
            "parts_of_session": {p: tuple(i for i in routine.exercises if i.part == p) for p in PARTS},
            "cited": routine.cited(),
        }

    def _drawn_steps(self, id: str) -> list[DrawnStep]:
        """The pictures of an exercise's steps; fewer than steps where it has no poses."""
        exercise = self.library.exercises[id]
        poses = self.gallery.poses(exercise)
        return [
            DrawnStep(
                number,
                picture.box,
                Markup(picture.content),  # noqa: S704 - made by our own code, from numbers
                title_of(held, self.library.vocabulary.poses, self._labels),
                pose_in_words(held, poses[number - 2] if number > 1 else None, self._labels),
            )
            for number, (held, picture) in enumerate(zip(poses, self.gallery.of(exercise).steps, strict=True), start=1)
        ]

    def _heed(self, exercise: Exercise) -> Heed:
        """How careful a reader must be, by the strictest action that a condition asks for."""
        concerning = [caution for caution in exercise.cautions if caution.conditions]
        if not concerning:
            words, place = ("adapt", "cautions") if exercise.cautions else ("none", "before-you-start")
            return Heed(words, self._labels[f"heed_{words}"], place)
        action = min((caution.action for caution in concerning), key=ACTIONS.index)
        ids = dict.fromkeys(id for caution in concerning if caution.action == action for id in caution.conditions)
        if action == "avoid" and len(ids) <= _NAMED_CONDITIONS:
            names = f" {self._labels['or']} ".join(self.library.vocabulary.conditions[id].label for id in ids)
            return Heed(action, self._templates.label("heed_never", names=names), "who")
        return Heed(action, self._labels[f"heed_{action}"], "who")

    def telling(self, exercise: Exercise) -> DrawnStep | None:
        """The picture that stands for an exercise; None where nothing could be drawn."""
        pictures = self._pictures(exercise.id)
        return pictures[self.gallery.of(exercise).telling] if pictures else None

    def _maps(self, exercise: Exercise) -> list[tuple[str, tuple[tuple[str, str], ...]]]:
        """The sides of the body that show a muscle of the exercise, each with those muscles and their classes."""
        colours, sides = tints(exercise), self.library.vocabulary.body_map.items()
        found = [(name, tuple((id, colours[id]) for id in side.muscles if id in colours)) for name, side in sides]
        return [(name, tinted) for name, tinted in found if tinted]

    def _equipment(self, exercise: Exercise) -> tuple[tuple[str, ...], ...]:
        """The pieces that are needed; each a tuple of those of which one is enough."""
        return tuple(e.one_of if isinstance(e, OneOf) else (e,) for e in exercise.equipment)

    def _cards_of(self, ids: Iterable[str]) -> tuple[Card, ...]:
        """The exercises of this site among these, as cards."""
        return tuple(Card(self.library.exercises[id]) for id in ids if id in self.library.exercises)

    def _exercise(self, id: str) -> Exercise:
        if id not in self.library.exercises:
            raise UnknownWordError("exercise", id, self.library.exercises)
        return self.library.exercises[id]

    def _routine(self, id: str) -> Routine:
        if id not in self.library.routines:
            raise UnknownWordError("routine", id, self.library.routines)
        return self.library.routines[id]

    def _from_root(self, address: str) -> str:
        return f"{urlsplit(self.site.url).path.rstrip('/')}/{address}"

    def render(self, template: str, here: str, *, pictured: bool = True, **values: Any) -> str:
        """A template of ours, filled in for the page at `here`; with `pictured`, lists in it have pictures."""

        def link(address: str) -> str:
            # The page that is shown where there is none stands at any address.
            return self._from_root(address) if here == addresses.NOT_FOUND else addresses.relative(address, here)

        def cite(ids: Sequence[str]) -> Markup:
            return Markup(self.cite(ids, here))  # noqa: S704 - made by a template that escapes

        pieces = self._templates.pieces(here, link)
        marks = {id: pieces.ref(id, number) for number, id in enumerate(values.get("cited", ()), start=1)}

        def refs(ids: Iterable[str]) -> Markup:
            """The marks of some of the sources that the page cites."""
            return Markup("".join([marks[id] for id in ids]))  # noqa: S704 - made by a template that escapes

        entries = self._cards.of_page(link(addresses.EXERCISES).removeprefix("./"), pictured=pictured)
        functions = {"link": link, "cite": cite, "refs": refs, "thumbnail": entries.thumbnail}
        functions |= {"cards": entries.cards, "names": entries.names}
        return self._templates.fill(template, pieces=pieces, **functions, **values)

    def _aside(self, made: Callable[[], str]) -> str:
        """Keeps HTML back from an engine, which would take long to read it as Markdown; returns what stands for it."""
        self._kept_back.append(made)
        return f'<div data-aside="{len(self._kept_back) - 1}"></div>'

    def with_aside(self, page: str) -> str:
        """The HTML of a page, as an engine has made it, with all that was kept back."""
        return _ASIDE.sub(lambda mark: self._kept_back[int(mark[1])](), page)


def in_markdown_link(address: str) -> str:
    """A web address for the target of a Markdown link, which would end at the first `)`."""
    return address.replace("(", "%28").replace(")", "%29")


def _by_action(cautions: Sequence[Caution]) -> Mapping[str, tuple[Caution, ...]]:
    """The cautions by what they ask for, the strictest first."""
    found = {action: tuple(c for c in cautions if c.action == action) for action in ACTIONS}
    return {action: those for action, those in found.items() if those}


def _with_anchors(cautions: Sequence[Caution]) -> Mapping[str, list[tuple[Caution, tuple[str, ...]]]]:
    """The cautions by what they ask for, each with those of its conditions that none before it names for that."""
    found: dict[str, list[tuple[Caution, tuple[str, ...]]]] = {}
    for action, those in _by_action(cautions).items():
        first: dict[str, Caution] = {}
        for caution in those:
            first = dict.fromkeys(caution.conditions, caution) | first
        found[action] = [(c, tuple(id for id in c.conditions if first[id] is c)) for c in those]
    return found


def _concerned(cautions: Sequence[Caution]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """What cautions ask for with the conditions that they name for it; each once, where it is strictest."""
    found: dict[str, tuple[str, ...]] = {}
    told: set[str] = set()
    for action, those in _by_action(cautions).items():
        named = dict.fromkeys(id for caution in those for id in caution.conditions if id not in told)
        told |= named.keys()
        if named:
            found[action] = tuple(named)
    return tuple(found.items())


def _signs(exercise: Exercise) -> tuple[bool, bool, bool]:
    """Whether its pictures show muscles that help, a change of sides, and breath."""
    poses = [step.pose for step in exercise.steps if step.pose]
    breath = any(step.breathe for step in exercise.steps)
    return bool(exercise.muscles.secondary), any(pose.mirror_of for pose in poses), breath


def _literals(annotation: Any) -> Iterator[str]:
    for inner in get_args(annotation):
        if get_origin(annotation) is Literal:
            yield str(inner)
        else:
            yield from _literals(inner)
