"""The calendar of a place, and the page on which two places become one. The portal's stand first."""

from django.urls import path

from events.venues import views

urlpatterns = [
    path("portal/venues/<int:pk>/calendar/", views.portal_venue_month, name="portal_venue_month"),
    path("portal/venues/<int:pk>/merge/", views.merge, name="portal_venue_merge"),
    path("<slug:municipality>/places/<int:pk>/calendar/", views.venue_month, name="venue_month"),
]
