"""Pictures without what the camera wrote into them: where it was, when, and whose it is."""

import io
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from PIL import Image
from wagtail.images.forms import BaseImageForm

ORIENTATION = 0x0112
METADATA = {"xmp", "comment", "photoshop", "XML:com.adobe.xmp"}
# What belongs to the picture itself.
KEPT = {"transparency", "dpi"}
# A phone's photograph with a second one in the same file; pages show the first.
PAIR_OF_JPEGS = "MPO"


def without_metadata(file: UploadedFile) -> UploadedFile:
    """`file` as a picture without EXIF, XMP or comments, except for which way is up.

    Wagtail would copy all of it into every size of the picture that a page shows.
    """
    file.seek(0)
    picture = Image.open(file)
    kept = Image.Exif()
    turned = picture.getexif().get(ORIENTATION)
    if turned:
        kept[ORIENTATION] = turned
    if not _has_metadata(picture, turned):
        file.seek(0)
        return file
    kind = "JPEG" if picture.format == PAIR_OF_JPEGS else picture.format
    options: dict[str, Any] = {
        "icc_profile": picture.info.get("icc_profile"),
        "exif": kept,
        **_lossless(picture),
    }
    picture.load()
    picture.info = {name: value for name, value in picture.info.items() if name in KEPT}
    content = io.BytesIO()
    picture.save(content, kind, **options)
    return SimpleUploadedFile(file.name or "", content.getvalue(), file.content_type or "")


def _lossless(picture: Image.Image) -> dict[str, object]:
    """How to save it again as it was, as far as its format can."""
    if picture.format == "JPEG":
        return {"quality": "keep"}
    return {"quality": 95} if picture.format == PAIR_OF_JPEGS else {"lossless": True}


def _has_metadata(picture: Image.Image, turned: int | None) -> bool:
    """An animation is left as it is: no camera makes one, and saving it would keep its first picture only."""
    if picture.format == PAIR_OF_JPEGS:
        return True
    if getattr(picture, "is_animated", False):
        return False
    tags = set(picture.getexif()) - ({ORIENTATION} if turned else set())
    return bool(tags or METADATA & set(picture.info))


class PictureForm(BaseImageForm):
    """Every way to upload a picture in the admin goes through this form."""

    def clean_file(self) -> UploadedFile:
        file = self.cleaned_data["file"]
        return without_metadata(file) if isinstance(file, UploadedFile) else file
