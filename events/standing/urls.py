"""The portal's pages about places with opening hours, and the link of "Still right?"."""

from django.urls import path

from events.standing import views

urlpatterns = [
    path("portal/open/", views.places, name="portal_standing"),
    path("portal/open/approve/", views.to_approve, name="portal_standing_to_approve"),
    path("portal/open/new/<int:organisation>/", views.new, name="portal_standing_new"),
    path("portal/open/<int:pk>/", views.place, name="portal_standing_place"),
    path("portal/open/<int:pk>/edit/", views.edit, name="portal_standing_edit"),
    path("portal/open/<int:pk>/days/", views.exception, name="portal_standing_exception"),
    path("portal/open/<int:pk>/days/remove/", views.remove_exception, name="portal_standing_remove"),
    path("portal/open/<int:pk>/do/", views.act, name="portal_standing_act"),
    path("portal/open/<int:pk>/decide/", views.decide, name="portal_standing_decide"),
    path("open/right/<str:token>/", views.still_right, name="standing_still_right"),
]
