"""The organisers' portal."""

from django.urls import path

from events.organiser.views import activities

urlpatterns = [
    path("portal/events/", activities.events, name="portal_events"),
    path("portal/events/new/<int:organisation>/", activities.new, name="portal_event_new"),
    path("portal/events/<int:pk>/", activities.detail, name="portal_event"),
    path("portal/events/<int:pk>/edit/", activities.edit, name="portal_event_edit"),
    path("portal/dates/<int:pk>/cancel/", activities.cancel_date, name="portal_date_cancel"),
]
