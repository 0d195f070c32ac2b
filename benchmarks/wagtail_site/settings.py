"""A small site on Wagtail's search with its PostgreSQL backend; benchmarks/beside.py starts it in a venv of its own."""

import os

SECRET_KEY = "of no use"
ALLOWED_HOSTS = ["*"]
STATIC_URL = "/static/"
ROOT_URLCONF = "wagtail_site.urls"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.postgres",
    "modelcluster",
    "taggit",
    "wagtail",
    "wagtail.search",
    "wagtail_site",
]
TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates"}]
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "beside",
        "USER": "postgres",
        "HOST": os.environ["BESIDE_HOST"],
        "CONN_MAX_AGE": 60,
    }
}
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database", "SEARCH_CONFIG": "russian"}}
