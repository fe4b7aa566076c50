"""The files that a clinic names are safe to publish, or are refused with a word of what is wrong."""

import gzip
import io
import os
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image, ImageChops, PngImagePlugin

from macros.brand_files import Fault, Picture, font, picture, touch_icon
from macros.inspecting import faults
from macros.safe_drawing import pixels

ROOT = Path(__file__).parent.parent
NAMESPACES = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
SHAPE = '<path fill="#005eb8" d="M0 0h24v24H0z"/>'


def svg(inside: str = SHAPE, box: str = 'viewBox="0 0 24 24"', before: str = "") -> bytes:
    return f"{before}<svg {NAMESPACES} {box}>{inside}</svg>".encode()


def png(size: tuple[int, int] = (64, 64), mode: str = "RGBA", **options: object) -> bytes:
    shown = Image.new(mode, size)
    blue = {"RGBA": (0, 94, 184, 255), "RGB": (0, 94, 184), "LA": (9, 255)}
    shown.paste(blue.get(mode, 1), (0, 0, size[0], size[1] // 2))
    written = io.BytesIO()
    shown.save(written, "PNG", **options)
    return written.getvalue()


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png_that_says(width: int, height: int) -> bytes:
    head = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    pixels = zlib.compress(bytes(100_000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def woff2(**changes: int) -> bytes:
    fields = {"flavour": 0x00010000, "length": 148, "tables": 9, "reserved": 0, "unpacked": 400, "packed": 100}
    fields |= {"major": 1, "minor": 0, "meta": 0, "meta_length": 0, "meta_full": 0, "private": 0, "private_length": 0}
    return struct.pack(">4sIIHHIIHHIIIII", b"wOF2", *(fields | changes).values()) + bytes(100)


def zipped() -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        archive.writestr("logo.svg", svg())
    return written.getvalue()


def with_moving_picture() -> bytes:
    written = io.BytesIO()
    frames = [Image.new("RGBA", (20, 20), colour) for colour in ("red", "blue")]
    frames[0].save(written, "PNG", save_all=True, append_images=frames[1:])
    return written.getvalue()


USES = [f'<use href="#a{n}"/>' * 10 for n in range(11)]
USE_BOMB = '<g id="a0"><path d="M0 0h9v9z"/></g>' + "".join(f'<g id="a{n + 1}">{u}</g>' for n, u in enumerate(USES))
BLURS = '<feGaussianBlur stdDeviation="9"/>' * 60
FILTERS = f'<filter id="f">{BLURS}</filter><path filter="url(#f)" d="M0 0h9v9z"/>'
ATTRIBUTES = " ".join(f"a{n}='1'" for n in range(900))
CORNERS = "h1v1" * 400
MARKERS = f'<marker id="m">{SHAPE * 40}</marker><path marker-mid="url(#m)" stroke="red" d="M0 0{CORNERS}"/>'
ENTITIES = '<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>'
OUTSIDE = '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>'

HOSTILE_SVG: dict[str, tuple[bytes, str]] = {
    "script": (svg(f"<script>alert(1)</script>{SHAPE}"), "a script"),
    "script of another namespace": (
        svg(f'<h:script xmlns:h="http://www.w3.org/1999/xhtml">alert(1)</h:script>{SHAPE}'),
        "a script",
    ),
    "script in capitals": (svg(f"<SCRIPT>alert(1)</SCRIPT>{SHAPE}"), "a script"),
    "script inside metadata": (svg(f"<metadata><script>alert(1)</script></metadata>{SHAPE}"), "a script"),
    "handler on the drawing": (svg(box='viewBox="0 0 24 24" onload="alert(1)"'), "a script (`onload`)"),
    "handler on a shape": (svg('<path d="M0 0h9v9z" onclick="alert(1)"/>'), "a script (`onclick`)"),
    "link that is a script": (svg(f'<a href="javascript:alert(1)">{SHAPE}</a>'), "a script"),
    "link with a line end in its scheme": (svg(f'<a xlink:href=" java&#10;script:alert(1)">{SHAPE}</a>'), "a script"),
    "link that holds a page": (svg(f'<a href="data:text/html,x">{SHAPE}</a>'), "a piece of a web page"),
    "shape from elsewhere": (svg(f'<use xlink:href="https://evil.example/x.svg#a"/>{SHAPE}'), "from elsewhere"),
    "shape from a file beside it": (svg(f'<use href="other.svg#a"/>{SHAPE}'), "from elsewhere"),
    "picture from elsewhere": (
        svg(f'<image href="http://evil.example/x.png" width="9" height="9"/>{SHAPE}'),
        "picture",
    ),
    "picture that is a page": (
        svg(f'<image href="data:text/html,<script>1</script>"/>{SHAPE}'.replace("<script>1</script>", "&lt;script>")),
        "picture",
    ),
    "picture as an effect": (svg(f'<filter id="f"><feImage href="#a"/></filter>{SHAPE}'), "another picture"),
    "entity bomb": (svg("&c;" + SHAPE, before=ENTITIES), "definitions of its own"),
    "outside entity": (svg("&x;" + SHAPE, before=OUTSIDE), "definitions of its own"),
    "parameter entity": (
        svg(before='<!DOCTYPE svg [<!ENTITY % x SYSTEM "http://evil.example/x.dtd"> %x;]>'),
        "definitions of its own",
    ),
    "styles from elsewhere": (svg(f'<style>@import "https://evil.example/x.css";</style>{SHAPE}'), "from elsewhere"),
    "styles by instruction": (svg(before='<?xml-stylesheet href="https://evil.example/x.css"?>'), "loads styles"),
    "address in styles": (svg(f"<style>path{{fill:url(http://evil.example/x)}}</style>{SHAPE}"), "from elsewhere"),
    "escaped address": (svg(f"<style>path{{fill:u\\72l(//evil.example/x)}}</style>{SHAPE}"), "from elsewhere"),
    "address in a style": (svg('<path d="M0 0h9v9z" style="fill:url(//evil.example/x#y)"/>'), "from elsewhere"),
    "address in a colour": (svg('<path d="M0 0h9v9z" fill="url(https://evil.example/x#y)"/>'), "from elsewhere"),
    "page inside": (
        svg(f'<foreignObject><p xmlns="http://www.w3.org/1999/xhtml">x</p></foreignObject>{SHAPE}'),
        "page",
    ),
    "animated link": (
        svg(f'<a><animate attributeName="href" to="javascript:alert(1)"/>{SHAPE}</a>'),
        "a movement (`<animate>`)",
    ),
    "set": (svg('<path d="M0 0h9v9z"><set attributeName="onclick" to="alert(1)"/></path>'), "a movement"),
    "moving styles": (svg(f"<style>@keyframes a{{to{{opacity:0}}}}</style>{SHAPE}"), "a movement"),
    "nested use": (svg(USE_BOMB + '<use href="#a11"/>'), "takes long to draw"),
    "use of itself": (svg('<g id="a"><use href="#a"/><path d="M0 0h9v9z"/></g>'), "without end"),
    "many effects": (svg(FILTERS), "takes long to draw"),
    "many markers": (svg(MARKERS), "takes long to draw"),
    "many dashed lines": (svg('<path stroke="red" stroke-dasharray=".001" d="M0 0h9v9"/>' * 40), "takes long to draw"),
    "many layers": (svg('<path opacity=".5" d="M0 0h9v9z"/>' * 900), "takes long to draw"),
    "many styles": (svg(f"<style>{'*{fill:red}' * 4000}</style>{SHAPE * 100}"), "styles that are too complicated"),
    "slow styles": (
        svg(f"<style>z {'g ' * 14} path{{fill:red}}</style>{'<g>' * 30}{SHAPE}{'</g>' * 30}"),
        "styles that are too complicated",
    ),
    "deep style": (svg(f'<path d="M0 0h9v9z" style="fill:{"(" * 40_000}"/>'), "styles that are too complicated"),
    "beyond all measure": (
        svg('<g transform="scale(1e30)"><path stroke="red" d="M0 0h9v9z"/></g>', 'viewBox="0 0 9 9"'),
        "cannot be drawn",
    ),
    "too many attributes": (svg(f"<path {ATTRIBUTES} d='M0 0h9v9z'/>"), "too many or too long names"),
    "blended": (svg(f'{SHAPE}<path style="mix-blend-mode:multiply" fill="red" d="M0 0h9v9z"/>'), "cannot be kept"),
    "slow effect": (svg(f'<filter id="f"><feTurbulence numOctaves="99999"/></filter>{SHAPE}'), "a slow effect"),
    "too many shapes": (svg("<path/>" * 5000), "too many parts"),
    "too deep": (svg("<g>" * 5000 + "</g>" * 5000), "too many parts"),
    "nothing but space": (b" " * 50_000_000, "KB; the most is 100 KB"),
    "too large": (svg(SHAPE + " " * 200_000), "KB; the most is 100 KB"),
    "compressed": (gzip.compress(svg()), "a compressed file"),
    "zip": (zipped(), "a ZIP file"),
    "PNG by another name": (png(), "a PNG picture"),
    "web page": (b"<!doctype html><html><script>alert(1)</script></html>", "cannot be read as SVG"),
    "other XML": (b"<html xmlns='http://www.w3.org/1999/xhtml'/>", "holds no SVG drawing"),
    "text": (b"logo", "cannot be read as SVG"),
    "cut off": (svg()[:-9], "cannot be read as SVG"),
    "unknown encoding": (svg(before='<?xml version="1.0" encoding="utf-7"?>'), "cannot be read as SVG"),
    "empty": (b"", "is empty"),
    "no size": (svg(box=""), "says neither"),
    "size of the page": (svg(box='width="100%" height="100%"'), "says neither"),
    "too wide": (svg(box='viewBox="0 0 900 10"'), "too long to be shown"),
    "without height": (svg(box='viewBox="0 0 24 0"'), "is 24 wide and 0 high"),
    "endless": (svg(box='viewBox="0 0 1e30 1e30"'), "wide and"),
    "words": (svg(f'<text x="1" y="9">Clinic</text>{SHAPE}'), "text"),
    "blank": (svg('<path fill="none" d="M0 0h9v9z"/>'), "shows nothing"),
    "unknown colours": (svg('<path d="M0 0h9v9z" style="fill:var(--x)"/>'), "only its own styles know"),
}
VALID_SVG: dict[str, bytes] = {
    "our own": (ROOT / "docs/assets/icon.svg").read_bytes(),
    "Inkscape": svg(
        '<sodipodi:namedview xmlns:sodipodi="http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd" id="v"/>'
        "<metadata><r:RDF xmlns:r='http://www.w3.org/1999/02/22-rdf-syntax-ns#'/></metadata><title>Logo</title>"
        '<g xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape" inkscape:label="Layer 1" id="layer1">'
        '<path style="fill:#005eb8;fill-opacity:1;stroke:#ffffff;stroke-width:.26;-inkscape-stroke:none" '
        'd="M2 2h20v20H2z" id="path1"/></g>',
        'width="24mm" height="24mm" viewBox="0 0 24 24" version="1.1" id="svg1"',
        '<?xml version="1.0" encoding="UTF-8" standalone="no"?>\n<!-- Created with Inkscape -->\n',
    ),
    "Illustrator": svg(
        '<style type="text/css">.st0{fill:#005EB8;} .st1{fill:none;stroke:#C22;stroke-miterlimit:10;}</style>'
        '<g><path class="st0" d="M2 2h20v20H2z"/><circle class="st1" cx="12" cy="12" r="9"/></g>',
        'version="1.1" id="Layer_1" x="0px" y="0px" viewBox="0 0 24 24" '
        'style="enable-background:new 0 0 24 24;" xml:space="preserve"',
        '<?xml version="1.0" encoding="utf-8"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" '
        '"http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">',
    ),
    "gradients that inherit": svg(
        '<defs><linearGradient id="a"><stop offset="0" style="stop-color:#005eb8"/><stop offset="1" stop-color="red"/>'
        '</linearGradient><radialGradient id="b" xlink:href="#a" cx="12" cy="12" r="9" gradientUnits="userSpaceOnUse"/>'
        '</defs><path fill="url(#b)" d="M0 0h24v24H0z"/>'
    ),
    "clip path": svg(
        '<clipPath id="c"><circle cx="12" cy="12" r="9"/></clipPath><g clip-path="url(#c)">' + SHAPE + "</g>"
    ),
    "mask": svg(
        '<mask id="m" maskUnits="userSpaceOnUse" width="24" height="24"><path fill="#fff" d="M0 0h9v24H0z"/>'
        f'</mask><g mask="url(#m)">{SHAPE}</g>'
    ),
    "pattern": svg(
        '<pattern id="p" width="4" height="4" patternUnits="userSpaceOnUse"><path d="M0 0h2v2H0z"/></pattern>'
        '<path fill="url(#p)" d="M0 0h24v24H0z"/>'
    ),
    "symbol": svg(
        '<symbol id="s" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></symbol><use xlink:href="#s" width="9" height="9"/>'
    ),
    "shadow": svg(
        '<filter id="f"><feGaussianBlur in="SourceAlpha" stdDeviation="1"/><feOffset dx="1"/><feMerge><feMergeNode/>'
        '<feMergeNode in="SourceGraphic"/></feMerge></filter><path filter="url(#f)" fill="red" d="M4 4h9v9H4z"/>'
    ),
    "styles of different weight": svg(
        "<style>path{fill:red} #b.x{fill:lime} .x{fill:blue} g path{stroke:blue!important} @media print{path{fill:red}}"
        '</style><g><path id="b" class="x" style="stroke:red" d="M2 2h20v20H2z"/></g>'
    ),
    "many classes": svg(
        f"<style>{','.join(f'.a{n}' for n in range(60))}{{fill:blue}}</style>"
        + "".join(f'<path class="a{n}" d="M{n % 9} {n % 7}h9v9z"/>' for n in range(90))
    ),
    "addresses without end": svg(f'<path d="M0 0h9v9z" fill="{"url(#" * 15_000}"/>'),
    "styles as data": svg("<style><![CDATA[ g > path { fill: #005eb8 } ]]></style><g><path d='M0 0h9v9z'/></g>"),
    "names in other letters": svg(
        '<style>.größe{fill:url(#verlauf-ü)}</style><linearGradient id="verlauf-ü"><stop/>'
        '</linearGradient><path class="größe" d="M0 0h9v9z"/>'
    ),
    "byte order mark": b"\xef\xbb\xbf" + svg(),
    "UTF-16": svg(before='<?xml version="1.0" encoding="UTF-16"?>').decode().encode("utf-16"),
    "Latin-1": svg(before='<?xml version="1.0" encoding="iso-8859-1"?>'),
    "single quotes": svg().replace(b'"', b"'"),
    "prefix": b'<s:svg xmlns:s="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><s:path d="M0 0h9v9z"/></s:svg>',
    "size without viewBox": svg(box='width="24" height="24px"'),
    "link round all": svg(f'<a href="https://clinic.example/">{SHAPE}</a>'),
    "viewBox with commas": svg(box='viewBox="0,0,24,24" width="100%" height="100%"'),
    "corner elsewhere": svg('<path d="M-9-9h9v9z"/>', 'viewBox="-9 -9 18 18"'),
    "wide": svg('<path fill="red" d="M0 0h80v24z"/>', 'viewBox="0 0 80 24"'),
    "switch": svg(f'<switch><g systemLanguage="xx"/><g>{SHAPE}</g></switch>'),
    "arrow heads": svg(
        '<marker id="m" markerWidth="4" markerHeight="4" refX="2" refY="2"><circle cx="2" cy="2" r="2"/></marker>'
        '<path style="marker-end:url(#m)" stroke="red" d="M2 12h9"/>'
    ),
    "hidden part": svg(f'{SHAPE}<path style="display:none" d="M0 0h24v24z"/>'),
}


def given(folder: Path, name: str, data: bytes) -> Path:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)
    return folder


def refused(folder: Path, name: str) -> Fault:
    found = picture(folder, name)
    assert isinstance(found, Fault)
    assert found.rule == "brand-picture"
    assert found.fix
    assert not found.message.endswith(".")
    return found


def accepted(folder: Path, name: str) -> Picture:
    found = picture(folder, name)
    assert isinstance(found, Picture), found
    return found


@pytest.mark.parametrize("kind", HOSTILE_SVG)
def test_a_drawing_that_is_dangerous_or_cannot_be_shown_is_refused_by_name(kind: str, tmp_path: Path) -> None:
    data, said = HOSTILE_SVG[kind]
    message = refused(given(tmp_path, "logo.svg", data), "logo.svg").message
    assert message.startswith("`logo.svg` ")
    assert said in message


def test_everything_dangerous_in_a_drawing_is_named_at_once(tmp_path: Path) -> None:
    both = svg(f'<script/><animate/><path onclick="x"/><image href="http://evil.example/"/>{SHAPE}')
    message = refused(given(tmp_path, "logo.svg", both), "logo.svg").message
    assert all(said in message for said in ("a script", "a movement", "another picture", "something from elsewhere"))
    assert message.count("a script") == 1


@pytest.mark.parametrize("kind", VALID_SVG)
def test_a_drawing_of_any_editor_is_kept_and_looks_the_same(kind: str, tmp_path: Path) -> None:
    data = VALID_SVG[kind]
    found = accepted(given(tmp_path, "logo.svg", data), "logo.svg")
    text = data.decode("utf-16" if kind == "UTF-16" else "utf-8-sig").replace('encoding="UTF-16"', "")
    after = pixels(found.data.decode(), 96)
    off = ImageChops.difference(pixels(text, 96).resize(after.size), after).tobytes()
    assert sum(off) < 2 * len(off)
    assert after.getbbox()
    assert found == accepted(tmp_path, "logo.svg")


@pytest.mark.parametrize("kind", VALID_SVG)
def test_what_is_kept_of_a_drawing_passes_the_inspection_of_the_site(kind: str, tmp_path: Path) -> None:
    found = accepted(given(tmp_path / "clinic", "logo.svg", VALID_SVG[kind]), "logo.svg")
    (site := tmp_path / "site").mkdir()
    (site / "logo.svg").write_bytes(found.data)
    assert faults(site) == []
    assert b"viewBox" in found.data
    assert not any(
        clutter in found.data
        for clutter in (b"metadata", b"inkscape", b"style", b"class", b"<!--", b"DOCTYPE", b"xlink")
    )


def test_a_cleaned_drawing_is_cleaned_again_to_itself(tmp_path: Path) -> None:
    once = accepted(given(tmp_path, "logo.svg", VALID_SVG["Illustrator"]), "logo.svg").data
    assert accepted(given(tmp_path, "again.svg", once), "again.svg").data == once


HOSTILE_PNG: dict[str, tuple[bytes, str]] = {
    "bomb": (png_that_says(30_000, 30_000), "far too large"),
    "too many pixels": (png_that_says(5000, 4000), "has 5000 by 4000 pixels; the most is 4096 along a side"),
    "no pixels": (png_that_says(0, 0), "broken"),
    "fewer pixels than it says": (png_that_says(2000, 2000), "broken"),
    "cut off": (png()[:-30], "broken"),
    "cut off in its head": (png()[:20], "broken"),
    "changed": (png().replace(b"IDAT\x78", b"IDAT\x00"), "broken"),
    "signature only": (b"\x89PNG\r\n\x1a\n", "broken"),
    "text that unpacks to much": (
        png()[:33] + chunk(b"zTXt", b"a\0\0" + zlib.compress(bytes(90_000_000))) + png()[33:],
        "broken",
    ),
    "too large": (png() + os.urandom(400_000), "has 391 KB; the most is 300 KB"),
    "JPEG": (b"\xff\xd8\xff\xe0" + bytes(90), "holds a JPEG picture"),
    "SVG": (svg(), "holds no PNG picture"),
    "web page": (b"<script>alert(1)</script>", "holds no PNG picture"),
    "moving": (with_moving_picture(), "moves"),
    "blank": (png((8, 8)).replace(png((8, 8)), png_that_says(8, 8)), "shows nothing"),
    "too long": (png((10, 100)), "too long to be shown"),
    "empty": (b"", "is empty"),
}


@pytest.mark.parametrize("kind", HOSTILE_PNG)
def test_a_broken_or_huge_png_is_refused_with_its_numbers(kind: str, tmp_path: Path) -> None:
    data, said = HOSTILE_PNG[kind]
    assert said in refused(given(tmp_path, "logo.png", data), "logo.png").message


def interlaced() -> bytes:
    """Two by two pixels, all of them blue, in the order of Adam7."""
    passes = b"\0\0\0\xff" + b"\0\0\0\xff" + b"\0\0\0\xff\0\0\xff"
    head = struct.pack(">IIBBBBB", 2, 2, 8, 2, 0, 0, 1)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(passes)) + chunk(b"IEND", b"")


def sixteen_bit(value: int) -> bytes:
    rows = b"".join(b"\0" + struct.pack(">H", value) * 9 for _ in range(9))
    head = struct.pack(">IIBBBBB", 9, 9, 16, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("data", "corner"),
    [
        (png(), (0, 94, 184, 255)),
        (png(mode="RGB"), (0, 94, 184, 255)),
        (png(mode="L"), (1, 1, 1, 255)),
        (png(mode="1"), (255, 255, 255, 255)),
        (png(mode="P"), None),
        (png(mode="LA"), None),
        (interlaced(), (0, 0, 255, 255)),
        (sixteen_bit(0x8000), (128, 128, 128, 255)),
        (png((4096, 1024)), (0, 94, 184, 255)),
    ],
    ids=[
        "colours",
        "without transparency",
        "grey",
        "one bit",
        "palette",
        "grey with transparency",
        "interlaced",
        "sixteen bits",
        "large",
    ],
)
def test_a_png_of_any_kind_is_kept(data: bytes, corner: tuple[int, ...] | None, tmp_path: Path) -> None:
    found = accepted(given(tmp_path, "logo.png", data), "logo.png")
    shown = Image.open(io.BytesIO(found.data))
    assert max(shown.size) <= 512
    assert corner is None or shown.convert("RGBA").getpixel((0, 0)) == corner
    assert found == accepted(tmp_path, "logo.png")


def test_nothing_hidden_in_a_png_is_kept(tmp_path: Path) -> None:
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Comment", "<script>alert(1)</script>")
    notes.add_itxt("XML:com.adobe.xmp", "<x:xmpmeta/>", zip=True)
    data = png(pnginfo=notes, exif=b"Exif\0\0MM\0*\0\0\0\x08\0\0", icc_profile=b"profile") + zipped() + b"<script>"
    kept = accepted(given(tmp_path, "logo.png", data), "logo.png").data
    kinds = [kept[at : at + 4] for at in range(12, len(kept)) if kept[at : at + 4].isalpha() and kept[at - 3] == 0]
    assert not any(word in kept for word in (b"script", b"tEXt", b"iTXt", b"zTXt", b"eXIf", b"iCCP", b"PK\x03\x04"))
    assert kinds[0] == b"IHDR"
    assert kept.endswith(b"IEND\xaeB`\x82")


def _link(folder: Path) -> str:
    (folder / "logo.svg").symlink_to(folder.parent / "secret.svg")
    return "logo.svg"


def _linked_folder(folder: Path) -> str:
    (folder / "art").symlink_to(folder.parent)
    return "art/secret.svg"


def _pipe(folder: Path) -> str:
    os.mkfifo(folder / "logo.svg")
    return "logo.svg"


def _directory(folder: Path) -> str:
    (folder / "logo.svg").mkdir()
    return "logo.svg"


PLACES: dict[str, tuple[Callable[[Path], str], str]] = {
    "above": (lambda _: "../secret.svg", "is not inside"),
    "far above": (lambda _: "../../etc/passwd.svg", "is not inside"),
    "down and up": (lambda _: "art/../../secret.svg", "is not inside"),
    "absolute": (lambda folder: str(folder.parent / "secret.svg"), "is not inside"),
    "with backslashes": (lambda _: "..\\secret.svg", "is not inside"),
    "on a drive": (lambda _: "C:secret.svg", "is not inside"),
    "address": (lambda _: "https://evil.example/x.svg", "is not inside"),
    "with a zero byte": (lambda _: "logo\0.svg", "is not inside"),
    "link": (_link, "is a link"),
    "through a linked folder": (_linked_folder, "is a link"),
    "folder": (_directory, "is no file"),
    "pipe": (_pipe, "is no file"),
    "missing": (lambda _: "logo.svg", "is not there"),
    "long": (lambda _: "a" * 5000 + ".svg", "`aaaaa"),
    "passwords": (lambda _: "../../etc/passwd", "does not end in .svg or .png"),
    "other kind": (lambda _: "logo.jpg", "does not end in .svg or .png"),
    "no name": (lambda _: "", "does not end in .svg or .png"),
    "kind only": (lambda _: ".svg", "does not end in .svg or .png"),
}


@pytest.mark.parametrize("place", PLACES)
def test_only_an_ordinary_file_inside_the_clinics_folder_is_read(place: str, tmp_path: Path) -> None:
    (folder := tmp_path / "clinic").mkdir()
    (tmp_path / "secret.svg").write_bytes(svg())
    name, said = PLACES[place][0](folder), PLACES[place][1]
    assert said in refused(folder, name).message


def test_a_file_in_a_folder_of_the_clinic_is_read(tmp_path: Path) -> None:
    assert accepted(given(tmp_path, "art/Logo.SVG", svg()), "art/Logo.SVG").suffix == ".svg"


def touch(given: Picture) -> Image.Image:
    icon = Image.open(io.BytesIO(touch_icon(given)))
    assert icon.format == "PNG"
    assert icon.size == (180, 180)
    assert icon.mode == "RGB"
    return icon


def test_a_logo_makes_the_icon_of_the_home_screen(tmp_path: Path) -> None:
    for name, data in (("logo.svg", svg()), ("logo.png", png())):
        found = accepted(given(tmp_path, name, data), name)
        assert touch_icon(found) == touch_icon(found)
        assert touch(found).getpixel((90, 60)) == (0, 94, 184)


def test_a_wide_logo_stands_in_the_middle_of_a_white_square(tmp_path: Path) -> None:
    found = accepted(given(tmp_path, "logo.svg", VALID_SVG["wide"]), "logo.svg")
    assert touch(found).getpixel((90, 2)) == (255, 255, 255)
    assert touch(found).getpixel((120, 75)) == (255, 0, 0)


def test_a_white_logo_is_seen_on_the_home_screen(tmp_path: Path) -> None:
    white = svg('<circle fill="#fff" cx="12" cy="12" r="9"/>')
    icon = touch(accepted(given(tmp_path, "logo.svg", white), "logo.svg"))
    assert icon.getpixel((90, 90)) == (255, 255, 255)
    assert icon.getpixel((2, 2)) == (17, 17, 17)


HOSTILE_FONTS: dict[str, tuple[bytes, str]] = {
    "TrueType": (b"\0\1\0\0" + bytes(90), "holds a TrueType font"),
    "OpenType": (b"OTTO" + bytes(90), "holds an OpenType font"),
    "WOFF": (b"wOFF" + bytes(90), "older WOFF"),
    "zip": (zipped(), "holds a ZIP file"),
    "web page": (b"<script>alert(1)</script>", "holds no WOFF2 font"),
    "head only": (b"wOF2", "broken"),
    "cut off": (woff2()[:-1], "broken"),
    "more behind it": (woff2() + b"<script>", "broken"),
    "collection": (woff2(flavour=0x74746366), "broken"),
    "no tables": (woff2(tables=0), "broken"),
    "odd head": (woff2(reserved=1), "broken"),
    "unpacks to much": (woff2(unpacked=2**31), "broken"),
    "packed beyond its end": (woff2(packed=2**31), "broken"),
    "notes beyond its end": (woff2(meta=100, meta_length=2**20), "broken"),
    "too large": (woff2() + bytes(200_000), "KB; the most is 150 KB"),
    "empty": (b"", "is empty"),
}


@pytest.mark.parametrize("kind", HOSTILE_FONTS)
def test_a_font_that_is_no_woff2_is_refused(kind: str, tmp_path: Path) -> None:
    data, said = HOSTILE_FONTS[kind]
    found = font(given(tmp_path, "fonts/own.woff2", data), "fonts/own.woff2")
    assert isinstance(found, Fault)
    assert found.rule == "brand-font"
    assert said in found.message
    assert found.fix


def test_a_font_file_of_another_kind_is_refused(tmp_path: Path) -> None:
    found = font(given(tmp_path, "own.ttf", woff2()), "own.ttf")
    assert isinstance(found, Fault)
    assert "does not end in .woff2" in found.message


@pytest.mark.parametrize("file", sorted((ROOT / "docs/assets/fonts").glob("*.woff2")), ids=lambda file: file.name)
def test_a_real_font_is_kept_as_it_is(file: Path) -> None:
    assert font(file.parent, file.name) == file.read_bytes()
