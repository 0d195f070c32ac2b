from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from portal.importing import keeping
from portal.models import ReleaseImport, TableOffer, User

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def test_a_file_that_was_refused_is_swept_and_one_that_is_named_stays(keep):
    refused, imported, offered = (keep(content) for content in ("refused", "imported", "offered"))
    ReleaseImport.objects.create(file_name="a.csv", sha256=imported.sha256, size=8)
    aigul = User.objects.create_user("aigul")
    offer = {"path": "/a/", "title": "b", "offered_at": NOW, "offered_by": aigul}
    TableOffer.objects.create(file_name="b.csv", sha256=offered.sha256, size=7, **offer)

    assert keeping.sweep(before=timezone.now() - timedelta(days=1)) == 0
    assert keeping.sweep(before=timezone.now() + timedelta(hours=1)) == 1
    assert [kept.path.exists() for kept in (refused, imported, offered)] == [False, True, True]
