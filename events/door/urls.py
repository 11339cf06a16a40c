from django.urls import path

from events.door.views import portal_door

urlpatterns = [path("portal/dates/<int:pk>/door/", portal_door, name="portal_door")]
