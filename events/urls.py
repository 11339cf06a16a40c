"""The public addresses of events. The portal's come first: "portal" would pass for a municipality here."""

from django.urls import include, path

from events.discovery import views
from events.discovery.addresses import old_public_address

urlpatterns = [
    path("", include("events.organiser.urls")),
    path("<slug:municipality>/events/", views.event_list, name="event_list"),
    path("<slug:municipality>/events/<uuid:date>/", views.event_detail, name="event_detail"),
    path(
        "<slug:municipality>/events/<int:pk>/",
        old_public_address("event_detail"),
        name="event_detail_by_number",
    ),
]
