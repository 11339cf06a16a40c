from django.urls import path

from newcomers.participation import views

urlpatterns = [
    path("portal/figures/", views.figures, name="figures"),
    path("portal/figures/figures.csv", views.figures_csv, name="figures_csv"),
    path("portal/figures/figures.xlsx", views.figures_xlsx, name="figures_xlsx"),
]
