"""How a page of Wagtail's is found: in one question, where Wagtail asks for site, language and page."""

from django.db.models import Exists, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language
from wagtail import views
from wagtail.models import Site

from core.prepared import prepared
from home.models import HomePage


def serve_page(request: HttpRequest, path: str) -> HttpResponse:
    """As Wagtail does it, from the front page in the address's language on."""
    front = next(iter(_front_page(language=get_language() or "")), None)
    # Without one Wagtail looks for what stands in for it.
    if front is not None:
        names = [name for name in path.split("/") if name]
        try:
            found = front.route(request, names)
        except Http404:
            found = None
        request._wagtail_route_for_request = found  # type: ignore[attr-defined]  # where Wagtail keeps it
    return views.serve(request, path)


@prepared
def _front_page(language: str) -> QuerySet[HomePage]:
    """The one of the only site; none where there are several, for which the address is asked."""
    roots = Site.objects.filter(is_default_site=True).values("root_page__translation_key")
    others = Site.objects.filter(is_default_site=False)
    pages = HomePage.objects.filter(~Exists(others), translation_key__in=roots, live=True)
    return pages.filter(locale__language_code=language).select_related("locale", "alias_of__locale")
