from django.urls import path

from newcomers.views import importing, people

urlpatterns = [
    path("portal/newcomers/<str:kommunenummer>/", people.newcomer_list, name="newcomer_list"),
    path("portal/newcomers/<str:kommunenummer>/import/", importing.newcomer_import, name="newcomer_import"),
    path(
        "portal/newcomers/<str:kommunenummer>/import/template.csv",
        importing.import_template,
        name="newcomer_import_template",
    ),
    path(
        "portal/newcomers/<str:kommunenummer>/import/corrections.csv",
        importing.import_corrections,
        name="newcomer_import_corrections",
    ),
    path("portal/newcomers/<str:kommunenummer>/add/", people.newcomer_add, name="newcomer_add"),
    path("portal/newcomer/<int:pk>/address/", people.newcomer_address, name="newcomer_address"),
    path("portal/newcomer/<int:pk>/delete/", people.newcomer_delete, name="newcomer_delete"),
]
