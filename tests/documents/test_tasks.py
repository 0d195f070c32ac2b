import io

import pytest
from django.core.management import call_command

from portal.documents import door, isolation, limits, tasks
from portal.models import Document, DocumentPage
from tests.documents import files

pytestmark = pytest.mark.django_db


@pytest.fixture
def stored(monkeypatch):
    """A document whose text nobody has read yet."""
    monkeypatch.setattr(tasks.read_document.__class__, "enqueue", lambda *args: None)
    document = door.store(io.BytesIO(files.pdf("Каспий", "Жайық")), "Пособие.pdf", by=None)
    monkeypatch.undo()
    return document


def read(document):
    tasks.read_document.call(document.pk)
    document.refresh_from_db()
    return document


def test_reading_twice_gives_the_same_pages(stored):
    read(stored)
    Document.objects.update(state="waiting")
    read(stored)
    assert [page.text for page in stored.pages.all()] == ["Каспий", "Жайық"]
    assert (stored.state, stored.pages_with_text) == ("ready", 2)


def test_a_document_that_is_ready_is_not_read_again(stored, monkeypatch):
    read(stored)
    monkeypatch.setattr(isolation, "read", lambda *args: pytest.fail("read again"))
    assert read(stored).attempts == 1


def test_a_scan_is_marked_as_having_no_text_layer():
    document = door.store(io.BytesIO(files.scanned_pdf()), "скан.pdf", by=None)
    document.refresh_from_db()
    assert (document.lacks_text_layer, document.has_cover, document.pages.get().text) == (True, True, "")


def test_a_reader_that_stops_fails_the_document_and_leaves_no_page(stored, monkeypatch):
    def stops(*args):
        yield {"page": 1, "text": "half"}
        raise isolation.ReaderStopped

    monkeypatch.setattr(isolation, "read", stops)
    assert (read(stored).failure, DocumentPage.objects.count()) == ("unreadable", 0)


def test_a_reader_over_its_time_is_stopped(stored, monkeypatch):
    monkeypatch.setattr(limits, "READ_SECONDS", 0)
    assert read(stored).failure == "unreadable"


def test_a_file_that_broke_the_work_off_three_times_is_given_up(stored):
    Document.objects.update(attempts=limits.READ_ATTEMPTS)
    assert (read(stored).state, stored.failure) == ("failed", "gave_up")


def test_a_file_that_is_gone_is_said_to_be_missing(stored):
    stored.path.unlink()
    assert read(stored).failure == "missing"


def test_the_command_enqueues_what_waits_and_on_demand_what_failed(stored, capsys):
    call_command("process_documents")
    Document.objects.update(state="failed", failure="missing")
    call_command("process_documents")
    call_command("process_documents", failed=True)
    assert capsys.readouterr().out.split("\n")[:3] == [f"{count} documents enqueued" for count in (1, 0, 1)]
    assert Document.objects.get().state == "ready"
