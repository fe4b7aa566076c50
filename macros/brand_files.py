"""The files that a clinic names, made safe to publish: its logo and icon, and its font."""

import io
import re
import struct
import zlib
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Literal

from PIL import Image

from macros.problems import quoted
from macros.safe_drawing import Refused, pixels, refuse_proportion, safe_drawing

_KILOBYTE = 1024
_MOST_BYTES = {"svg": 100 * _KILOBYTE, "png": 300 * _KILOBYTE, "woff2": 150 * _KILOBYTE, "licence": 50 * _KILOBYTE}
_LONGEST_SIDE, _KEPT_SIDE = 4096, 512
"""The most pixels along a side of a PNG that is given, and of one that is kept."""
_TOUCH_SIDE, _TOUCH_MARGIN = 180, 14
"""The pixels along a side of the icon on the home screens of phones, and round a picture on it that has no ground."""
_WHITE, _BLACK = (255, 255, 255, 255), (17, 17, 17, 255)
_PNG = b"\x89PNG\r\n\x1a\n"
_SIGNATURES = {
    _PNG: "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"GIF8": "a GIF picture",
    b"RIFF": "a WebP picture or another recording",
    b"BM": "a BMP picture",
    b"\x1f\x8b": "a compressed file, such as SVGZ",
    b"PK": "a ZIP file",
    b"%PDF": "a PDF",
    b"\x00\x01\x00\x00": "a TrueType font",
    b"true": "a TrueType font",
    b"OTTO": "an OpenType font",
    b"ttcf": "a collection of fonts",
    b"wOFF": "a font in the older WOFF format",
    b"wOF2": "a WOFF2 font",
}
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_WOFF2 = struct.Struct(">4sIIHHIIHHIIIII")
_MOST_TABLES, _MOST_UNPACKED = 64, 4 * _KILOBYTE**2


@dataclass(frozen=True)
class Fault:
    """What is wrong with a file that is named in another one; see `Problem` for the fields."""

    rule: str
    message: str
    fix: str


@dataclass(frozen=True)
class Picture:
    """A picture that is safe to publish."""

    data: bytes
    suffix: Literal[".svg", ".png"]


def picture(folder: Path, name: str) -> Picture | Fault:
    """The picture in the file `name` of a clinic's folder, safe, small and without hidden data."""
    try:
        kind = _kind(name, "svg", "png")
        data = _read(folder, name, _MOST_BYTES[kind])
        if kind == "png":
            return Picture(_safe_png(data), ".png")
        _refuse_other_format(data, "Save it as SVG, or name a PNG")
        return Picture(safe_drawing(data), ".svg")
    except Refused as error:
        return _fault("brand-picture", name, error)


def font(folder: Path, name: str) -> bytes | Fault:
    """The WOFF2 font in the file `name` of a clinic's folder."""
    try:
        _kind(name, "woff2")
        data = _read(folder, name, _MOST_BYTES["woff2"])
        _refuse_unless_woff2(data)
    except Refused as error:
        return _fault("brand-font", name, error)
    return data


def licence(folder: Path, name: str) -> bytes | Fault:
    """The text of a font's licence in the file `name` of a clinic's folder."""
    try:
        data = _read(folder, name, _MOST_BYTES["licence"])
        data.decode("utf-8")
    except UnicodeDecodeError:
        return Fault("brand-font", f"{quoted(name)} is no text", "Give the text of the licence, in UTF-8")
    except Refused as error:
        return _fault("brand-font", name, error)
    return data


