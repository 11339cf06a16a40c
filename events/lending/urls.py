"""The portal's pages about what an organisation lends."""

from django.urls import path

from events.lending import views

urlpatterns = [
    path("portal/organisations/<int:organisation>/lending/", views.lending, name="portal_lending"),
    path("portal/organisations/<int:organisation>/lending/new/", views.new, name="portal_lending_new"),
    path("portal/lending/<int:pk>/", views.thing, name="portal_thing"),
    path("portal/lending/<int:pk>/remove/", views.remove, name="portal_thing_remove"),
    path("portal/lending/<int:pk>/out/", views.hand_out, name="portal_thing_out"),
    path("portal/lending/<int:pk>/back/", views.back, name="portal_thing_back"),
    path("portal/lending/asked/<int:pk>/out/", views.loan_out, name="portal_loan_out"),
]
