from django.urls import path

from events.exchange import views_embed

urlpatterns = [
    path("embed/moteplass-list.js", views_embed.embed_script, name="embed_script"),
    path("embed/list.css", views_embed.embed_style, name="embed_style"),
]
