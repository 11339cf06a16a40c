from django.urls import path

from core.privacy import views

urlpatterns = [
    path("my-data/", views.my_data, name="my_data"),
    path("my-data/sent/", views.my_data_sent, name="my_data_sent"),
    path("my-data/mine/", views.my_data_account, name="my_data_account"),
    path("my-data/mine/my-data.json", views.my_data_account_file, name="my_data_account_file"),
    path("my-data/mine/delete/", views.my_data_account_erase, name="my_data_account_erase"),
    path("my-data/of/<slug:room>/<str:token>/", views.my_data_by_link, name="my_data_by_link"),
    path("my-data/all/<str:token>/", views.my_data_page, name="my_data_page"),
    path("my-data/all/<str:token>/my-data.json", views.my_data_file, name="my_data_file"),
    path("my-data/all/<str:token>/delete/", views.my_data_erase, name="my_data_erase"),
]
