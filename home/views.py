"""Pages of the front door that are not in Wagtail: the choice of language, the search, and about the site."""

from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from django.views import defaults
from django.views.decorators.http import require_safe

from core import privacy
from core.languages import direction, language_codes, language_name
from core.sms.messages import is_offered
from core.text import clean_line
from events.discovery.doors import closed_door
from home import sources
from home.finding import Places, look_up
from home.overview import municipalities_of, regions_with_dates
from home.searching import kinds_on_offer, search_everything
from organisations.models import Municipality, Region

LONGEST_QUERY = 100
MOST_ACTIVITIES = 12


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A 404 in words. `/nb/oslo/` of a municipality that does not take part yet says just that.

    `/nb/heroy/` asks which Herøy, and `/nb/leknes/` leads to the list of its municipality.
    """
    parts = request.path.strip("/").split("/")
    if len(parts) == 2 and parts[0] in language_codes():
        closed = Municipality.objects.filter(slug=parts[1], is_active=False).first()
        answer = closed_door(request, closed, parts[1])
        if closed is not None or answer.status_code != HTTPStatus.NOT_FOUND:
            return answer
    return defaults.page_not_found(request, exception)


@require_safe
def language_choice(request: HttpRequest) -> HttpResponse:
    """The first page of a first visit. Who has chosen goes straight on; `?change` asks again."""
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
    if chosen in language_codes() and "change" not in request.GET:
        response: HttpResponse = HttpResponseRedirect(f"/{chosen}/")
    else:
        # LocaleMiddleware has found the best match among the languages that the browser asks for.
        best = get_language()
        codes = sorted(language_codes(), key=lambda code: code != best)
        languages = [
            {"code": code, "name": language_name(code), "dir": direction(code), "best": code == best}
            for code in codes
        ]
        response = render(request, "home/language_choice.html", {"languages": languages})
    patch_vary_headers(response, ["Cookie", "Accept-Language"])
    return response


@require_safe
def municipality_search(request: HttpRequest) -> HttpResponse:
    """What `q` is called: one sure place leads on to it. For htmx only the list of answers."""
    text = clean_line(request.GET.get("q", ""))[:LONGEST_QUERY].strip()
    is_partial = request.headers.get("HX-Request") == "true"
    places = look_up(text) if text else Places()
    response: HttpResponse
    if places.sure and places.sure.url and not is_partial:
        response = HttpResponseRedirect(places.sure.url)
    else:
        now = timezone.now()
        found = search_everything(text=text, language=get_language() or "", now=now, limit=MOST_ACTIVITIES)
        # What there is instead, for an empty answer or question; nothing for a field emptied while typing.
        is_empty = not places.number and not found and not (is_partial and not text)
        context = {
            "q": text,
            "places": places,
            # A place that is called so, or begins so, stands before what has the word.
            "is_a_place": places.begins,
            "found": found,
            "kinds": kinds_on_offer(now=now) if is_empty and text else [],
            "regions": regions_with_dates(now=now) if is_empty else [],
        }
        template = "home/_search_answer.html" if is_partial else "home/municipality_search.html"
        response = render(request, template, context)
    patch_vary_headers(response, ["HX-Request"])
    return response


@require_safe
def region_page(request: HttpRequest, slug: str) -> HttpResponse:
    """The municipalities of a county or district that take part, and how much is on in each this week."""
    region = get_object_or_404(Region, slug=slug)
    places = municipalities_of(region, now=timezone.now())
    context = {
        "region": region,
        "places": places,
        "number": sum(count for _place, count in places),
        "regions": [] if places else regions_with_dates(now=timezone.now()),
    }
    return render(request, "home/region_page.html", context)


@require_safe
def privacy_page(request: HttpRequest) -> HttpResponse:
    purposes = [each for each in privacy.PURPOSES if each is not privacy.SMS or is_offered()]
    return render(request, "home/privacy.html", {"purposes": purposes})


@require_safe
def data_sources(request: HttpRequest) -> HttpResponse:
    return render(request, "home/data_sources.html", {"data": sources.DATA, "design": sources.DESIGN})
