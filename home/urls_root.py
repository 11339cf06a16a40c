from django.urls import path

from home import views

urlpatterns = [path("", views.language_choice, name="language_choice")]
