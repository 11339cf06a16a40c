"""Photographs of the portal that nothing shows: of a draft that was deleted, or that never came to be shown.

Who is seen in one has said yes to its being shown, and to nothing else. Those that staff have put into
Wagtail's library stay: they were uploaded to be chosen from.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import TextField
from django.db.models.functions import Cast
from wagtail.models import Revision

from core.models import Picture
from core.picture_choice import FROM_THE_PORTAL
from organisations.picturing.page import is_shown

# Whoever has just sent one is not through with it yet.
KEPT = timedelta(days=1)


def is_in_a_version(picture: Picture) -> bool:
    """Whether a version that may be shown (again) names it: a row's picture, or one in the body of a page.

    What only looks like it keeps it too. Old versions end by themselves.
    """
    versions = Revision.objects.annotate(words=Cast("content", TextField()))
    # A field or a block of a page, and an embed in its text: {"picture": 12}, {\\"value\\": 12}, id=\\"12\\".
    named = rf'(value|image|picture)\\*": \\*"?{picture.pk}\M|id=\\*"{picture.pk}\M'
    return versions.filter(words__regex=named).exists()


def drop_unused(*, now: datetime) -> int:
    """Delete them, file and all. Returns how many. `now` is UTC."""
    rows = Picture.objects.filter(picture_tags__tag__name=FROM_THE_PORTAL, created_at__lt=now - KEPT)
    return sum(_drop(pk) for pk in list(rows.order_by("pk").values_list("pk", flat=True)))


@transaction.atomic
def _drop(pk: int) -> bool:
    picture = Picture.objects.select_for_update(of=("self",)).filter(pk=pk).first()
    if picture is None or is_shown(picture) or is_in_a_version(picture):
        return False
    picture.delete()
    return True
