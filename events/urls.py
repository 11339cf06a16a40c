"""The public addresses of events. The portal's come first: "portal" would pass for a municipality here."""

from django.urls import include, path

from events.discovery import views

urlpatterns = [
    path("", include("events.organiser.urls")),
    path("<slug:municipality>/events/", views.event_list, name="event_list"),
    path("<slug:municipality>/events/<int:pk>/", views.event_detail, name="event_detail"),
]
