"""Makes an SVG file of somebody else's safe to publish: plain shapes and colours that load, run and hide nothing.

What is dangerous, slow, or looks different on every computer is refused by name: whoever gave the file should know
that it was in there. What editors leave behind goes without a word. Styles become attributes, as no page of ours
lets styles stand in a file.
"""

import io
import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from xml.etree.ElementTree import Element, ParseError, TreeBuilder, tostring

import cssselect2
import resvg_py
import tinycss2
from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import XMLParser
from PIL import Image, ImageChops
from py_svg_hush import filter_svg

from macros.problems import quoted
from macros.references import loaded_by_styles, scheme

PROPORTION = 8
"""How many times as long as wide, or as wide as long, a picture may be."""
_SVG, _HTML = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xhtml"
_MOST_ELEMENTS, _DEEPEST = 2_000, 40
_MOST_DRAWN, _EFFECT, _DASHES, _LAYER = 5_000, 100, 400, 10
"""How many elements may be drawn, each as often as it is used; as how many an effect counts, or dashes, or a layer."""
_LAYERED = frozenset(("opacity", "mask", "clip-path", "filter"))
_SIZES = (1, 10_000)
_COMPARED, _SEEN = 128, 16
"""The width at which a cleaned drawing is compared with the given one, and how far a colour may be off, of 255."""

_DRAWN = frozenset(
    {
        *("svg", "g", "switch", "defs", "symbol", "use", "path", "rect", "circle", "ellipse", "line"),
        *("polyline", "polygon", "linearGradient", "radialGradient", "stop", "clipPath", "mask", "pattern"),
        *("marker", "filter", "feBlend", "feColorMatrix", "feComponentTransfer", "feComposite"),
        *("feDropShadow", "feFlood", "feFuncA", "feFuncB", "feFuncG", "feFuncR", "feGaussianBlur"),
        *("feMerge", "feMergeNode", "feOffset"),
    }
)
"""The elements that are kept."""
_PAINTED = frozenset(
    {
        *("clip-path", "clip-rule", "color", "color-interpolation-filters", "display", "fill"),
        *("fill-opacity", "fill-rule", "filter", "flood-color", "flood-opacity", "marker-end"),
        *("marker-mid", "marker-start", "mask", "mask-type", "opacity", "overflow", "shape-rendering"),
        *("stop-color", "stop-opacity", "stroke", "stroke-dasharray", "stroke-dashoffset"),
        *("stroke-linecap", "stroke-linejoin", "stroke-miterlimit", "stroke-opacity", "stroke-width"),
        *("vector-effect", "visibility"),
    }
)
"""The properties of styles that can also stand in attributes."""
_MOST_STEPS = 300_000
_COMBINED, _SLOW = re.compile(r"\s*[>+]\s*|\s+"), frozenset("(:~")
"""What stands between the parts of a selector, and what makes one slow to try."""
_NOTES = ("data-", "aria-")
_UNITS: Mapping[str, float] = {"": 1, "px": 1, "pt": 4 / 3, "pc": 16, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96}
_LENGTH = re.compile(r"\s*([+]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)\s*([a-z]*)\s*", re.IGNORECASE)
_REFERENCE = re.compile(r"""url\(\s*(["']?)#([^"'()\s]++)\1\s*\)""")

_PLAIN = "Export it again as a plain SVG, or give a PNG instead"
_SCRIPT, _MOVEMENT, _PAGE = "a script", "a movement", "a piece of a web page"
_PICTURE, _TEXT, _EFFECTS = "another picture", "text, which every computer draws in another font", "a slow effect"
_KINDS: Mapping[str, str] = {
    **dict.fromkeys(("script", "handler", "listener"), _SCRIPT),
    **dict.fromkeys(("animate", "animatecolor", "animatemotion", "animatetransform", "set", "discard"), _MOVEMENT),
    **dict.fromkeys(("foreignobject", "iframe", "object", "embed", "audio", "video", "canvas", "link", "meta"), _PAGE),
    **dict.fromkeys(("image", "feimage"), _PICTURE),
    **dict.fromkeys(("text", "tspan", "textpath", "tref", "altglyph", "flowroot"), _TEXT),
}
"""What an element is that is refused, by its name in small letters."""
_FIXES: Mapping[str, str] = {
    _TEXT: "Turn the text into paths before you export it, or give a PNG instead",
    _EFFECTS: "Export it without effects, or give a PNG instead",
}


class Refused(Exception):  # noqa: N818 - says what happened
    """A file that cannot be used; `message` begins behind the file's name, and both lack their last full stop."""

    def __init__(self, message: str, fix: str) -> None:
        super().__init__(message)
        self.message = message
        self.fix = fix


