"""The organisers' portal."""

from django.urls import path

from events.organiser import views

urlpatterns = [
    path("portal/events/", views.events, name="portal_events"),
    path("portal/events/new/<int:organisation>/", views.new, name="portal_event_new"),
    path("portal/events/<int:pk>/", views.detail, name="portal_event"),
    path("portal/events/<int:pk>/edit/", views.edit, name="portal_event_edit"),
    path("portal/dates/<int:pk>/cancel/", views.cancel_date, name="portal_date_cancel"),
]
