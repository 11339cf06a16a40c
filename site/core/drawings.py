"""Drawings for those who have no photograph: of the things that people meet about."""

from pathlib import Path

from django.conf import settings
from django.core.files.images import ImageFile
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.models import Picture

FOLDER = Path(settings.STATICFILES_DIRS[0]) / "img" / "drawings"
# The name of the file, without its ending, and what is drawn.
DRAWINGS: dict[str, Promise] = {
    "coffee": _("Cups of coffee"),
    "meeting": _("People round a table"),
    "door": _("A house with its door open"),
    "books": _("Shelves of books"),
    "food": _("A pot on a stove"),
    "hike": _("A path in the mountains"),
    "ball": _("A ball before a goal"),
    "yarn": _("Yarn and needles"),
    "notes": _("Notes and a keyboard"),
}


def picture_of(name: str) -> Picture:
    """The drawing as a picture, one row for all who use it. It is decoration: nothing is said of it.

    Raises `KeyError` for a name that is none.
    """
    DRAWINGS[name]
    title = f"drawing-{name}"
    stored = Picture.objects.filter(title=title, uploaded_by_user=None).order_by("pk").first()
    if stored is not None:
        return stored
    with (FOLDER / f"{name}.jpg").open("rb") as file:
        return Picture.objects.create(title=title, credit="Møteplass", file=ImageFile(file, f"{title}.jpg"))


def drawing_of(picture: Picture | None) -> str:
    """The name of the drawing that `picture` is; empty for a photograph or none."""
    name = picture.title.removeprefix("drawing-") if picture and picture.uploaded_by_user_id is None else ""
    return name if name in DRAWINGS else ""
