"""Killed with -9 in the middle: nothing is half there, and the next run makes what the first would have made."""

import gc
import os
import signal
import traceback
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connections
from django.utils import timezone

from portal.documents import door, shelves, sweeping
from portal.models import Document, DocumentPage
from tests.documents import files

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

DIE = """
import os, signal
from portal.documents import door, tasks
from portal.models import Document, DocumentPage
def die(*args, **kwargs):
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture
def given(tmp_path):
    path = tmp_path / "given.pdf"
    path.write_bytes(files.pdf("Каспий", "Жайық"))
    return path


def run_until_killed(code):
    """Run `code` in a process of its own, on this test's database and files, until it kills itself."""
    connections.close_all()
    child = os.fork()
    if not child:
        gc.disable()  # it would touch, and so copy, the memory of the whole test
        try:
            exec(DIE + code, {})
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(1)
    _pid, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL


@pytest.mark.parametrize(
    "step", ["os.fsync", "os.replace", "door.lock", "Document.objects.create", "tasks.read_document.call"]
)
def test_a_kill_while_a_file_is_kept_leaves_no_row_and_the_next_try_works(media, given, step):
    kills = "tasks.read_document.__class__.enqueue = die" if step.endswith("call") else f"{step} = die"
    run_until_killed(f"{kills}\ndoor.store(open({str(given)!r}, 'rb'), 'Пособие.pdf', by=None)")
    assert not Document.objects.exists()

    with given.open("rb") as file:
        document = door.store(file, "Пособие.pdf", by=None)
    assert document.path.read_bytes() == given.read_bytes()
    assert DocumentPage.objects.count() == 2

    Document.objects.all().delete()
    sweeping.sweep(before=timezone.now() + timedelta(hours=1))
    assert [path for path in media.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize("step", ["DocumentPage.objects.bulk_create", "tasks._move_covers", "tasks._finish"])
def test_a_kill_while_a_file_is_read_leaves_it_waiting_and_the_next_run_reads_it(media, given, step):
    with given.open("rb") as file:
        document = door.store(file, "Пособие.pdf", by=None)
    DocumentPage.objects.all().delete()
    Document.objects.update(state="waiting", attempts=0, pages_with_text=0)

    run_until_killed(f"{step} = die\ntasks.read_document.call({document.pk})")
    document.refresh_from_db()
    assert (document.state, document.attempts, document.pages.count()) == ("waiting", 1, 0)

    call_command("process_documents")
    document.refresh_from_db()
    assert (document.state, document.pages_with_text) == ("ready", 2)
    assert [page.text for page in document.pages.all()] == ["Каспий", "Жайық"]
    assert shelves.cover_of(document.sha256, 320).exists()
