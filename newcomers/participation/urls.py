from django.urls import path

from newcomers.participation import views

OF_ORGANISATION = "portal/organisations/<int:organisation>/figures/"

urlpatterns = [
    path("portal/figures/", views.figures, name="figures"),
    path("portal/figures/figures.csv", views.figures_csv, name="figures_csv"),
    path("portal/figures/figures.xlsx", views.figures_xlsx, name="figures_xlsx"),
    path("portal/figures/figures.json", views.figures_json, name="figures_json"),
    path("portal/figures/year.pdf", views.figures_pdf, name="figures_pdf"),
    path("portal/figures/about/", views.about, name="figures_about"),
    path("portal/figures/mail/", views.mail_choice, name="figures_mail"),
    path(OF_ORGANISATION, views.of_organisation, name="organisation_figures"),
    path(f"{OF_ORGANISATION}figures.csv", views.organisation_csv, name="organisation_figures_csv"),
    path(f"{OF_ORGANISATION}figures.xlsx", views.organisation_xlsx, name="organisation_figures_xlsx"),
    path(f"{OF_ORGANISATION}figures.json", views.organisation_json, name="organisation_figures_json"),
    path(f"{OF_ORGANISATION}year.pdf", views.organisation_pdf, name="organisation_figures_pdf"),
]
