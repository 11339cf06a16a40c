"""The public addresses of events. The portal's come first: "portal" would pass for a municipality here."""

from django.urls import include, path

from events.discovery import asking, event_page, views
from events.discovery.addresses import old_public_address

urlpatterns = [
    path("", include("events.organiser.urls")),
    path("<slug:municipality>/events/", views.event_list, name="event_list"),
    path("<slug:municipality>/events/<uuid:date>/", event_page.event_detail, name="event_detail"),
    path("<slug:municipality>/events/<uuid:date>/dates/", event_page.event_dates, name="event_dates"),
    path("<slug:municipality>/events/<uuid:date>/ask/", asking.ask_organiser, name="ask_organiser"),
    path("<slug:municipality>/events/<uuid:date>/ask/sent/", asking.question_sent, name="question_sent"),
    path("<slug:municipality>/events/<uuid:date>/qr.svg", event_page.event_qr, name="event_qr"),
    path(
        "<slug:municipality>/events/<int:pk>/",
        old_public_address("event_detail"),
        name="event_detail_by_number",
    ),
]
