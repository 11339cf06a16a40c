"""Addresses at which readers say that a date was closed, and staff see what nobody answers for."""

from django.urls import path

from events.confirming import closed_page, editor_views, portal_page

urlpatterns = [
    path("<slug:municipality>/events/<uuid:date>/closed/", closed_page.found_closed, name="found_closed"),
    path("portal/dates/<uuid:date>/confirm/", portal_page.confirm, name="portal_date_confirm"),
    path("portal/is-it-on/<str:kommunenummer>/", editor_views.is_it_on, name="portal_is_it_on"),
    path("portal/is-it-on/<str:kommunenummer>/<int:series>/", editor_views.act, name="portal_is_it_on_act"),
]
