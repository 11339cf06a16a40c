from django.urls import path

from events.follows import views
from events.follows.writing import views as writing

urlpatterns = [
    path("portal/dates/<uuid:date>/message/", writing.write, name="portal_date_message"),
    path("portal/messages/", writing.sent, name="portal_messages"),
    path("<slug:municipality>/events/<uuid:date>/follow/", views.follow, name="follow"),
    path("<slug:municipality>/events/<uuid:date>/follow/thanks/", views.follow_thanks, name="follow_thanks"),
    path("follow/ended/", views.follow_ended, name="follow_ended"),
    path("follow/<str:token>/", views.follow_manage, name="follow_manage"),
    path("follow/<str:token>/yes/", views.follow_yes, name="follow_yes"),
    path("follow/<str:token>/stop/", views.follow_stop, name="follow_stop"),
]
