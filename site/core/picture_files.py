"""What an uploaded picture becomes before it is kept. Runs in a bounded process (`core.bounded`), without
Django.

It is decoded once, whole, so that nothing is kept that takes too long to decode; without what the camera
wrote into it, where it was, when, and whose it is; and no larger than any page shows it, so that making its
sizes later costs little. It answers with a line of JSON, {} or {"refused": reason}, and then the bytes.
"""

import io
import json
import warnings
from contextlib import suppress
from typing import Any

from PIL import Image

# More than nearly all phones make.
MAX_PIXELS = 50_000_000
# Of all the pictures of an animation together.
MAX_FRAMES = 500
# No page shows a picture wider, also on a screen with small pixels.
LONGEST_SIDE = 4096

ORIENTATION = 0x0112
METADATA = {"xmp", "comment", "photoshop", "XML:com.adobe.xmp"}
# What belongs to the picture itself.
KEPT = {"transparency", "dpi"}
# A phone's photograph with a second one in the same file; pages show the first.
PAIR_OF_JPEGS = "MPO"

TOO_MANY_PIXELS = "too many pixels"


class Refused(Exception):
    """The picture is larger than we take. Holds the reason."""


def read(data: bytes) -> bytes:
    """The answer of the bounded process."""
    try:
        answer, content = {}, prepared(data)
    except Refused as refused:
        answer, content = {"refused": str(refused)}, b""
    return json.dumps(answer).encode() + b"\n" + content


def prepared(data: bytes) -> bytes:
    """`data` as it is kept. Raises `Refused`, or whatever Pillow raises for what is no picture."""
    # Pillow's own limit is ours, and not only a warning.
    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    try:
        picture = Image.open(io.BytesIO(data))
        _check_declared(picture)
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        raise Refused(TOO_MANY_PIXELS) from None
    if getattr(picture, "is_animated", False) and picture.format != PAIR_OF_JPEGS:
        return _animation(picture, data)
    return _still(picture, data)


def _check_declared(picture: Image.Image) -> None:
    """Before anything is decoded."""
    frames = 1 if picture.format == PAIR_OF_JPEGS else _count_frames(picture)
    if frames > MAX_FRAMES or picture.width * picture.height * frames > MAX_PIXELS:
        raise Refused(TOO_MANY_PIXELS)


def _count_frames(picture: Image.Image) -> int:
    """How many there are, counted no further than needed: a GIF does not declare it."""
    if picture.format != "GIF":
        return getattr(picture, "n_frames", 1)
    number = 0
    with suppress(EOFError):
        while number <= MAX_FRAMES:
            picture.seek(number)
            number += 1
    picture.seek(0)
    return number


def _animation(picture: Image.Image, data: bytes) -> bytes:
    """All its pictures, without EXIF, XMP or words. A GIF has none of them but a comment."""
    has_metadata = picture.format != "GIF" and _has_metadata(picture, None)
    frames, durations = [], []
    for number in range(_count_frames(picture)):
        picture.seek(number)
        picture.load()
        if has_metadata:
            durations.append(picture.info.get("duration", 100))
            frames.append(picture.copy())
            frames[-1].info = {name: value for name, value in picture.info.items() if name in KEPT}
    if not has_metadata:
        return data
    content = io.BytesIO()
    frames[0].save(
        content,
        picture.format,
        save_all=True,
        append_images=frames[1:],
        duration=durations,
        loop=picture.info.get("loop", 0),
        **_quality(picture, False),
    )
    return content.getvalue()


def _still(picture: Image.Image, data: bytes) -> bytes:
    """A still picture without EXIF, XMP or comments, except for which way is up, and not too large."""
    turned = picture.getexif().get(ORIENTATION)
    shrinks = max(picture.size) > LONGEST_SIDE
    kind = "JPEG" if picture.format == PAIR_OF_JPEGS else picture.format
    options: dict[str, Any] = {"icc_profile": picture.info.get("icc_profile"), **_quality(picture, shrinks)}
    if turned:
        options["exif"] = Image.Exif()
        options["exif"][ORIENTATION] = turned
    has_metadata = _has_metadata(picture, turned)
    picture.load()
    if not (shrinks or has_metadata):
        return data
    picture.info = {name: value for name, value in picture.info.items() if name in KEPT}
    if shrinks:
        if picture.mode == "P":
            # Colours of a palette cannot be mixed.
            picture = picture.convert("RGBA" if "transparency" in picture.info else "RGB")
        picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS, reducing_gap=2.0)
    content = io.BytesIO()
    picture.save(content, kind, **options)
    return content.getvalue()


def _quality(picture: Image.Image, shrinks: bool) -> dict[str, object]:
    """How to save it again as it was, as far as its format can."""
    if picture.format == "JPEG" and not shrinks:
        return {"quality": "keep"}
    if picture.format in ("JPEG", PAIR_OF_JPEGS):
        return {"quality": 95}
    # A photograph of that size would weigh ten times as much without loss.
    return {"quality": 90} if shrinks and picture.format in ("WEBP", "AVIF") else {"lossless": True}


def _has_metadata(picture: Image.Image, turned: int | None) -> bool:
    if picture.format == PAIR_OF_JPEGS:
        return True
    tags = set(picture.getexif()) - ({ORIENTATION} if turned else set())
    return bool(tags or METADATA & set(picture.info) or getattr(picture, "text", None))
