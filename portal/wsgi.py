import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

from portal.runtime.places import Problem

GUNICORN_DOES_NOT_RETRY = 3

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

try:
    application = get_wsgi_application()
except (Problem, ImproperlyConfigured) as problem:
    print(problem, file=sys.stderr)
    sys.exit(GUNICORN_DOES_NOT_RETRY)

from portal.warming import warm_up  # noqa: E402 -- it reads models, which the application makes ready

warm_up()
