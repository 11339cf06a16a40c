from django.urls import path
from django.views.generic import TemplateView

from home import views

urlpatterns = [
    path("find/", views.municipality_search, name="municipality_search"),
    path("regions/<slug:slug>/", views.region_page, name="region_page"),
    path("about/", TemplateView.as_view(template_name="home/about.html"), name="about"),
    path("about/privacy/", views.privacy_page, name="privacy"),
    path(
        "about/accessibility/",
        TemplateView.as_view(template_name="home/accessibility.html"),
        name="accessibility",
    ),
    path("about/data-sources/", views.data_sources, name="data_sources"),
]