def safe_drawing(data: bytes) -> bytes:
    """A plain SVG file in UTF-8 that looks like the given one, with a `viewBox`; raises `Refused`."""
    drawing = _parsed(data)
    _refuse(_dangers(drawing))
    _frame(drawing)
    given = tostring(drawing, encoding="unicode")
    try:
        _paint(drawing)
    except RecursionError:
        raise _too_complicated() from None
    _keep_what_is_drawn(drawing)
    _refuse_what_takes_long(drawing)
    _make_plain(drawing)
    try:
        clean: bytes = filter_svg(tostring(drawing))
    except ValueError:
        raise Refused("has parts with too many or too long names", _PLAIN) from None
    _refuse_unlike(pixels(clean.decode(), _COMPARED), pixels(given, _COMPARED))
    return clean


class _Builder(TreeBuilder):
    """Builds the tree of a drawing, and stops at the first sign of one that is made to be slow."""

    def __init__(self) -> None:
        super().__init__()
        self._depth = self._elements = 0

    def start(self, tag: str, attrs: dict[str, str], /) -> Element:
        """The start of an element."""
        self._depth += 1
        self._elements += 1
        if self._elements > _MOST_ELEMENTS or self._depth > _DEEPEST:
            raise Refused("has too many parts to be drawn quickly", "Give a simpler drawing, or a PNG instead")
        return super().start(tag, attrs)

    def end(self, tag: str, /) -> Element:
        """The end of an element."""
        self._depth -= 1
        return super().end(tag)

    def pi(self, target: str, text: str | None = None, /) -> Element:
        """An instruction for programs; one of them loads style sheets."""
        if target.lower() == "xml-stylesheet":
            raise Refused(f"loads styles from another file: {quoted(text or '')}", _PLAIN)
        return super().pi(target, text)


def _parsed(data: bytes) -> Element:
    try:
        parser = XMLParser(target=_Builder(), forbid_entities=True)
        parser.feed(data)
        drawing: Element = parser.close()
    except DefusedXmlException:
        raise Refused("holds definitions of its own (entities), which can hide anything", _PLAIN) from None
    except (ParseError, ValueError, LookupError) as error:
        raise Refused(f"cannot be read as SVG: {error}", "Export it again, as SVG in UTF-8") from None
    if drawing.tag != f"{{{_SVG}}}svg":
        raise Refused("holds no SVG drawing", _PLAIN)
    return drawing


def _refuse(dangers: Iterable[tuple[str, str]]) -> None:
    """Names everything dangerous at once, each kind with the first that was found of it."""
    found: dict[str, str] = {}
    for kind, where in dangers:
        found.setdefault(kind, where)
    if found:
        named = ", and ".join(f"{kind} ({quoted(where)})" for kind, where in found.items())
        fixes = dict.fromkeys(_FIXES.get(kind, _PLAIN) for kind in found)
        raise Refused(f"holds {named}", ". ".join(fixes))


def _dangers(drawing: Element) -> Iterator[tuple[str, str]]:
    """The kind of everything dangerous, slow or unlike from place to place, and what it is."""
    for element in drawing.iter():
        space, name = _named(element.tag)
        if kind := _KINDS.get(name.lower()):
            yield kind, f"<{name}>"
        elif space == _HTML:
            yield _PAGE, f"<{name}>"
        elif space == _SVG and name.startswith("fe") and name not in _DRAWN:
            yield _EFFECTS, f"<{name}>"
        elif space == _SVG and name == "style":
            yield from _dangers_of_styles(element.text or "")
        for attribute, value in element.items():
            yield from _dangers_of_attribute(name, *_named(attribute), value)


def _dangers_of_attribute(element: str, space: str, name: str, value: str) -> Iterator[tuple[str, str]]:
    if not space and name.lower().startswith("on") and len(name) > 2:
        yield _SCRIPT, name
    elif name == "href" and scheme(value) in ("javascript", "vbscript"):
        yield _SCRIPT, value
    elif name == "href" and element != "a" and not value.strip().startswith("#"):
        yield "something from elsewhere", value
    elif name == "href" and element == "a" and scheme(value) == "data":
        yield _PAGE, value
    elif not space and (name in _PAINTED or name == "style" or "url" in value.lower()):
        yield from _dangers_of_styles(value)


