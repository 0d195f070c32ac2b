from django.urls import path, re_path

from requests_registry import views
from requests_registry.feeds import RequestFeed

app_name = "requests"
urlpatterns = [
    path("", views.register, name="list"),
    path("list.atom", RequestFeed(), name="feed"),
    path("list.<str:fmt>", views.export, name="export"),
    path("ask/", views.ask, name="ask"),
    re_path(r"^(?P<number>\d{4}-\d{4,8})/$", views.info_request, name="request"),
]
