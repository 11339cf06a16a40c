from django.urls import path

from events.discovery.addresses import old_portal_address
from events.door.views import portal_door

urlpatterns = [
    path("portal/dates/<uuid:date>/door/", portal_door, name="portal_door"),
    path("portal/dates/<int:pk>/door/", old_portal_address("portal_door"), name="portal_door_by_number"),
]
