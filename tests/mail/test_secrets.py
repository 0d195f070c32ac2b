"""Mail is nobody's but the staff's: words of a mail, its sender, its file and our letter are on no public page."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from portal.documents import tasks
from portal.models import DocumentPage, SearchEntry, SearchWord
from portal.search import asked as asked_for
from portal.search.query import Lexemes
from requests_registry import lifecycle
from requests_registry.files import redaction, reviewing
from requests_registry.mail import dispatch, handed_in, receive
from requests_registry.models import FileReview, MailFile, MailMessage, Redaction
from tests.documents.files import pdf
from tests.mail.conftest import NOW
from tests.mail.corpus.making import file_part, mixed, text_part, word
from tests.requests_registry.test_secrets import addresses, open_addresses

pytestmark = pytest.mark.django_db
SECRET = "қупия-сөз"


@pytest.fixture
def secret(asked, daniyar, holder, water):
    """A public request with a letter that left and an answer that came: each could leak."""
    lifecycle.publish(asked, by=daniyar, at=NOW)
    holder.channels.create(kind="email", address="office@ecology.example.kz")
    letter = {"letter_text": f"Хат {SECRET}", "attachments": (), "by": daniyar, "at": NOW}
    dispatch.send_request_mail(asked, **letter)
    file = file_part(f'filename="{word(f"Жауап {SECRET}.pdf")}"', pdf(f"Мәтін {SECRET}"))
    sender = f"{word(SECRET)} <a.serikova@ecology.example.kz>"
    raw = mixed(text_part(f"Жауап {SECRET}"), file, subject=word(SECRET), sender=sender)
    receive.process(receive.receive(raw, source="test", at=NOW), at=NOW)
    assert SECRET in asked.mail_messages.get().text
    assert SECRET in MailFile.objects.get().document.pages.get().text
    table = SimpleUploadedFile(f"Кесте {SECRET}.csv", f"Зат;мг\n{SECRET};1".encode())
    uploaded = {"name": SECRET, "reference": SECRET, "text": f"Жауап {SECRET}", "form_key": uuid.uuid4()}
    handed_in.take_in(asked, MailMessage.Way.LINK, at=NOW, files=[table], **uploaded)
    assert asked.mail_messages.filter(way="link", text__contains=SECRET).exists()
    handed, mailed = MailFile.objects.get(name__endswith=".csv"), MailFile.objects.get(name__endswith=".pdf")
    assert handed.document.pages.get().text == f"Зат\tмг\n{SECRET}\t1"
    scanned = {"number": 2, "text": f"Танылған {SECRET}", "vector": tasks.words_of(SECRET)}
    DocumentPage.objects.create(document=mailed.document, **scanned)
    blackened = {"page": 1, "left": 0, "top": 0, "width": 900, "height": 900, "why": "person"}
    redaction.draw(mailed, by=daniyar, at=NOW, **blackened)
    redaction.ask(mailed, by=daniyar, at=NOW)
    Redaction.objects.update(in_the_open=[[SECRET, [1]]])
    reviewing.decide(mailed, by=daniyar, at=NOW, decision="redacted", name="Жауап.pdf")
    reviewing.decide(handed, by=daniyar, at=NOW, decision="private", reason="жеке")
    return asked


@pytest.mark.parametrize("reader", ["anonymous", "aigul"])
def test_no_word_of_a_mail_is_on_a_page_list_feed_export_or_search(client, secret, aigul, reader):
    if reader == "aigul":
        client.force_login(aigul)
    review = FileReview.objects.get(document__isnull=False)
    searches = [f"{reverse('search')}?q={words}" for words in ("Жауап", "Кесте", "Танылған", "мг&text=1")]
    suggestions = f"{reverse('search-suggest')}?q=құпи"
    own = [*addresses(secret), secret.get_absolute_url(), review.get_absolute_url(), *searches, suggestions]
    for address in dict.fromkeys([*own, *open_addresses()]):
        response = client.get(address)
        body = b"".join(response.streaming_content) if response.streaming else response.content
        assert response.status_code == 200 or address not in own, address
        assert SECRET not in body.decode("utf-8", "replace"), address


def test_no_row_of_search_and_no_word_that_is_suggested_knows_it(secret):
    rows = SearchEntry.objects.filter(
        Q(body__contains=SECRET) | Q(title__contains=SECRET) | Q(summary__contains=SECRET)
    )

    assert not rows.exists()
    assert not SearchWord.objects.filter(word__startswith="құпия").exists()
    assert not SearchEntry.objects.filter(vector=Lexemes(asked_for.read(SECRET).tsquery())).exists()
    assert DocumentPage.objects.filter(vector=Lexemes(asked_for.read(SECRET).tsquery())).count() == 3, "staff find it"


@pytest.mark.parametrize(("reader", "status"), [("anonymous", 404), ("aigul", 404), ("daniyar", 200)])
def test_a_file_that_came_by_mail_is_opened_by_registrars_only(client, secret, request, reader, status):
    if reader != "anonymous":
        client.force_login(request.getfixturevalue(reader))

    assert client.get(MailFile.objects.first().document.get_absolute_url()).status_code == status


def test_who_has_the_link_of_a_letter_reads_no_answer_of_another(client, secret, daniyar):
    address, _last_day = handed_in.give_link(secret, by=daniyar, at=timezone.now())

    page = client.get("/ru/" + address.partition("/ru/")[2])

    assert page.status_code == 200
    assert SECRET not in page.text
