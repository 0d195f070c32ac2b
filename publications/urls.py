from django.urls import path

from publications import views
from publications.feeds import PublicationFeed

app_name = "publications"
urlpatterns = [
    path("", views.publication_list, name="list"),
    path("list.atom", PublicationFeed(), name="feed"),
    path("list.<str:fmt>", views.publication_export, name="export"),
    path("<slug:slug>/", views.publication, name="publication"),
    path("<slug:slug>/read/<slug:language>/", views.read, name="read"),
    path("<slug:slug>/cite/<slug:language>.<slug:fmt>", views.cite, name="cite"),
]
