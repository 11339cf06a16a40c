"""Addresses at which readers say that a date was closed, and staff see what nobody answers for."""

from django.urls import path

from events.confirming import closed_page

urlpatterns = [
    path("<slug:municipality>/events/<uuid:date>/closed/", closed_page.found_closed, name="found_closed"),
]
