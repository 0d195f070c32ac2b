from django.urls import path, re_path

from requests_registry import holder_views, statistics_views, views
from requests_registry.feeds import RequestFeed

app_name = "requests"
urlpatterns = [
    path("", views.register, name="list"),
    path("list.atom", RequestFeed(), name="feed"),
    path("list.<str:fmt>", views.export, name="export"),
    path("ask/", views.ask, name="ask"),
    path("holders/", holder_views.holders, name="holders"),
    path("holders/list.<str:fmt>", holder_views.export, name="holders-file"),
    path("holders/<slug:slug>/", holder_views.holder, name="holder"),
    path("statistics/", statistics_views.statistics, name="statistics"),
    path("statistics/<slug:name>.<str:fmt>", statistics_views.export, name="statistics-file"),
    re_path(r"^(?P<number>\d{4}-\d{4,8})/$", views.info_request, name="request"),
]
