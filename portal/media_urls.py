"""All that there is under MEDIA_HOST."""

from django.urls import path

from portal.views import documents

urlpatterns = [path("files/<int:pk>/<str:name>", documents.media, name="document")]

handler400 = "portal.views.errors.no_file"
handler404 = "portal.views.errors.no_file"
handler500 = "portal.views.errors.server_error"
