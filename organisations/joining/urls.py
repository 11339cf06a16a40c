from django.urls import path

from organisations.joining import views, views_branches, views_import, views_portal, views_yearly

urlpatterns = [
    path("join/", views.join, name="join"),
    path("join/sent/<str:token>/", views.join_sent, name="join_sent"),
    path("join/mine/<str:token>/", views.join_mine, name="join_mine"),
    path("join/mine/<str:token>/yes/", views.join_yes, name="join_yes"),
    path("join/mine/<str:token>/reply/", views.join_reply, name="join_reply"),
    path("join/mine/<str:token>/withdraw/", views.join_withdraw, name="join_withdraw"),
    path("portal/joining/", views_portal.applications, name="portal_joining"),
    path("portal/joining/<int:pk>/", views_portal.application, name="portal_application"),
    path("portal/joining/<int:pk>/accept/", views_portal.accept, name="portal_application_accept"),
    path("portal/joining/<int:pk>/ask/", views_portal.ask, name="portal_application_ask"),
    path("portal/joining/<int:pk>/decline/", views_portal.decline, name="portal_application_decline"),
    path(
        "portal/organisations/<str:kommunenummer>/import/",
        views_import.upload,
        name="portal_directory_import",
    ),
    path(
        "portal/organisations/<str:kommunenummer>/import/take-in/",
        views_import.take_rows,
        name="portal_directory_take_in",
    ),
    path("portal/organisation/<int:pk>/local-clubs/", views_branches.branches, name="portal_branches"),
    path("still-right/<str:token>/", views_yearly.still_right, name="still_right"),
    path("portal/organisation/<int:pk>/still-right/", views_yearly.own, name="portal_still_right"),
    path("portal/organisations/silent/", views_yearly.silent, name="portal_silent"),
]
