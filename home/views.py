"""Pages of the front door that are not in Wagtail: the choice of language, the search, and about the site."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from django.views import defaults
from django.views.decorators.http import require_safe

from core import privacy
from core.languages import direction, language_codes, language_name
from events.discovery.views import closed_door
from home import sources
from home.overview import active_municipalities, search_municipalities
from organisations.models import Municipality

LONGEST_QUERY = 100


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A 404 in words. `/nb/oslo/` of a municipality that does not take part yet says just that.

    And `/nb/heroy/` asks which Herøy.
    """
    parts = request.path.strip("/").split("/")
    if len(parts) == 2 and parts[0] in language_codes():
        closed = Municipality.objects.filter(slug=parts[1], is_active=False).first()
        if closed is not None or len(Municipality.objects.called(parts[1])) > 1:
            return closed_door(request, closed, parts[1])
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
    """The municipalities with a name like `q`; for htmx only the list of them."""
    text = request.GET.get("q", "")[:LONGEST_QUERY].strip()
    is_partial = request.headers.get("HX-Request") == "true"
    found = search_municipalities(text=text) if text else []
    context = {
        "q": text,
        "found": found,
        # What there is instead, for an empty answer or question; nothing for a field emptied while typing.
        "active": active_municipalities() if not found and not (is_partial and not text) else [],
    }
    template = "home/_search_answer.html" if is_partial else "home/municipality_search.html"
    response = render(request, template, context)
    patch_vary_headers(response, ["HX-Request"])
    return response


@require_safe
def privacy_page(request: HttpRequest) -> HttpResponse:
    return render(request, "home/privacy.html", {"purposes": privacy.PURPOSES})


@require_safe
def data_sources(request: HttpRequest) -> HttpResponse:
    return render(request, "home/data_sources.html", {"data": sources.DATA, "design": sources.DESIGN})