def touch_icon(icon: Picture) -> bytes:
    """A square PNG for the home screens of phones, on a ground of its own: what is transparent would be black there."""
    is_png = icon.suffix == ".png"
    shown = _opened(icon.data).convert("RGBA") if is_png else pixels(icon.data.decode(), _KEPT_SIDE)
    solid = shown.getchannel("A").getextrema()[0] == 255
    side = _TOUCH_SIDE - (0 if solid else 2 * _TOUCH_MARGIN)
    scale = side / max(shown.size)
    size = (max(1, round(shown.width * scale)), max(1, round(shown.height * scale)))
    small = shown.resize(size, Image.Resampling.LANCZOS)
    square = Image.new("RGBA", (_TOUCH_SIDE, _TOUCH_SIDE), _BLACK if _is_light(shown) else _WHITE)
    square.alpha_composite(small, ((_TOUCH_SIDE - size[0]) // 2, (_TOUCH_SIDE - size[1]) // 2))
    return _png(square.convert("RGB"))


def _fault(rule: str, name: str, error: Refused) -> Fault:
    return Fault(rule, f"{quoted(name)} {error.message}", error.fix)


def _kind(name: str, *kinds: str) -> str:
    """What a file is by the end of its name."""
    kind = PurePosixPath(name).suffix.lower().removeprefix(".")
    if kind not in kinds:
        wanted = " or ".join(f".{kind}" for kind in kinds)
        raise Refused(f"does not end in {wanted}", f"Save it as {wanted}; a new name alone is no help")
    return kind


def _read(folder: Path, name: str, most: int) -> bytes:
    """The bytes of an ordinary file inside a folder, which is reached through no link."""
    parts = name.split("/")
    if {"", ".", ".."} & set(parts) or re.search(r"[\\:\0]", name):
        raise Refused("is not inside the clinic's folder", "Put it there, and name it from there, as in `logo.svg`")
    path = folder.joinpath(*parts)
    steps = [folder.joinpath(*parts[: number + 1]) for number in range(len(parts))]
    try:
        if any(step.is_symlink() for step in steps):
            raise Refused("is a link to another place", "Put the file itself into the clinic's folder")
        if not path.is_file():
            there = "is no file" if path.exists() else "is not there"
            raise Refused(there, "Put it into your clinic's folder, and write its name with the same capital letters")
        with path.open("rb") as file:
            data = file.read(most + 1)
        size = path.stat().st_size
    except OSError as error:
        raise Refused(f"cannot be read: {error.strerror}", "Check its name, and who may read it") from None
    if len(data) > most:
        raise Refused(f"has {_kilobytes(size)} KB; the most is {_kilobytes(most)} KB", "Make it smaller")
    if not data.strip(b"\0 \t\r\n"):
        raise Refused("is empty", "Save it again")
    return data


def _kilobytes(size: int) -> int:
    return -(-size // _KILOBYTE)


def _refuse_other_format(data: bytes, fix: str) -> None:
    for signature, format in _SIGNATURES.items():
        if data.startswith(signature):
            raise Refused(f"holds {format}, whatever its name says", fix)


def _safe_png(data: bytes) -> bytes:
    """The pixels alone, written anew, at most `_KEPT_SIDE` along a side."""
    if not data.startswith(_PNG):
        _refuse_other_format(data, "Save it as PNG")
        raise Refused("holds no PNG picture", "Save it as PNG")
    given = _opened(data)
    width, height = given.size
    if max(width, height) > _LONGEST_SIDE:
        most = f"the most is {_LONGEST_SIDE} along a side"
        raise Refused(f"has {width} by {height} pixels; {most}", f"Save it with {_KEPT_SIDE} along its longer side")
    refuse_proportion(width, height)
    if getattr(given, "n_frames", 1) > 1:
        raise Refused("moves", "Save one picture of it")
    kept = _loaded(given)
    if not kept.getchannel("A").getbbox():
        raise Refused("shows nothing", "Save it again")
    kept.thumbnail((_KEPT_SIDE, _KEPT_SIDE), Image.Resampling.LANCZOS)
    return _png(kept)


def _opened(data: bytes) -> Image.Image:
    """A PNG of which only the head has been read."""
    try:
        return Image.open(io.BytesIO(data), formats=("PNG",))
    except (OSError, SyntaxError, ValueError, struct.error, zlib.error, Image.DecompressionBombError) as error:
        raise Refused("is a broken PNG picture, or far too large", "Save it again as PNG") from error


def _loaded(given: Image.Image) -> Image.Image:
    """The pixels of a PNG, in eight bits for each of red, green, blue and opacity."""
    try:
        given.load()
    except (OSError, SyntaxError, ValueError, struct.error, zlib.error) as error:
        raise Refused("is a broken PNG picture", "Save it again as PNG") from error
    if given.mode.startswith("I"):
        given = given.convert("I").point(lambda grey: grey / 256).convert("L")
    return Image.frombytes("RGBA", given.size, given.convert("RGBA").tobytes())


def _png(shown: Image.Image) -> bytes:
    written = io.BytesIO()
    shown.save(written, "PNG", optimize=True)
    return written.getvalue()


def _is_light(shown: Image.Image) -> bool:
    """Whether what is seen of a picture is nearer to white than to black."""
    seen = shown.getchannel("A")
    tones = shown.convert("L").histogram(seen.point(lambda opacity: 255 if opacity > 127 else 0))
    return sum(tone * count for tone, count in enumerate(tones)) > 200 * sum(tones)


def _refuse_unless_woff2(data: bytes) -> None:
    fix = "Convert the font to WOFF2, and name that file"
    if not data.startswith(b"wOF2"):
        _refuse_other_format(data, fix)
        raise Refused("holds no WOFF2 font", fix)
    if len(data) < _WOFF2.size or not _is_sane(data):
        raise Refused("is a broken WOFF2 font", "Get the file once more")


def _is_sane(data: bytes) -> bool:
    """Whether the head of a WOFF2 file fits the file."""
    _, flavour, length, tables, reserved, unpacked, packed, *_, meta, meta_length, _, private, private_length = (
        _WOFF2.unpack_from(data)
    )
    return (
        flavour in (0x00010000, 0x4F54544F, 0x74727565)
        and length == len(data)
        and 0 < tables <= _MOST_TABLES
        and reserved == 0
        and 0 < unpacked <= _MOST_UNPACKED
        and 0 < packed <= length - _WOFF2.size
        and meta + meta_length <= length
        and private + private_length <= length
    )
