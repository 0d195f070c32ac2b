"""A bare Django page to stand beside ours: no database, no middleware, one short template. The machine's own ceiling."""

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.template import engines
from django.urls import path

settings.configure(
    SECRET_KEY="of no use",
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF=__name__,
    TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates"}],
)


def page(request):
    template = engines["django"].from_string("<!doctype html><title>{{ title }}</title><h1>{{ title }}</h1>")
    return HttpResponse(template.render({"title": "Bare"}))


urlpatterns = [path("", page)]
application = get_wsgi_application()
