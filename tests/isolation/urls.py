"""The site's addresses, with a short page for what is not there: thousands of them are asked for here."""

from django.http import HttpRequest, HttpResponse, HttpResponseNotFound

from config.urls import urlpatterns

__all__ = ["handler404", "urlpatterns"]


def handler404(request: HttpRequest, exception: Exception) -> HttpResponse:
    return HttpResponseNotFound()
