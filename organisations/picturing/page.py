"""The page on which a picture is chosen, whatever it is a picture of."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from wagtail.models import ReferenceIndex

from core.accounts.requests import MemberRequest
from core.commits import after_commit
from core.drawings import drawing_of
from core.models import Picture, PictureRendition, PictureTag
from core.picture_choice import PictureChoiceForm
from organisations.models import Municipality
from organisations.tenancy.grants import collection_for


@dataclass(frozen=True)
class Pictured:
    """What it is a picture of: its `name`, in the language `language`, the picture of now, where it belongs.

    `put` stores another one, or None, and answers what the page then says.
    """

    name: str
    language: str
    current: Picture | None
    municipality: Municipality
    back: str
    here: str
    put: Callable[[Picture | None], str]
    # Whose it is, where others have things of the same name.
    organiser: str = ""


def picture_page(request: MemberRequest, of: Pictured) -> HttpResponse:
    """GET shows what is there; POST takes a photograph or a drawing, or `remove`."""
    if request.method == "POST" and "remove" in request.POST:
        messages.success(request, of.put(None))
        return redirect(of.back)
    form = PictureChoiceForm(
        request.POST or None, request.FILES or None, initial={"drawing": drawing_of(of.current)}
    )
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            picture = form.picture(user=request.user, collection=collection_for(of.municipality))
            said = of.put(picture)
        messages.success(request, said)
        return redirect(of.back)
    status = 400 if form.errors else 200
    return render(
        request, "organisations/picture.html", {"form": form, "of": of, "here": of.here}, status=status
    )


def drop_when_unused(picture: Picture | None) -> None:
    """After the transaction, delete a photograph that nothing shows any longer, file and all."""
    after_commit(_drop, picture)


def _drop(picture: Picture | None) -> None:
    # A drawing stays for others.
    if picture is not None and not drawing_of(picture) and not is_shown(picture):
        picture.delete()


def is_shown(picture: Picture) -> bool:
    """Whether anything points to it: a row, or the content of a page, which Wagtail's index knows of."""
    own = {PictureRendition, PictureTag}
    hidden_too = Picture._meta.get_fields(include_hidden=True)
    rows = [
        one for one in hidden_too if one.auto_created and one.one_to_many and one.related_model not in own
    ]
    return ReferenceIndex.get_references_to(picture).exists() or any(
        one.related_model._base_manager.filter(**{one.field.name: picture}).exists() for one in rows
    )


def saved(picture: Picture | None) -> str:
    """What is said of it when it is seen at once."""
    return _("The picture is shown now.") if picture else _("The picture is gone.")
