from django.urls import path, re_path

from requests_registry import staff_views

app_name = "staff"
NUMBER = r"(?P<number>\d{4}-\d{4,8})"
urlpatterns = [
    path("", staff_views.desk, name="desk"),
    path("requests/new/", staff_views.file_request, name="file"),
    re_path(rf"^requests/{NUMBER}/$", staff_views.info_request, name="request"),
    re_path(rf"^requests/{NUMBER}/(?P<name>[a-z-]+)/$", staff_views.step, name="step"),
]
