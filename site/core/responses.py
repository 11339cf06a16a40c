"""Answers that are not the page a person hoped for, but still help them on."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def problem(
    request: HttpRequest,
    *,
    status: int,
    title: str,
    message: str,
    next_url: str = "",
    next_label: str = "",
) -> HttpResponse:
    """A page that says what happened, what was kept, and where to go next. `status` is the HTTP status."""
    context = {"title": title, "message": message, "next_url": next_url, "next_label": next_label}
    return render(request, "core/problem.html", context, status=status)
