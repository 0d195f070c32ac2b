"""An archive of an answer: its documents are reviewed one by one, whatever wrote their names; the archive is never shown."""

import io
import zipfile

import pytest
from django.urls import reverse

from portal.documents import archives
from requests_registry.files import reviewing, unpacking
from requests_registry.models import MailFile
from tests.answers.conftest import NOW
from tests.documents import files, offices

pytestmark = pytest.mark.django_db


def entry(name, *, flag=0, extra=b""):
    info = zipfile.ZipInfo("x")
    info.filename, info.flag_bits, info.extra = name, flag, extra
    return info


def inner():
    return files.archive({"Ішкі.csv": "Зат;мг\nКсилол;1"})


@pytest.fixture
def archive(answer):
    entries = {
        "Қосымша/Кесте.xlsx": offices.xlsx(),
        "Қосымша/Жауап.pdf": files.pdf("бензол"),
        "ішінде.zip": inner(),
        "run.exe": b"MZ\x90\0",
        "__MACOSX/._Кесте.xlsx": b"x",
        "empty.txt": b"",
    }
    return answer("Бәрі.zip", files.archive(entries))


def test_its_documents_become_files_of_the_answer(archive):
    taken = MailFile.objects.filter(archive__isnull=False).order_by("pk")

    assert [(one.name, one.document and one.document.kind.code) for one in taken] == [
        ("Кесте.xlsx", "xlsx"),
        ("Жауап.pdf", "pdf"),
        ("ішінде.zip", "zip"),
        ("run.exe", None),
        ("Ішкі.csv", "csv"),
    ]
    assert "run.exe" in taken[3].refusal
    assert taken[0].inside == ["Бәрі.zip", "Қосымша"]
    assert taken[4].inside == ["Бәрі.zip", "ішінде.zip"]


def test_they_wait_for_a_review_in_its_place_and_are_shown_on_its_page(staff, archive, daniyar):
    waiting = MailFile.objects.to_review()
    assert sorted(waiting.values_list("name", flat=True)) == ["Ішкі.csv", "Жауап.pdf", "Кесте.xlsx"]
    page = staff.get(reverse("staff:file", args=[archive.pk])).text
    table = MailFile.objects.get(name="Кесте.xlsx")
    assert reverse("staff:file", args=[table.pk]) in page
    refused = MailFile.objects.get(name="run.exe")
    assert staff.get(reverse("staff:file", args=[refused.pk])).status_code == 200

    reviewing.decide(table, by=daniyar, at=NOW, decision="as_is", name="Кесте.xlsx")
    public = staff.get(archive.message.request.get_absolute_url()).text
    assert ("Кесте.xlsx" in public, "Бәрі.zip" in public, "Жауап.pdf" in public) == (True, False, False)


def test_a_task_that_runs_twice_does_nothing_twice_and_a_lost_one_is_asked_for_again(archive):
    count = MailFile.objects.count()
    unpacking.unpack.call(archive.pk)
    assert MailFile.objects.count() == count
    archive.unpacked.all().delete()
    assert unpacking.ask_all() == 1

    assert MailFile.objects.count() == count


def test_of_too_many_files_none_is_taken_out_and_the_page_says_so(staff, answer, monkeypatch):
    monkeypatch.setattr(unpacking, "MOST_FILES", 1)
    file = answer("Бәрі.zip", files.archive({"a.txt": "a", "b.txt": "b"}))

    assert not file.unpacked.exists()
    assert staff.get(reverse("staff:file", args=[file.pk])).context["is_too_much"]


def test_names_are_read_in_the_letters_in_which_they_were_written():
    name = "Ответ № 5.pdf"
    extra = b"up" + (5 + len("Жауап Ә.pdf".encode())).to_bytes(2, "little") + b"\x01\0\0\0\0" + "Жауап Ә.pdf".encode()

    assert archives.name_of(entry("Ответ.pdf", flag=0x800)) == "Ответ.pdf"
    assert archives.name_of(entry("Ответ.pdf".encode("cp866").decode("cp437"))) == "Ответ.pdf"
    assert archives.name_of(entry(name.encode().decode("cp437"))) == name
    assert archives.name_of(entry("?.pdf", extra=b"\x01\0\x02\0ab" + extra)) == "Жауап Ә.pdf"


def test_a_name_with_a_path_upwards_is_only_a_name(answer):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("../../etc/passwd.txt", "x")
    answer("a.zip", made.getvalue())

    assert MailFile.objects.get(archive__isnull=False).document.name == "passwd.txt"
