from django.urls import path

from events.discovery.addresses import old_public_address
from events.exchange import views

urlpatterns = [
    path("<slug:municipality>/events/<uuid:date>/calendar.ics", views.occurrence_ics, name="occurrence_ics"),
    path(
        "<slug:municipality>/events/<int:pk>/calendar.ics",
        old_public_address("occurrence_ics"),
        name="occurrence_ics_by_number",
    ),
]