def _dangers_of_styles(css: str) -> Iterator[tuple[str, str]]:
    for address, _ in loaded_by_styles(css):
        if scheme(address) in ("javascript", "vbscript"):
            yield _SCRIPT, address
        elif not address.startswith("#"):
            yield "something from elsewhere", address
    if re.search(r"@[-\w]*keyframes", css, re.IGNORECASE):
        yield _MOVEMENT, "@keyframes"
    if re.search(r"\bvar\(", css, re.IGNORECASE):
        yield "colours that only its own styles know", "var()"


def _named(tag: str) -> tuple[str, str]:
    """The namespace and the name of an element or attribute."""
    space, _, name = tag.rpartition("}")
    return space.removeprefix("{"), name


def _too_complicated() -> Refused:
    return Refused("has styles that are too complicated", _PLAIN)


def _paint(drawing: Element) -> None:
    """Puts into attributes what styles say of each element."""
    matcher = _matcher(drawing)
    for wrapped in cssselect2.ElementWrapper.from_xml_root(drawing).iter_subtree():
        element = wrapped.etree_element
        said = [declarations for _, _, _, declarations in matcher.match(wrapped)]
        said.append(_declarations(element.get("style", "")))
        # What is marked as important comes last, in the same order.
        for weight in (False, True):
            for declarations in said:
                element.attrib.update({name: value for name, value, important in declarations if important is weight})


def _matcher(drawing: Element) -> cssselect2.Matcher:
    """The rules of the style sheets of a drawing; raises `Refused` for more than can be looked through quickly."""
    matcher = cssselect2.Matcher()
    elements, depth, steps = sum(1 for _ in drawing.iter()), _depth(drawing), 0
    for sheet in drawing.iter(f"{{{_SVG}}}style"):
        for rule in tinycss2.parse_stylesheet(sheet.text or "", skip_comments=True, skip_whitespace=True):
            for selector in _selectors(rule):
                # A selector of two parts is tried at all that an element stands in, and so on.
                written = tinycss2.serialize(rule.prelude).split(",")
                parts = max(len(_COMBINED.split(one.strip())) for one in written)
                steps += elements * depth ** min(parts - 1, _DEEPEST)
                if steps > _MOST_STEPS:
                    raise _too_complicated()
                matcher.add_selector(selector, _declarations(rule.content))
    return matcher


def _selectors(rule: Any) -> list[Any]:
    """The selectors of a rule; none of one for some screens or states only, and none that is slow to try."""
    if rule.type != "qualified-rule" or not _SLOW.isdisjoint(tinycss2.serialize(rule.prelude)):
        return []
    try:
        found: list[Any] = cssselect2.compile_selector_list(rule.prelude)
    except cssselect2.SelectorError:
        return []
    return found


def _depth(element: Element) -> int:
    return 1 + max(map(_depth, element), default=0)


def _declarations(css: object) -> list[tuple[str, str, bool]]:
    """Name and value of each property that can stand in an attribute, and whether it is marked as important."""
    found = tinycss2.parse_blocks_contents(css, skip_comments=True, skip_whitespace=True)
    return [
        (part.lower_name, tinycss2.serialize(part.value).strip(), part.important)
        for part in found
        if part.type == "declaration" and part.lower_name in _PAINTED
    ]


def _keep_what_is_drawn(drawing: Element) -> None:
    """Takes away what editors leave behind, links, and the names of styles."""
    for parent in drawing.iter():
        if parent.tag == f"{{{_SVG}}}a":
            parent.tag = f"{{{_SVG}}}g"
        parent[:] = [child for child in parent if _is_drawn(child.tag)]
        parent.text = parent.tail = None
        for attribute in [name for name in parent.attrib if name in ("style", "class") or name.startswith(_NOTES)]:
            del parent.attrib[attribute]


def _is_drawn(tag: str) -> bool:
    space, name = _named(tag)
    return space == _SVG and (name in _DRAWN or name == "a")


def _frame(drawing: Element) -> None:
    """Gives a drawing a `viewBox`, and a size of that shape; raises `Refused` where it says neither."""
    box = _box(drawing)
    if box is None:
        raise Refused("says neither its `viewBox` nor its width and height", "Export it again with a size")
    width, height = box[2:]
    if not all(_SIZES[0] <= side <= _SIZES[1] for side in (width, height)):
        raise Refused(f"is {width:g} wide and {height:g} high", "Export it with sides between 1 and 10000")
    refuse_proportion(width, height)
    for name in ("x", "y", "preserveAspectRatio"):
        drawing.attrib.pop(name, None)
    drawing.attrib |= {"viewBox": " ".join(f"{part:g}" for part in box), "width": f"{width:g}", "height": f"{height:g}"}


