"""A file that a holder hands in by the private link: private at first, reviewed by a person, then read and found by everybody."""

import uuid

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils.http import content_disposition_header

from portal.search import query
from requests_registry import lifecycle
from requests_registry.mail import handed_in, receive
from requests_registry.models import MailFile
from tests.answers.conftest import NOW
from tests.documents import files

pytestmark = pytest.mark.django_db
NAME = "Өлшеу нәтижелері – Жайық №3.csv"
TABLE = "Зат;мг/л\nКсилол;0,2\n"


@pytest.fixture(autouse=True)
def frozen():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def handed(asked, daniyar, client):
    lifecycle.publish(asked, by=daniyar, at=NOW)
    address, _last_day = handed_in.give_link(asked, by=daniyar, at=NOW)
    path = address.partition("/ru/")[1] + address.partition("/ru/")[2]
    uploads = [SimpleUploadedFile(NAME, TABLE.encode("kz1048")), SimpleUploadedFile("a.rar", b"Rar!\x1a\x07\x01\x00")]
    page = client.post(path, {"form_key": str(uuid.uuid4()), "text": "Жауап", "files": uploads}, follow=True)
    assert NAME in page.text
    return MailFile.objects.get(name=NAME)


def test_it_goes_from_the_link_through_the_review_to_every_reader_under_its_own_name(handed, client, daniyar):
    reader, request = Client(), handed.message.request
    assert NAME not in reader.get(request.get_absolute_url()).text
    assert reader.get(handed.document.get_absolute_url()).status_code == 404
    client.force_login(daniyar)
    assert [file.pk for file in client.get(reverse("staff:files"), {"q": "ксилола"}).context["page"].rows] == [
        handed.pk
    ]
    address = reverse("staff:file", args=[handed.pk])
    client.post(address, {"decision": "as_is", "name": NAME})

    review = MailFile.objects.get(pk=handed.pk).review
    assert "Ксилол" in reader.get(review.get_absolute_url()).text
    assert query.find("ксилола", "ru").hits
    sent = reader.get(review.document.get_absolute_url())
    assert b"".join(sent.streaming_content) == TABLE.encode("kz1048")
    assert sent["Content-Disposition"] == content_disposition_header(True, NAME)
    assert sent["Content-Security-Policy"].startswith("sandbox")
    assert sent["Content-Type"] == "text/csv"


def test_what_the_door_does_not_take_is_said_to_the_holder_and_stays_with_the_answer(handed, client, daniyar):
    refused = handed.message.files.get(name="a.rar")
    client.force_login(daniyar)
    came = client.get(reverse("staff:mail-file", args=[handed.message.inbound_id, refused.position]))

    assert "a.rar" in refused.refusal
    content = b"".join(came.streaming_content) if came.streaming else came.content
    assert content == b"Rar!\x1a\x07\x01\x00"


def test_of_a_mail_of_very_many_files_the_last_ones_stay_in_it(answer, monkeypatch):
    monkeypatch.setattr(receive, "MOST_DOCUMENTS", 0)
    file = answer("Жауап.pdf", files.pdf("a"))

    assert (file.document, bool(file.refusal), file.size) == (None, True, len(files.pdf("a")))
