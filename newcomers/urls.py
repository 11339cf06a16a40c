from django.urls import path

from newcomers import views

urlpatterns = [
    path("portal/newcomers/<str:kommunenummer>/", views.newcomer_list, name="newcomer_list"),
    path("portal/newcomers/<str:kommunenummer>/import/", views.newcomer_import, name="newcomer_import"),
    path(
        "portal/newcomers/<str:kommunenummer>/import/template.csv",
        views.import_template,
        name="newcomer_import_template",
    ),
    path(
        "portal/newcomers/<str:kommunenummer>/import/corrections.csv",
        views.import_corrections,
        name="newcomer_import_corrections",
    ),
    path("portal/newcomers/<str:kommunenummer>/add/", views.newcomer_add, name="newcomer_add"),
    path("portal/newcomer/<int:pk>/address/", views.newcomer_address, name="newcomer_address"),
    path("portal/newcomer/<int:pk>/delete/", views.newcomer_delete, name="newcomer_delete"),
]