def refuse_proportion(width: float, height: float) -> None:
    """Raises `Refused` where a picture is too long or too wide to be shown beside a name."""
    if max(width, height) > PROPORTION * min(width, height):
        raise Refused(
            f"is {width:g} wide and {height:g} high, which is too long to be shown",
            f"Give a picture that is at most {PROPORTION} times as long as wide",
        )


def _box(drawing: Element) -> list[float] | None:
    """Left, top, width and height of what is shown, in the units of the drawing."""
    try:
        box = [float(part) for part in re.split(r"[\s,]+", drawing.get("viewBox", "").strip())]
    except ValueError:
        box = []
    if len(box) == 4 and all(map(math.isfinite, box)):
        return box
    width, height = (_length(drawing.get(side, "")) for side in ("width", "height"))
    return [0, 0, width, height] if width and height else None


def _length(text: str) -> float | None:
    """A length in pixels; None if it depends on where the drawing stands."""
    found = _LENGTH.fullmatch(text)
    return float(found[1]) * _UNITS[found[2].lower()] if found and found[2].lower() in _UNITS else None


def _refuse_what_takes_long(drawing: Element) -> None:
    """Counts every element as often as it is drawn; raises `Refused` for too many, or for one that draws itself."""
    targets = {element.get("id", ""): element for element in drawing.iter()}
    weights: dict[Element, float] = {}

    def weight(element: Element, inside: frozenset[Element]) -> float:
        if element in inside or len(inside) > 2 * _DEEPEST:
            raise Refused("has parts that draw each other without end", _PLAIN)
        if element not in weights:
            inner = [*element, *(targets[id] for id in _references(element) if id in targets)]
            weights[element] = _times(element) * (
                _own_weight(element) + sum(weight(part, inside | {element}) for part in inner)
            )
        return weights[element]

    if weight(drawing, frozenset()) > _MOST_DRAWN:
        raise Refused("takes long to draw", "Give a simpler drawing, or a PNG instead")


def _own_weight(element: Element) -> int:
    if _named(element.tag)[1].startswith("fe"):
        return _EFFECT
    return 1 if _LAYERED.isdisjoint(element.attrib) else _LAYER


def _times(element: Element) -> int:
    """How much work all is that an element holds or refers to: markers at each corner, and lines of many dashes."""
    if element.get("stroke-dasharray", "none") != "none":
        return _DASHES
    if not any(name.startswith("marker") for name in element.attrib):
        return 1
    return 1 + len(re.findall(r"\d+", element.get("d", "") + element.get("points", "")))


def _references(element: Element) -> Iterator[str]:
    """The ids of what an element uses."""
    for name, value in element.items():
        if _named(name)[1] == "href":
            yield value.strip().removeprefix("#")
        else:
            yield from (found[2] for found in _REFERENCE.finditer(value))


def _make_plain(drawing: Element) -> None:
    """Takes all prefixes away, and gives short plain ids to what is used; all other ids go."""
    names: dict[str, str] = defaultdict(lambda: f"p{len(names) + 1}")
    for element in drawing.iter():
        element.tag = _named(element.tag)[1]
        given = sorted(element.items())
        element.attrib.clear()
        for attribute, value in given:
            space, name = _named(attribute)
            if name == "href":
                element.set(name, f"#{names[value.strip().removeprefix('#')]}")
            elif not space:
                element.set(name, _REFERENCE.sub(lambda found: f"url(#{names[found[2]]})", value))
    for element in drawing.iter():
        if (id := element.attrib.pop("id", "")) in names:
            element.set("id", names[id])
    drawing.set("xmlns", _SVG)


def _refuse_unlike(clean: Image.Image, given: Image.Image) -> None:
    """Raises `Refused` where a cleaned drawing does not look as it did, or shows nothing."""
    if not clean.getbbox():
        raise Refused("shows nothing", _PLAIN)
    if clean.size != given.size or _furthest(clean, given) > _SEEN:
        raise Refused("uses styles that cannot be kept safely", _PLAIN)


def _furthest(one: Image.Image, other: Image.Image) -> int:
    """The greatest difference of a colour or opacity at the same place."""
    return max(ImageChops.difference(one, other).tobytes())


def pixels(drawing: str, width: int) -> Image.Image:
    """An SVG as pixels with transparency, `width` of them wide, without any text; raises `Refused`."""
    try:
        # No fonts: what they would draw differs from machine to machine.
        png = resvg_py.svg_to_bytes(svg_string=drawing, width=width, dpi=96, skip_system_fonts=True)
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException:  # What the program that draws cannot draw makes it panic, which is no `Exception`.
        raise Refused("cannot be drawn", _PLAIN) from None
    return Image.open(io.BytesIO(png), formats=("PNG",)).convert("RGBA")
