"""How a picture comes in, and how its sizes are made: never with more work than a page has time for."""

import json
from typing import IO, Any, cast

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.forms import FileField
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm
from wagtail.images.models import Image

from core import picture_files
from core.bounded import TooMuchWork, Unreadable, run_bounded
from core.forms import Explained
from core.isolation import filled

# A photograph of the largest size we take needs two seconds and half of this.
SECONDS, MEGABYTES = 15, 600


class PictureRefused(Exception):
    """The picture cannot be kept. The message says why, and what to do."""


def prepared(data: bytes) -> bytes:
    """The uploaded picture `data` as it is kept (`core.picture_files`). Raises `PictureRefused`."""
    try:
        answer = run_bounded("core.picture_files:read", data, seconds=SECONDS, megabytes=MEGABYTES)
    except Unreadable:
        raise PictureRefused(
            _(
                "This file is damaged or is not a picture. "
                "Open it on your computer, save it as JPEG or PNG, and upload it again."
            )
        ) from None
    except TooMuchWork:
        raise _too_large() from None
    header, _newline, content = answer.partition(b"\n")
    if json.loads(header):
        raise _too_large()
    return content


def _too_large() -> PictureRefused:
    return PictureRefused(
        filled(
            _(
                "The picture is too large. We take pictures of up to %(count)s million pixels: "
                "make it smaller, for example 3000 pixels wide, and upload it again."
            ),
            count=picture_files.MAX_PIXELS // 1_000_000,
        )
    )


class PictureField(WagtailImageField):
    """Wagtail's, which opens a file only after a bounded process has decoded it and let it pass."""

    def to_python(self, data: Any) -> Any:
        file = FileField.to_python(self, data)
        if file is None:
            return None
        self.check_image_file_size(file)
        return super().to_python(self._prepared(cast(UploadedFile, file)))

    def _prepared(self, file: UploadedFile) -> UploadedFile:
        file.seek(0)
        before = file.read()
        try:
            after = prepared(before)
        except PictureRefused as refused:
            raise ValidationError(str(refused), code="picture_refused") from None
        if after != before:
            # In the upload itself: Wagtail keeps that one when another field of the form is wrong.
            kept = cast(IO[bytes], file.file)
            kept.seek(0)
            kept.truncate()
            kept.write(after)
            kept.flush()
            file.size = len(after)
        file.seek(0)
        return file


class PictureForm(Explained, BaseImageForm):
    """Every way to upload a picture in the admin goes through this form."""

    file = PictureField(
        label=capfirst(Image._meta.get_field("file").verbose_name), widget=BaseImageForm.Meta.widgets["file"]
    )
