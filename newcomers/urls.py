from django.urls import path

from newcomers.views import importing, people, person, selections, ways

urlpatterns = [
    path("portal/newcomers/<str:kommunenummer>/", people.newcomer_list, name="newcomer_list"),
    path("portal/newcomers/<str:kommunenummer>/import/", importing.newcomer_import, name="newcomer_import"),
    path(
        "portal/newcomers/<str:kommunenummer>/import/template.csv",
        importing.import_template,
        name="newcomer_import_template",
    ),
    path(
        "portal/newcomers/<str:kommunenummer>/import/<uuid:upload>/",
        importing.import_review,
        name="newcomer_import_review",
    ),
    path(
        "portal/newcomers/<str:kommunenummer>/import/<uuid:upload>/undo/",
        importing.import_undo,
        name="newcomer_import_undo",
    ),
    path("portal/newcomers/<str:kommunenummer>/add/", people.newcomer_add, name="newcomer_add"),
    path(
        "portal/newcomers/<str:kommunenummer>/list.csv",
        people.newcomer_export,
        {"kind": "csv"},
        name="newcomer_csv",
    ),
    path(
        "portal/newcomers/<str:kommunenummer>/list.xlsx",
        people.newcomer_export,
        {"kind": "xlsx"},
        name="newcomer_xlsx",
    ),
    path("portal/newcomers/<str:kommunenummer>/ways/", ways.way_in_list, name="way_in_list"),
    path("portal/ways/<int:pk>/", ways.way_in_detail, name="way_in_detail"),
    path("portal/ways/<int:pk>/poster.pdf", ways.way_in_poster_file, name="way_in_poster_file"),
    path("portal/ways/<int:pk>/close/", ways.way_in_close, name="way_in_close"),
    path(
        "portal/newcomers/<str:kommunenummer>/selections/", selections.selection_list, name="selection_list"
    ),
    path(
        "portal/newcomers/<str:kommunenummer>/selections/new/", selections.selection_new, name="selection_new"
    ),
    path("portal/selections/<int:pk>/", selections.selection_edit, name="selection_edit"),
    path("portal/newcomer/<int:pk>/", person.newcomer_detail, name="newcomer_detail"),
    path("portal/newcomer/<int:pk>/correct/", people.newcomer_correct, name="newcomer_correct"),
    path("portal/newcomer/<int:pk>/address/", people.newcomer_address, name="newcomer_address"),
    path("portal/newcomer/<int:pk>/trust/", person.newcomer_trust, name="newcomer_trust"),
    path("portal/newcomer/<int:pk>/offer/", person.newcomer_offer, name="newcomer_offer"),
    path("portal/newcomer/<int:pk>/postal/", person.newcomer_postal, name="newcomer_postal"),
    path("portal/newcomer/<int:pk>/delete/", people.newcomer_delete, name="newcomer_delete"),
    path("portal/offers/<int:pk>/remove/", person.newcomer_offer_remove, name="newcomer_offer_remove"),
]
