from django.urls import path

from events.exchange import views_embed, views_sitemaps
from events.exchange.api.views import api_urls, nothing_here

urlpatterns = [
    path("embed/moteplass-list.js", views_embed.embed_script, name="embed_script"),
    path("embed/list.css", views_embed.embed_style, name="embed_style"),
    path("robots.txt", views_sitemaps.robots, name="robots"),
    path("sitemap.xml", views_sitemaps.sitemap, name="sitemap"),
    path("sitemaps/<str:name>.xml", views_sitemaps.sitemap_part, name="sitemap_part"),
    *api_urls("api/v1/"),
    # Whatever else: it would be looked for among the pages of a language.
    path("api/", nothing_here, name="api_root"),
    path("api/<path:rest>", nothing_here, name="api_nothing"),
]
