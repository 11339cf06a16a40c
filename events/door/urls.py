from django.urls import path

from events.discovery.addresses import old_portal_address
from events.door import views

DATE = "portal/dates/<uuid:date>/door/"

urlpatterns = [
    path(DATE, views.portal_door, name="portal_door"),
    path(f"{DATE}worker.js", views.portal_door_worker, name="portal_door_worker"),
    path(f"{DATE}offline/", views.portal_door_offline, name="portal_door_offline"),
    path(f"{DATE}state/", views.portal_door_state, name="portal_door_state"),
    path(f"{DATE}phones/<int:pk>/", views.portal_door_settle, name="portal_door_settle"),
    path("portal/dates/<int:pk>/door/", old_portal_address("portal_door"), name="portal_door_by_number"),
]
