"""Choosing a picture outside Wagtail's admin: a photograph with its words, or a drawing."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import Collection

from core.drawings import DRAWINGS, picture_of
from core.forms import Form
from core.models import Picture, User
from core.pictures import PictureField

# A tag: what was uploaded for one thing alone, and not into Wagtail's library.
FROM_THE_PORTAL = "portal"


class Focus(models.TextChoices):
    """What of a picture is kept where it has to be cut."""

    MIDDLE = "middle", _("In the middle")
    TOP = "top", _("At the top")
    BOTTOM = "bottom", _("At the bottom")
    LEFT = "left", _("On the left")
    RIGHT = "right", _("On the right")


# As shares of the width and the height.
POINTS = {
    Focus.MIDDLE: (0.5, 0.5),
    Focus.TOP: (0.5, 0.2),
    Focus.BOTTOM: (0.5, 0.8),
    Focus.LEFT: (0.2, 0.5),
    Focus.RIGHT: (0.8, 0.5),
}


class PictureChoiceForm(Form):
    """One of the two. A photograph says what is seen in it, for those who do not see it."""

    file = PictureField(
        label=_("A photograph of your own"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        help_text=_("Ask the people in it first. We remove from the file where it was taken."),
    )
    description = forms.CharField(
        label=_("What is seen in the photograph?"),
        required=False,
        max_length=200,
        help_text=_("One sentence, read aloud to those who do not see it: Five people drink coffee outside."),
    )
    focus = forms.ChoiceField(
        label=_("Where is what matters most?"), choices=Focus, initial=Focus.MIDDLE, required=False
    )
    drawing = forms.ChoiceField(
        label=_("Or a drawing"),
        required=False,
        choices=list(DRAWINGS.items()),
        widget=forms.RadioSelect,
    )

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if "file" in self.errors:
            return data
        if data.get("file") and not data.get("description"):
            self.add_error("description", gettext("Write what is seen in the photograph."))
        if not data.get("file") and not data.get("drawing"):
            self.add_error("file", gettext("Choose a photograph or a drawing."))
        return data

    def picture(self, *, user: User, collection: Collection) -> Picture:
        """What was chosen, as a row. A photograph is kept in `collection`."""
        data = self.cleaned_data
        if data["file"]:
            return keep(data["file"], data["description"], data["focus"], user=user, collection=collection)
        return picture_of(data["drawing"])


def keep(file: UploadedFile, description: str, focus: str, *, user: User, collection: Collection) -> Picture:
    """Store the photograph; `file` has passed `PictureField`."""
    picture = Picture(
        title=description[:100],
        description=description,
        file=file,
        collection=collection,
        uploaded_by_user=user,
    )
    across, down = POINTS[Focus(focus or Focus.MIDDLE)]
    width, height = picture.file.width, picture.file.height
    picture.focal_point_x, picture.focal_point_y = round(width * across), round(height * down)
    # A point has a width of its own: what stands round it stays in sight.
    picture.focal_point_width, picture.focal_point_height = width // 4, height // 4
    picture.save()
    picture.tags.add(FROM_THE_PORTAL)
    return picture
