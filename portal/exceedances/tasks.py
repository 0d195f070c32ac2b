"""Brings daily, monthly and yearly values up to date in the background, after an import or its undoing."""

from django.conf import settings
from django_tasks import task

from portal.exceedances import rollup


@task()
def refresh_values():
    rollup.refresh(zone=settings.TIME_ZONE)
