"""A file of an answer is private until a person has decided; what is published is what was decided, and nothing else."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from portal.models import Document, SearchEntry
from portal.search import query
from requests_registry import folding, lifecycle
from requests_registry.files import redaction, reviewing
from requests_registry.mail import receive
from requests_registry.models import FileReview, InboundMail, Redaction
from tests.answers.conftest import NOW, OPEN, SECRET
from tests.documents import files, pages
from tests.requests_registry.test_secrets import addresses

pytestmark = pytest.mark.django_db
PUBLIC_NAME = "Ответ ведомства.pdf"


def decide(file, by, decision="as_is", at=NOW, **given):
    return reviewing.decide(file, by=by, at=at, decision=decision, **{"name": PUBLIC_NAME} | given)


def blacken(file, by, box=(1, 1500, 1400, 4000, 500)):
    page, left, top, width, height = box
    redaction.draw(file, by=by, at=NOW, page=page, left=left, top=top, width=width, height=height, why="person")
    redaction.ask(file, by=by, at=NOW)
    return Redaction.objects.get(file=file)


def found(words):
    return [SearchEntry.objects.get(pk=hit.entry_id).path for hit in query.find(words, "ru").hits]


def test_the_page_of_a_review_lists_what_was_found(staff, answer):
    content = files.pdf("ЖСН 850101300124", "тел. +7 701 123 45 67, a@example.kz", "Қолы")
    page = staff.get(reverse("staff:file", args=[answer(content=content).pk])).text

    for words in ("850101300124", "+7 701 123 45 67", "a@example.kz", "Қолы"):
        assert words in page


def test_before_a_decision_nobody_outside_sees_the_file(client, answer):
    file = answer()

    page = client.get(file.message.request.get_absolute_url()).text
    assert "Серікова" not in page
    assert client.get(file.document.get_absolute_url()).status_code == 404
    assert found(OPEN) == []


def test_a_published_file_is_read_downloaded_and_found_under_its_public_name(client, answer, daniyar):
    file = answer()
    review = decide(file, daniyar)

    page = client.get(file.message.request.get_absolute_url()).text
    assert (PUBLIC_NAME in page, file.name in page) == (True, False)
    reading = client.get(review.get_absolute_url()).text
    assert (OPEN in reading, file.name in reading) == (True, False)
    response = client.get(review.document.get_absolute_url())
    assert (response.status_code, response["X-Content-Type-Options"]) == (200, "nosniff")
    assert found(OPEN)[0].endswith(f"/files/{review.pk}/")
    assert client.get(file.document.get_absolute_url()).status_code == 404, "the original keeps its own name"


def test_a_file_of_a_hidden_request_stays_hidden_whatever_was_decided(client, answer, daniyar):
    review = decide(answer(), daniyar)
    lifecycle.unpublish(review.file.message.request, by=daniyar, at=NOW, reason="қате")

    assert client.get(review.get_absolute_url()).status_code == 404
    assert client.get(review.document.get_absolute_url()).status_code == 404
    assert found(OPEN) == []


def test_a_file_that_is_kept_private_says_why_and_is_taken_back_from_readers(client, answer, daniyar):
    file = answer()
    old = decide(file, daniyar).document
    decide(file, daniyar, "private", reason="жеке дерек", at=NOW + timedelta(minutes=1))

    assert "жеке дерек" in client.get(file.message.request.get_absolute_url()).text
    assert client.get(old.get_absolute_url()).status_code == 404
    assert found(OPEN) == []


def test_every_decision_is_an_event_and_the_request_stands_as_its_events_tell(answer, daniyar):
    file = answer()
    decide(file, daniyar)
    blacken(file, daniyar)
    decide(file, daniyar, "redacted")
    decide(file, daniyar, "private", reason="сыр")
    info_request = file.message.request

    kinds = list(info_request.events.order_by("sequence").values_list("kind", flat=True))
    assert kinds[-4:] == ["file_published", "file_redacted", "file_published", "file_private"]
    assert info_request.events.last().note == "сыр"
    assert folding.differences(info_request) == []
    assert SECRET not in str(list(info_request.events.values()))
    assert "Серікова" not in str(list(info_request.events.values()))


def test_of_two_reviewers_at_once_the_second_is_told(staff, answer, daniyar):
    file = answer()
    address = reverse("staff:file", args=[file.pk])
    seen = staff.get(address).context["form"]["seen"].value()
    decide(file, daniyar, "private", reason="сыр")

    response = staff.post(address, {"decision": "as_is", "name": PUBLIC_NAME, "seen": seen})
    assert response.status_code == 409
    assert FileReview.objects.get().decision == "private"


def test_a_blacked_out_file_is_published_and_readers_see_why(client, answer, daniyar):
    file = answer()
    redacted = blacken(file, daniyar)
    assert redacted.state == "ready"
    review = decide(file, daniyar, "redacted")

    page = client.get(file.message.request.get_absolute_url())
    assert "персональные данные" in page.text
    content = b"".join(client.get(review.document.get_absolute_url()).streaming_content)
    assert (SECRET.encode() in content, content[:5]) == (False, b"%PDF-")
    assert not review.document.pages.exclude(text="").exists()


def test_a_redaction_is_not_public_before_it_is_published(client, answer, daniyar):
    redacted = blacken(answer(), daniyar)

    assert client.get(redacted.document.get_absolute_url()).status_code == 404


def test_a_file_cannot_be_published_blacked_out_before_the_new_file_is_proved(answer, daniyar, monkeypatch):
    monkeypatch.setattr(redaction.isolation, "redact", lambda *_args: {"problem": "not_one_colour", "page": 3})
    file = answer()
    failed = blacken(file, daniyar)

    assert (failed.state, failed.document) == ("failed", None)
    assert "3" in redaction.sentence(failed)
    with pytest.raises(reviewing.NotPossible):
        decide(file, daniyar, "redacted")


def test_a_worker_that_ends_in_the_middle_leaves_nothing_and_the_next_run_finishes(answer, daniyar, monkeypatch):
    def ends(*_args, **_given):
        raise SystemExit

    file = answer()
    monkeypatch.setattr(redaction.door, "store", ends)
    redacted = blacken(file, daniyar)
    assert (redacted.state, redacted.document) == ("waiting", None)
    assert not Document.objects.filter(name__startswith="redacted").exists()

    monkeypatch.undo()
    redaction.ask_again(file)
    redacted.refresh_from_db()
    assert (redacted.state, redacted.attempts) == ("ready", 2)


def test_a_redaction_that_stopped_the_worker_three_times_is_given_up(answer, daniyar):
    file = answer()
    redacted = blacken(file, daniyar)
    Redaction.objects.update(state="waiting", document=None, attempts=3)
    redaction.make_redaction.call(redacted.pk)
    redacted.refresh_from_db()

    assert (redacted.state, redacted.problem) == ("failed", {"problem": "stopped"})


@pytest.mark.parametrize(
    "wrong",
    [
        {"page": "2"},
        {"page": "0"},
        {"page": "x"},
        {"left": "-1"},
        {"left": "90"},
        {"width": "0"},
        {"height": "101"},
        {"top": "NaN"},
        {"left": "1e400"},
        {"why": "nothing"},
    ],
)
def test_a_forged_box_is_refused_with_a_sentence(staff, answer, wrong):
    box = {"page": "1", "left": "10", "top": "10", "width": "20", "height": "5", "why": "person"}
    response = staff.post(reverse("staff:redaction", args=[answer().pk]), box | wrong)

    assert response.status_code == 422
    assert not Redaction.objects.exists()


def test_boxes_are_drawn_removed_and_made_without_a_script(staff, answer):
    file = answer()
    here = reverse("staff:redaction", args=[file.pk])
    box = {"page": "1", "left": "15", "top": "14", "width": "40", "height": "5", "why": "signature"}
    staff.post(here, box)
    staff.post(here, box)
    boxes = Redaction.objects.get().boxes.all()
    assert len(boxes) == 2
    staff.post(reverse("staff:redaction-erase", args=[file.pk, boxes[0].pk]), {"page": "1"})
    assert staff.post(reverse("staff:redaction-make", args=[file.pk])).url == reverse("staff:file", args=[file.pk])

    assert Redaction.objects.get().state == "ready"
    assert staff.get(reverse("staff:file-picture", args=[file.pk, 1]))["Content-Type"] == "image/png"
    assert staff.get(reverse("staff:file-picture", args=[file.pk, 2])).status_code == 404


@pytest.mark.parametrize("who", ["anonymous", "aigul"])
def test_the_pages_are_for_registrars(client, answer, request, who):
    file = answer()
    if who == "aigul":
        client.force_login(request.getfixturevalue("aigul"))
    names = [
        ("staff:files", []),
        ("staff:file", [file.pk]),
        ("staff:redaction", [file.pk]),
        ("staff:file-text", [file.pk]),
    ]
    names += [("staff:file-picture", [file.pk, 1]), ("staff:mail-text", [file.message.pk])]

    for name, arguments in names:
        assert client.get(reverse(name, args=arguments)).status_code == (403 if who == "aigul" else 302), name


def test_a_file_of_an_unknown_sender_is_published_only_by_who_made_sure(staff, answer):
    file = answer(sender="x@else.example.kz")
    address = reverse("staff:file", args=[file.pk])
    given = {"decision": "as_is", "name": PUBLIC_NAME}

    assert staff.post(address, given).status_code == 422
    assert staff.post(address, {**given, "is_holders": "on"}).status_code == 302


def test_an_archive_is_never_published_whole(answer, daniyar):
    file = answer("Бәрі.zip", files.archive({"a.txt": "a"}))

    with pytest.raises(reviewing.NotPossible):
        decide(file, daniyar)


def test_a_mail_with_something_public_is_not_taken_back(answer, daniyar):
    file = answer()
    file.message.way = "person"
    file.message.save()
    decide(file, daniyar)
    with pytest.raises(receive.NotPossible):
        receive.take_back(file.message.inbound, at=NOW)
    decide(file, daniyar, "private", reason="сыр")
    receive.take_back(InboundMail.objects.get(), at=NOW)

    assert not FileReview.objects.exists()


@pytest.mark.parametrize(
    ("asked_for", "count"),
    [
        ("пробами воды", 1),
        ("өзендер", 1),
        ("өзендер вода", 1),
        ('"проб воды"', 1),
        ("серікова", 1),
        ("ксилол", 0),
        ("№", 0),
    ],
)
def test_staff_find_the_words_of_files_at_once_in_all_their_forms(staff, answer, asked_for, count):
    answer(content=files.pdf("Протокол проб воды, Жайық өзені"))
    assert len(staff.get(reverse("staff:files"), {"q": asked_for}).context["page"].rows) == count


def test_files_are_listed_by_their_state(staff, answer):
    answer()
    assert [
        len(staff.get(reverse("staff:files"), {"state": s}).context["page"].rows) for s in ("waiting", "published")
    ] == [
        1,
        0,
    ]


@pytest.mark.parametrize("count", [1, 3])
def test_a_page_costs_the_same_for_one_file_and_three(staff, answer, daniyar, django_assert_num_queries, count):
    for number in range(count):
        file = answer(f"Жауап {number}.pdf", pages.paper([(100, 700, f"{SECRET} {number}")]), letter=f"Хат {number}")
        blacken(file, daniyar)
        decide(file, daniyar, "redacted")
    address = file.message.request.get_absolute_url()
    reader = Client()
    reader.get(address)

    with django_assert_num_queries(11):
        reader.get(address)
    with django_assert_num_queries(6):
        staff.get(reverse("staff:files"))


def test_what_was_not_published_is_on_no_page_list_feed_or_export(client, answer, daniyar, water):
    file = answer()
    blacken(file, daniyar)
    decide(file, daniyar, "redacted")
    request = file.message.request
    everywhere = [*addresses(request), request.get_absolute_url(), FileReview.objects.get().get_absolute_url()]
    for address in [*everywhere, f"{reverse('search')}?q={SECRET}&text=1"]:
        response = client.get(address)
        body = b"".join(response.streaming_content) if response.streaming else response.content
        text = body.decode().replace(f"q={SECRET}", "").replace(f'value="{SECRET}"', "")
        assert response.status_code == 200, address
        assert "Серікова" not in text, address
        assert "850101300124" not in text, address
    assert SearchEntry.objects.filter(body__icontains=SECRET).count() == 0
