from django.urls import path

from portal.views import datasets

app_name = "data"
urlpatterns = [
    path("", datasets.dataset_list, name="list"),
    path("list.atom", datasets.DatasetFeed(), name="feed"),
    path("list.<str:fmt>", datasets.dataset_list_file, name="list-file"),
    path("<slug:slug>/", datasets.dataset, name="dataset"),
    path("<slug:slug>.<str:fmt>", datasets.dataset_file, name="dataset-file"),
]
