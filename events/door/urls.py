from django.urls import path

from events.discovery.addresses import old_portal_address
from events.door import views, views_here

DATE = "portal/dates/<uuid:date>/door/"

urlpatterns = [
    path(DATE, views.portal_door, name="portal_door"),
    path(f"{DATE}worker.js", views.portal_door_worker, name="portal_door_worker"),
    path(f"{DATE}offline/", views.portal_door_offline, name="portal_door_offline"),
    path(f"{DATE}state/", views.portal_door_state, name="portal_door_state"),
    path(f"{DATE}phones/<int:pk>/", views.portal_door_settle, name="portal_door_settle"),
    path("portal/venues/<int:pk>/here/", views_here.venue_here_poster, name="portal_venue_here_poster"),
    path(
        "portal/venues/<int:pk>/here/poster.pdf",
        views_here.venue_here_poster_file,
        name="portal_venue_here_poster_file",
    ),
    path("my-list/", views_here.my_list, name="my_list"),
    path("<slug:municipality>/places/<int:pk>/here/", views_here.venue_here, name="venue_here"),
    path("<slug:municipality>/events/<uuid:date>/here/", views_here.date_here, name="date_here"),
    path("portal/dates/<int:pk>/door/", old_portal_address("portal_door"), name="portal_door_by_number"),
]
