"""Brings values up to date in the background, after an import or its undoing, and tells of new exceedances."""

from django.conf import settings
from django.utils import timezone
from django_tasks import task

from portal.exceedances import news, rollup


@task()
def refresh_values():
    rollup.refresh(zone=settings.TIME_ZONE)
    news.tell(at=timezone.now())
