"""The site's own addresses, and the bare view."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from config.urls import handler404, handler500, urlpatterns

__all__ = ["handler404", "handler500", "urlpatterns"]


def bare(request: HttpRequest) -> HttpResponse:
    return HttpResponse("Hei")


urlpatterns = [path("bench/bare/", bare), *urlpatterns]
