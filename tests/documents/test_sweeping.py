import io
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from portal.documents import door, shelves, sweeping
from portal.models import Document
from tests.documents import files

pytestmark = pytest.mark.django_db


def later():
    return timezone.now() + timedelta(hours=1)


def test_what_nothing_refers_to_is_swept_with_its_file_and_covers():
    document = door.store(io.BytesIO(files.pdf("a")), "a.pdf", by=None)
    document.refresh_from_db()
    assert sweeping.sweep(before=later()) == {"documents": 1, "files": 1, "arrivals": 0}
    assert not document.path.exists()
    assert not document.cover_path(320).exists()


def test_a_file_left_by_a_rolled_back_upload_is_swept():
    document = door.store(io.BytesIO(files.pdf("a")), "a.pdf", by=None)
    Document.objects.all().delete()
    sweeping.sweep(before=later())
    assert not document.path.exists()


def test_half_uploads_are_swept():
    (shelves.arrivals() / "half").write_bytes(b"half")
    (shelves.arrivals() / "folder").mkdir()
    assert sweeping.sweep(before=later())["arrivals"] == 2


def test_what_is_younger_than_a_day_stays(capsys):
    document = door.store(io.BytesIO(files.pdf("a")), "a.pdf", by=None)
    call_command("sweep_documents")
    assert document.path.exists()
    assert capsys.readouterr().out == "0 documents, 0 files, 0 tables, 0 half uploads removed\n"
