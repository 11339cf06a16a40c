"""The portal's pages of organisations and of places."""

from django.urls import path

from organisations.directory import views

urlpatterns = [
    path("portal/directory/", views.organisations, name="portal_directory"),
    path("portal/organisations/new/", views.new_organisation, name="portal_organisation_new"),
    path("portal/organisations/<int:pk>/", views.organisation, name="portal_organisation"),
    path("portal/organisations/<int:pk>/edit/", views.edit_organisation, name="portal_organisation_edit"),
    path("portal/organisations/<int:pk>/state/", views.organisation_state, name="portal_organisation_state"),
    path(
        "portal/organisations/<int:pk>/texts/<slug:language>/",
        views.organisation_text,
        name="portal_organisation_text",
    ),
    path("portal/venues/", views.venues, name="portal_venues"),
    path("portal/venues/new/", views.new_venue, name="portal_venue_new"),
    path("portal/venues/<int:pk>/", views.venue, name="portal_venue"),
    path("portal/venues/<int:pk>/edit/", views.edit_venue, name="portal_venue_edit"),
    path("portal/venues/<int:pk>/delete/", views.delete_venue, name="portal_venue_delete"),
    path("portal/venues/<int:pk>/texts/<slug:language>/", views.venue_text, name="portal_venue_text"),
]
