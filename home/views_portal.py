"""The portal's own pages: its front page, and the lists of what is too much for it."""

from collections.abc import Mapping
from itertools import groupby

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.accounts.requests import MemberRequest
from core.jobs import jobs
from core.mail.outbox.services import state_of_outbox
from home.portal import (
    Card,
    front_page,
    next_dates,
    own_organisations,
    reader_of,
    welcome_cards,
    welcoming_places,
)
from home.running import parts
from organisations.models import Organisation

PAGE_SIZE = 25
LONGEST_QUERY = 100


@login_required
@require_safe
def portal(request: MemberRequest) -> HttpResponse:
    """What waits for this user, what is on, and what can be done; without any role, whom to ask."""
    reader = reader_of(request.user, now=timezone.now())
    cards = front_page(reader)
    rest = [card for card in cards if not card.is_first]
    # Two municipalities may have one name: the key keeps them apart.
    groups = [
        (heading, list(of_group))
        for (heading, _place), of_group in groupby(rest, key=lambda card: (card.group, card.place))
    ]
    context = {
        "first": [card for card in cards if card.is_first],
        "dates": next_dates(reader),
        "own": own_organisations(reader),
        "groups": groups,
    }
    return render(request, "home/portal.html", context)


@login_required
@require_safe
def organisations(request: HttpRequest) -> HttpResponse:
    """The organisations that the user publishes for: a new activity for one of them."""
    found = Organisation.objects.with_member(request.user).called(asked_for(request))
    page = Paginator(found.select_related("municipality"), PAGE_SIZE).get_page(request.GET.get("page"))
    rows = [(one, one.municipality.name, [_publish(one), _says(one)]) for one in page]
    context = {
        "here": "events",
        "title": _("Your organisations"),
        "search_label": _("Name of the organisation"),
        "here_url": reverse("portal_organisations"),
    }
    return show_list(request, page, rows, context)


@login_required
@require_safe
def municipalities(request: MemberRequest) -> HttpResponse:
    """The municipalities where the user welcomes people, each with its pages."""
    found = welcoming_places(request.user).called(asked_for(request))
    page = Paginator(found.select_related("county"), PAGE_SIZE).get_page(request.GET.get("page"))
    rows = [(one, one.county.name, welcome_cards(one)) for one in page]
    context = {
        "here": "municipalities",
        "title": _("Your municipalities"),
        "search_label": _("Name of the municipality"),
        "here_url": reverse("portal_municipalities"),
    }
    return show_list(request, page, rows, context)


@login_required
@require_safe
def running(request: MemberRequest) -> HttpResponse:
    """How the site is running: for whoever runs it, and nobody else."""
    if not request.user.is_superuser:
        raise Http404
    now = timezone.now()
    context = {
        "parts": parts(now=now),
        "piles": state_of_outbox(now),
        "jobs": jobs(),
        "version": settings.VERSION,
        "now": now,
        "here": "running",
    }
    return render(request, "home/running.html", context)


def asked_for(request: HttpRequest) -> str:
    return request.GET.get("q", "")[:LONGEST_QUERY].strip()


def _publish(organisation: Organisation) -> Card:
    url = reverse("portal_event_start", args=[organisation.pk])
    return Card(group="", title=_("Publish an activity"), text="", url=url, icon="plus")


def _says(organisation: Organisation) -> Card:
    url = reverse("portal_organisation", args=[organisation.pk])
    return Card(group="", title=_("What people read"), text="", url=url, icon="people")


def show_list(request: HttpRequest, page, rows: list[tuple], context: Mapping[str, object]) -> HttpResponse:
    """A page of `rows`: each what it is about, where that is, and its cards."""
    shown = {"page": page, "rows": rows, "q": asked_for(request), "total": page.paginator.count}
    return render(request, "home/portal_list.html", {**context, **shown})
