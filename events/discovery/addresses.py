"""The addresses of dates: by their public id, which never changes; older ones, with a number, lead on."""

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse

from core.prepared import prepared
from events.discovery.texts import attach_texts
from events.models import Event, Occurrence, OccurrenceQuerySet, ProgrammeItem
from organisations.models.texts import VenueText

# What other rooms need of every date of an address: attributes by their names, in the date's own query.
_loaded: dict[str, Exists | Subquery] = {}
View = Callable[[HttpRequest, Occurrence], HttpResponse]


def loaded_with_dates(**values: Exists | Subquery) -> None:
    """Register what `with_public_date` loads too. It is there on no other date: ask with `hasattr`."""
    _loaded.update(values)


def with_public_date(view: View) -> Callable[..., HttpResponse]:
    """Give `view` the public date of the address, with all that a card shows; a 404 when there is none.

    An activity may move to another municipality: the address with the old one leads to the new one.
    """

    @wraps(view)
    def answer(request: HttpRequest, municipality: str, date: UUID) -> HttpResponse:
        occurrence = next(iter(_with_all_of_it(public_id=date)), None)
        if occurrence is None:
            raise Http404
        attach_texts([occurrence.event])
        slug = occurrence.municipality.slug
        if slug != municipality:
            return lead_on(request, request.path.replace(f"/{municipality}/", f"/{slug}/", 1))
        return view(request, occurrence)

    return answer


@prepared
def _with_all_of_it(public_id: UUID) -> QuerySet[Occurrence]:
    rows = _public().with_rows_of_cards().annotate(**_loaded, **_children())
    also = ("series", "municipality__county", "organisation__municipality", "venue__municipality")
    return rows.select_related(*also, "event__picture").filter(public_id=public_id)


def _children() -> dict[str, Exists]:
    """Whether there is what most dates have none of, so that nobody asks for it."""
    event = OuterRef("event")
    return {
        "has_partners": Exists(Event.co_organisers.through.objects.filter(event=event)),
        "has_programme": Exists(ProgrammeItem.objects.filter(event=event)),
        "has_texts_of_venue": Exists(VenueText.objects.filter(venue=OuterRef("venue"))),
    }


def _public() -> OccurrenceQuerySet:
    return Occurrence.objects.public().filter(municipality__is_active=True)


def old_public_address(name: str) -> Callable[..., HttpResponse]:
    """What answers at the address with a number of the page called `name`."""

    def answer(request: HttpRequest, municipality: str, pk: int) -> HttpResponse:
        rows = _public().select_related("municipality")
        date = get_object_or_404(rows, pk=pk, municipality__slug=municipality)
        return lead_on(request, reverse(name, args=[date.municipality.slug, date.public_id]))

    return answer


def old_portal_address(name: str) -> Callable[..., HttpResponse]:
    """The same for a page of the portal: for those who may see the date."""

    @login_required
    def answer(request: HttpRequest, pk: int) -> HttpResponse:
        date = get_object_or_404(Occurrence.objects.for_user(request.user), pk=pk)
        return lead_on(request, reverse(name, args=[date.public_id]))

    return answer


def lead_on(request: HttpRequest, path: str) -> HttpResponse:
    """For good, with what was asked for; a form that was open meanwhile is sent to the new address."""
    query = request.META.get("QUERY_STRING", "")
    is_form = request.method not in ("GET", "HEAD")
    return HttpResponsePermanentRedirect(f"{path}?{query}" if query else path, preserve_request=is_form)
