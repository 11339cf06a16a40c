"""Where pictures of organisations and places are chosen."""

from django.urls import path

from organisations.picturing import views

urlpatterns = [
    path("portal/organisations/<int:pk>/picture/", views.of_organisation, name="portal_organisation_picture"),
    path("portal/venues/<int:pk>/picture/", views.of_venue, name="portal_venue_picture"),
]
