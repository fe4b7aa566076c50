"""Poses refer to what is there, and can be held and seen."""

from collections.abc import Iterator

from macros.figures.views import directions
from macros.gallery import Gallery
from macros.library import Library
from macros.loading import Content
from macros.problems import Problem, quoted
from macros.rules.entries import DrawingRule, Rule, at, valid


def poses_refer_to_steps_that_are_there(content: Content, _library: Library) -> Iterator[Problem]:
    """A pose repeats an earlier step, and the picture that stands for an exercise is one of its steps."""
    for entry, exercise in valid(content.exercises):
        for index, step in enumerate(exercise.steps):
            for field in ("like", "mirror_of"):
                number = getattr(step.pose, field, None)
                if number is not None and number > index:
                    message = f"{quoted(field)} names step {number}, which is not before this one"
                    fix = f"Name a step from 1 to {index}" if index else "Delete it: this is the first step"
                    yield at(entry, ("steps", index, "pose", field), "pose-order", message, fix)
        if exercise.picture and exercise.picture > len(exercise.steps):
            message = f"There is no step {exercise.picture}"
            fix = f"Name a step from 1 to {len(exercise.steps)}"
            yield at(entry, ("picture",), "pose-order", message, fix)


def pictures_are_possible(content: Content, gallery: Gallery) -> Iterator[Problem]:
    """A picture is seen from where one can stand, and a towel in the hands goes round a foot."""
    for entry, exercise in valid(content.exercises):
        for index, (step, held) in enumerate(zip(exercise.steps, gallery.poses(exercise), strict=False)):
            known = directions(held.lying)
            for name in held.view:
                place = ("steps", index, "pose", "view", held.view.index(name))
                if name not in known and (index == 0 or step.pose):
                    message = f"In this position one cannot look from {quoted(name)}"
                    yield at(entry, place, "view", message, f"Use {', '.join(map(quoted, known))}")
            if "towel" in held.hold.values() and not held.props.towel and step.pose:
                message = "The hands hold a towel that goes round no foot"
                fix = "Add `props: {towel: left-foot}`, or `right-foot`"
                yield at(entry, ("steps", index, "pose", "hold"), "towel", message, fix)


def bodies_are_possible(content: Content, gallery: Gallery) -> Iterator[Problem]:
    """Nothing sinks into the floor, and hands and feet get where they should."""
    for entry, exercise in valid(content.exercises):
        for fault in gallery.faults(exercise):
            where, centimetres = f"In step {fault.step + 1} the {fault.part}", round(fault.metres * 100)
            if fault.sinks:
                message = f"{where} would be {centimetres} cm under the floor"
                fix = "Change the angles of the joints that lead to it, or name it under `on`"
            else:
                message = f"{where} does not get where it should: {centimetres} cm are missing"
                fix = "Bend the body towards it with other angles, or choose another place"
            yield at(entry, ("steps", fault.step, "pose"), "pose", message, fix)


PROBLEMS: tuple[Rule, ...] = (poses_refer_to_steps_that_are_there,)
DRAWING_PROBLEMS: tuple[DrawingRule, ...] = (pictures_are_possible, bodies_are_possible)
