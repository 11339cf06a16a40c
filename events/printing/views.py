"""The pages where a poster is ordered, the posters, and the pictures of shared links."""

import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core import limits
from core.formats import language_in_words
from core.isolation import filled
from core.languages import NORWEGIAN, language_codes
from core.typesetting import services
from core.typesetting.models import MadeFile
from core.typesetting.services import Recipe
from events.discovery.addresses import with_public_date
from events.discovery.cards import event_url
from events.discovery.doors import ClosedDoorError, closed_door, open_municipality
from events.models import Occurrence
from events.printing.poster import poster_recipe
from events.printing.preview import SHORT, picture_path, picture_recipe
from events.printing.week import week_recipe
from organisations.models import Municipality

# Who fetches the picture of a shared link asks once, and shows what it got for weeks: a worker gets this
# long.
PATIENCE = timedelta(seconds=2)
LOOK_EVERY = 0.1
# The other threads of a process serve people.
ONE_WAITS = threading.Lock()
FOR_EVER = "public, max-age=31536000, immutable"
MakeRecipe = Callable[..., Recipe]


@require_safe
@with_public_date
def event_poster(request: HttpRequest, occurrence: Occurrence) -> HttpResponse:
    """Orders the poster of a date, and shows how far it is."""
    args = [occurrence.municipality.slug, occurrence.public_id]
    context = {
        "title": occurrence.event.title,
        "occurrence": occurrence,
        "municipality": occurrence.municipality,
        "back_url": event_url(occurrence),
        "here": reverse("event_poster", args=args),
        "file": reverse("event_poster_file", args=args),
    }
    return ordering(request, partial(poster_recipe, occurrence), context)


@require_safe
@with_public_date
def event_file(request: HttpRequest, occurrence: Occurrence) -> HttpResponse:
    """The poster, as what it says stands now; the page that orders it where that is not made yet."""
    args = [occurrence.municipality.slug, occurrence.public_id]
    name = f"{occurrence.municipality.slug}-{occurrence.public_id.hex[:8]}"
    return made_file(request, partial(poster_recipe, occurrence), name, reverse("event_poster", args=args))


@require_safe
def week_poster(request: HttpRequest, municipality: str) -> HttpResponse:
    """Orders the sheet with a municipality's coming seven days."""
    try:
        place = open_municipality(municipality)
    except ClosedDoorError as door:
        return closed_door(request, door.municipality, door.slug)
    context = {
        "municipality": place,
        "back_url": reverse("event_list", args=[place.slug]),
        "here": reverse("week_poster", args=[place.slug]),
        "file": reverse("week_poster_file", args=[place.slug]),
    }
    return ordering(request, partial(week_recipe, place), context)


@require_safe
def week_file(request: HttpRequest, municipality: str) -> HttpResponse:
    try:
        place: Municipality = open_municipality(municipality)
    except ClosedDoorError as door:
        return closed_door(request, door.municipality, door.slug)
    return made_file(
        request, partial(week_recipe, place), place.slug, reverse("week_poster", args=[place.slug])
    )


@require_safe
def event_picture(request: HttpRequest, municipality: str, date: UUID, digest: str) -> HttpResponse:
    """The picture of a date in the page's language, by a digest of what it shows."""
    return with_public_date(partial(_picture, digest=digest))(request, municipality=municipality, date=date)


def _picture(request: HttpRequest, occurrence: Occurrence, *, digest: str) -> HttpResponse:
    """What is not made at once is shown as the site's own picture: a link to it is never broken."""
    recipe = picture_recipe(occurrence)
    if recipe.digest[:SHORT] != digest:
        return _for_now(picture_path(occurrence))
    now = timezone.now()
    made = services.ask(recipe=recipe, now=now)
    content = services.content_of(made) if _is_made_soon(made, now=now) else None
    if content is None:
        return _for_now(static("img/preview.png"))
    response = HttpResponse(content, content_type="image/png")
    response["Cache-Control"] = FOR_EVER
    return response


def _for_now(url: str) -> HttpResponse:
    response = HttpResponseRedirect(url)
    response["Cache-Control"] = "no-store"
    return response


def _is_made_soon(made: MadeFile, *, now: datetime) -> bool:
    """Whether it is made, or is while one can wait.

    Only who asks while it is new waits, one in each process; the others have the site's own picture.
    """
    looks = int(PATIENCE.total_seconds() / LOOK_EVERY)
    if made.is_made or now - made.asked_at > PATIENCE or not services.is_quiet():
        return made.is_made
    if not ONE_WAITS.acquire(blocking=False):
        return False
    try:
        for _look in range(looks):
            time.sleep(LOOK_EVERY)
            made.refresh_from_db(fields=["state", "file"])
            if made.state != MadeFile.State.WAITING:
                break
    finally:
        ONE_WAITS.release()
    return made.is_made


def ordering(request: HttpRequest, make_recipe: MakeRecipe, context: dict) -> HttpResponse:
    """The choice of a language; with one chosen, how far the file is. For htmx only the latter."""
    now = timezone.now()
    chosen = request.GET.get("language", "")
    context |= {"choices": _choices(context["here"], chosen), "chosen": chosen in language_codes()}
    if context["chosen"]:
        context |= _ordered(request, make_recipe(chosen=chosen, now=now), now=now)
        context["file"] += f"?language={chosen}"
        context["here"] += f"?language={chosen}"
    is_partial = request.headers.get("HX-Request") == "true"
    template = "events/printing/_made_answer.html" if is_partial else "events/printing/order.html"
    response = render(request, template, context)
    patch_vary_headers(response, ["HX-Request"])
    return response


def _ordered(request: HttpRequest, recipe: Recipe, *, now: datetime) -> dict[str, object]:
    """Asks for the file. What nobody has asked for before is counted by who asks."""
    try:
        if services.find(recipe=recipe) is None:
            limits.count_form(request)
    except limits.TooMany as too_many:
        limits.hold(request, too_many)
        return {"too_many": str(too_many)}
    made = services.ask(recipe=recipe, now=now)
    return {"made": made, "is_late": made.is_late(now=now)}


def _choices(here: str, chosen: str) -> list[dict[str, object]]:
    """Norwegian with each other language, the reader's own first; and Norwegian alone."""
    reader = get_language()
    others = [code for code in language_codes() if code not in NORWEGIAN]
    others.sort(key=lambda code: code != reader)
    labels: list[tuple[str, str]] = [
        (code, filled(_("Norwegian and %(language)s"), language=language_in_words(code))) for code in others
    ]
    labels.append(("nb", _("Only Norwegian")))
    return [
        {"label": label, "url": f"{here}?language={code}", "is_chosen": code == chosen}
        for code, label in labels
    ]


def made_file(request: HttpRequest, make_recipe: MakeRecipe, name: str, order_url: str) -> HttpResponse:
    """The file as what it says stands now; the page that orders it where that is not made yet."""
    now = timezone.now()
    chosen = request.GET.get("language", "")
    if chosen not in language_codes():
        return HttpResponseRedirect(order_url)
    made = services.find(recipe=make_recipe(chosen=chosen, now=now))
    content = services.content_of(made) if made and made.is_made else None
    if content is None:
        return HttpResponseRedirect(f"{order_url}?language={chosen}")
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}-{chosen}.pdf"'
    # What it says may change at any time: a browser asks again.
    response["Cache-Control"] = "no-cache"
    return response
