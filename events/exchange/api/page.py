"""The page about the API, for people: what there is, an example, and what is good to know."""

from datetime import timedelta
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from core.clock import local_day
from core.formats import number
from core.mail.letter import absolute
from organisations.models import Municipality

LISTS = (
    ("occurrences", _("Dates of activities")),
    ("events", _("Activities")),
    ("organisations", _("Organisations")),
    ("venues", _("Places where people meet")),
    ("municipalities", _("Municipalities")),
    ("categories", _("Kinds of activities")),
)


@require_safe
def api_page(request: HttpRequest) -> HttpResponse:
    """One query: for a municipality that the example is about."""
    today = local_day(timezone.now())
    place = Municipality.objects.active().order_by("-population", "pk").first()
    asked = [("municipality", place.pk)] if place else []
    asked += [
        ("from", today.isoformat()),
        ("to", (today + timedelta(days=6)).isoformat()),
        ("limit", "5"),
        ("lang", get_language() or "nb"),
    ]
    context = {
        "lists": [(absolute(f"/api/v1/{name}"), label) for name, label in LISTS],
        "description": absolute("/api/v1/openapi.json"),
        "example": absolute(f"/api/v1/occurrences?{urlencode(asked)}"),
        "place": place,
        "often": number(settings.API_PER_MINUTE),
    }
    return render(request, "exchange/api_page.html", context)
