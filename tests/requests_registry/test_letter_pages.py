"""Letters at the desk: from the kind to the issued file, what is refused, and what nobody else sees."""

import logging
import uuid
from datetime import date
from urllib.parse import unquote

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.models import SearchEntry, User
from portal.models.accounts import LAWYER
from requests_registry.models import Letter, LetterConsent, RequestEvent
from tests.requests_registry.letters import IIN, PERSON, agree, draft, issue, make_letterhead
from tests.requests_registry.making import answer, at
from tests.requests_registry.test_secrets import addresses

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 23)


@pytest.fixture(autouse=True)
def frozen():
    with time_machine.travel(at(TODAY), tick=False):
        yield


@pytest.fixture
def desk(client, daniyar):
    client.force_login(daniyar)
    return client


@pytest.fixture
def late(file, db):
    make_letterhead()
    return file(publish_now=True)


def url(name, info_request, *args):
    return reverse(f"staff:{name}", args=[info_request.number, *args]).replace("/kk/", "/ru/")


def typed(letter, **given):
    names = ("addressee", "subject", "body", "version")
    return {name: getattr(letter, name) for name in names} | {"consent": ""} | given


def test_a_letter_from_its_kind_to_its_file(desk, late):
    address = url("letter-new", late, "reminder")
    assert desk.get(address).status_code == 200
    desk.post(address, {"form_key": str(uuid.uuid4()), "language": "kk", "consent": ""})
    letter = Letter.objects.get()
    assert "еске салу" in desk.get(url("letter-edit", late, letter.pk)).text.lower()

    response = desk.post(
        url("letter-edit", late, letter.pk), typed(letter, body="Құрметті әріптестер!\r\n\r\nЖауап беріңіз.")
    )
    assert response.headers["Location"] == url("letter", late, letter.pk)
    response = desk.post(url("letter-issue", late, letter.pk), {"version": 2, "seen": 2}, follow=True)

    letter.refresh_from_db()
    assert (letter.outgoing_number, letter.paragraphs) == ("1/2026", ["Құрметті әріптестер!", "Жауап беріңіз."])
    assert "Письмо выпущено под № 1/2026." in response.text
    assert "исх. № 1/2026" in desk.get(late.get_staff_url()).text


@pytest.mark.parametrize("extension", ["pdf", "docx"])
def test_a_file_keeps_its_cyrillic_name_and_no_cache_keeps_the_file(desk, late, daniyar, extension):
    letter = draft(late, daniyar, TODAY, language="kk")
    assert desk.get(url(f"letter-{extension}", late, letter.pk)).status_code == 200
    issue(letter, daniyar, TODAY)
    response = desk.get(url(f"letter-{extension}", late, letter.pk))

    assert unquote(response.headers["Content-Disposition"]).endswith(f"Еске салу 1-2026.{extension}")
    assert response.headers["Cache-Control"] == "private, no-store"
    assert response.content.startswith({"pdf": b"%PDF", "docx": b"PK"}[extension])


def test_a_file_that_is_not_the_one_that_was_issued_is_not_handed_out(desk, late, daniyar):
    letter = issue(draft(late, daniyar, TODAY), daniyar, TODAY)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL portal.encrypting_again = 'on'")
    Letter.objects.update(pdf="0J/QvtC00LTQtdC70LrQsA==")

    assert desk.get(url("letter-pdf", late, letter.pk)).status_code == 409


def test_each_page_opens_in_three_languages(desk, late, daniyar):
    letter, issued = draft(late, daniyar, TODAY), issue(draft(late, daniyar, TODAY), daniyar, TODAY)
    agree(late, daniyar, TODAY)
    pages = [
        url("letters", late),
        url("letter-new", late, "request"),
        url("letter-consent", late),
        *(url(name, late, letter.pk) for name in ("letter", "letter-edit")),
        url("letter", late, issued.pk),
    ]

    for page in pages:
        for language in ("kk", "ru", "en"):
            assert desk.get(page.replace("/ru/", f"/{language}/", 1)).status_code == 200, page


@pytest.mark.parametrize(
    ("kind", "status"), [("thanks", 409), ("claim", 409), ("pigeon", 404), ("request", 200), ("complaint", 200)]
)
def test_only_letters_that_fit_are_written(desk, late, kind, status):
    forged = {"form_key": str(uuid.uuid4()), "language": "ru", "consent": ""}

    assert desk.get(url("letter-new", late, kind)).status_code == status
    desk.post(url("letter-new", late, kind), forged)
    assert Letter.objects.count() == (1 if status == 200 else 0)


@pytest.mark.parametrize("wrong", [{"language": "xx"}, {"consent": "99"}, {"form_key": "no"}])
def test_a_forged_choice_is_refused(desk, late, wrong):
    form = {"form_key": str(uuid.uuid4()), "language": "ru", "consent": ""}

    assert desk.post(url("letter-new", late, "reminder"), form | wrong).status_code == 422
    assert not Letter.objects.exists()


def test_the_consent_given_for_another_request_is_not_taken(desk, late, file, daniyar):
    other = agree(file(), daniyar, TODAY)
    form = {"form_key": str(uuid.uuid4()), "language": "ru", "consent": other.pk}

    assert desk.post(url("letter-new", late, "reminder"), form).status_code == 422


@pytest.mark.parametrize(
    "wrong", [{"addressee": ""}, {"subject": "х" * 301}, {"body": "\x0b\x1b"}, {"body": "х" * 60_001}]
)
def test_what_cannot_be_saved_gets_a_sentence_and_stays_typed(desk, late, daniyar, wrong):
    letter = draft(late, daniyar, TODAY)
    response = desk.post(url("letter-edit", late, letter.pk), typed(letter, subject="Сохранить меня") | wrong)

    assert response.status_code == 422
    assert list(response.context["form"].errors) == list(wrong)
    assert Letter.objects.get().version == 1
    assert "subject" in wrong or "Сохранить меня" in response.text


def test_two_people_at_one_draft_the_second_is_shown_both(desk, late, daniyar):
    letter = draft(late, daniyar, TODAY)
    desk.post(url("letter-edit", late, letter.pk), typed(letter, body="Первый текст"))
    response = desk.post(url("letter-edit", late, letter.pk), typed(letter, body="Второй текст"))

    assert response.status_code == 409
    assert "Первый текст" in response.text
    assert response.context["form"]["body"].value() == "Второй текст"
    assert Letter.objects.get().body == "Первый текст"
    assert desk.post(url("letter-edit", late, letter.pk), typed(letter, body="Второй", version=2)).status_code == 302


def test_a_letter_that_lacks_something_is_not_issued_by_a_forged_post(desk, late, daniyar):
    make_letterhead(bin="", phone="")
    letter = draft(late, daniyar, TODAY)
    response = desk.post(url("letter-issue", late, letter.pk), {"version": 1, "seen": late.events.count()})

    assert response.status_code == 422
    assert "На бланке нет: БИН." in response.text
    assert "/admin/requests_registry/letterhead/1/change/#id_bin" in response.text
    assert Letter.objects.get().state == "draft"


def test_a_letter_is_not_issued_over_what_another_recorded(desk, late, daniyar):
    letter = draft(late, daniyar, TODAY)
    answer(late, daniyar, TODAY)
    response = desk.post(url("letter-issue", late, letter.pk), {"version": 1, "seen": 2})

    assert response.status_code == 409
    assert "Этот запрос изменился" in response.text


def test_an_issued_letter_is_neither_edited_nor_thrown_away(desk, late, daniyar):
    letter = issue(draft(late, daniyar, TODAY), daniyar, TODAY)

    assert desk.get(url("letter-edit", late, letter.pk)).status_code == 302
    assert desk.post(url("letter-edit", late, letter.pk), typed(letter, body="Другое")).status_code == 302
    assert desk.post(url("letter-discard", late, letter.pk), {"version": 1}).status_code == 409
    assert (
        desk.post(url("letter-issue", late, letter.pk), {"version": 1, "seen": late.events.count()}).status_code == 409
    )
    assert Letter.objects.get().outgoing_number == "1/2026"


def test_a_draft_is_thrown_away(desk, late, daniyar):
    letter = draft(late, daniyar, TODAY)

    assert desk.post(url("letter-discard", late, letter.pk), {"version": 7}).status_code == 409
    assert desk.post(url("letter-discard", late, letter.pk), {}).status_code == 422
    assert desk.post(url("letter-discard", late, letter.pk), {"version": 1}).status_code == 302
    assert not Letter.objects.exists()


@pytest.mark.parametrize("name", ["letter", "letter-edit", "letter-pdf", "letter-docx"])
def test_a_letter_is_found_under_its_own_request_only(desk, late, file, daniyar, name):
    letter = draft(late, daniyar, TODAY)

    assert desk.get(url(name, file(), letter.pk)).status_code == 404


@pytest.mark.parametrize("name", ["letter-issue", "letter-discard"])
def test_letters_are_not_issued_by_a_link(desk, late, daniyar, name):
    assert desk.get(url(name, late, draft(late, daniyar, TODAY).pk)).status_code == 405


def test_nobody_but_registrars_reads_letters(client, late, daniyar, aigul):
    letter = draft(late, daniyar, TODAY)
    pages = [url("letters", late), *(url(name, late, letter.pk) for name in ("letter", "letter-pdf", "letter-docx"))]

    assert [client.get(page).status_code for page in pages] == [302] * 4
    client.force_login(aigul)
    assert [client.get(page).status_code for page in pages] == [403] * 4


def test_a_lawyer_completes_a_draft_but_gives_no_number(client, late, daniyar):
    letter = draft(late, daniyar, TODAY)
    lawyer = User.objects.create_user("saule")
    lawyer.groups.add(Group.objects.get_or_create(name=LAWYER)[0])
    client.force_login(lawyer)

    assert client.post(url("letter-edit", late, letter.pk), typed(letter, body="Дополнено юристом")).status_code == 302
    page = client.get(url("letter", late, letter.pk)).text
    assert "Дополнено юристом" in page
    assert url("letter-issue", late, letter.pk) not in page
    for name in ("letter-issue", "letter-discard"):
        assert client.post(url(name, late, letter.pk), {"version": 2}).status_code == 403
    assert client.get(url("letter-consent", late)).status_code == 403


def test_a_draft_keeps_the_person_it_is_written_for(desk, late, daniyar):
    letter = draft(late, daniyar, TODAY, consent=agree(late, daniyar, TODAY))

    assert f'<option value="{letter.consent.pk}" selected>' in desk.get(url("letter-edit", late, letter.pk)).text


@pytest.mark.parametrize("name", ["letter-consent", "letter-edit", "letter-new"])
def test_an_empty_form_is_answered_with_what_it_lacks(desk, late, daniyar, name):
    args = {"letter-consent": [], "letter-edit": [draft(late, daniyar, TODAY).pk], "letter-new": ["reminder"]}[name]

    assert desk.post(url(name, late, *args), {}).status_code == 422


def consent_form(**given):
    return {
        "form_key": str(uuid.uuid4()),
        "name": f" {PERSON} ",
        "iin": "900101 350003",
        "language": "ru",
        "given_on": "2026-03-20",
        "until": "2026-12-31",
    } | given


def test_a_consent_is_recorded_once_and_withdrawn(desk, late):
    form = consent_form()
    for _time in range(2):
        assert desk.post(url("letter-consent", late), form).status_code == 302
    consent = LetterConsent.objects.get()
    assert (consent.name, consent.iin, consent.until) == (PERSON, IIN, date(2026, 12, 31))
    assert PERSON in desk.get(url("letters", late)).text

    desk.post(url("letter-consent-withdraw", late, consent.pk))
    assert LetterConsent.objects.get().withdrawn_on == TODAY


@pytest.mark.parametrize(
    "wrong",
    [
        {"iin": "900101350004"},
        {"iin": "1"},
        {"name": "\u200b \x0b"},
        {"language": "xx"},
        {"given_on": "2026-03-24"},
        {"until": "2026-03-22"},
    ],
)
def test_a_consent_that_cannot_be_is_refused(desk, late, wrong):
    response = desk.post(url("letter-consent", late), consent_form(**wrong))

    assert response.status_code == 422
    assert list(response.context["form"].errors) == list(wrong)
    assert not LetterConsent.objects.exists()


@pytest.mark.parametrize("name", ["letters", "letter"])
def test_a_page_costs_the_same_for_one_letter_and_three(desk, late, daniyar, name):
    letter = draft(late, daniyar, TODAY)
    agree(late, daniyar, TODAY)
    args = [letter.pk] if name == "letter" else []
    costs = []
    for more in (0, 2):
        for _n in range(more):
            issue(draft(late, daniyar, TODAY), daniyar, TODAY)
            agree(late, daniyar, TODAY)
        with CaptureQueriesContext(connection) as captured:
            desk.get(url(name, late, *args))
        costs.append(len(captured))

    assert costs[0] == costs[1]
    assert costs[0] <= 16


def test_a_person_named_in_a_letter_is_nowhere_else(client, desk, late, daniyar, water, region, caplog):
    caplog.set_level(logging.DEBUG)
    late.topics.add(water)
    late.regions.add(region)
    desk.post(url("letter-consent", late), consent_form())
    desk.post(url("letter-consent", late), consent_form(iin="900101350004"))
    consent = LetterConsent.objects.get()
    desk.post(
        url("letter-new", late, "reminder"), {"form_key": str(uuid.uuid4()), "language": "ru", "consent": consent.pk}
    )
    letter = Letter.objects.get()
    desk.post(url("letter-edit", late, letter.pk), typed(letter, body=f"{PERSON}, {IIN}", consent=consent.pk))
    desk.post(url("letter-issue", late, letter.pk), {"version": 2, "seen": late.events.count()})
    assert Letter.objects.get().is_issued
    assert PERSON in desk.get(url("letter", late, letter.pk)).text

    client.logout()
    for address in [late.get_absolute_url(), *addresses(late)]:
        response = client.get(address)
        page = (b"".join(response.streaming_content) if response.streaming else response.content).decode()
        assert not [secret for secret in (PERSON, IIN, "1/2026") if secret in page], address
    told = [f"{event.changes} {event.note}" for event in RequestEvent.objects.all()]
    found = [f"{entry.title} {entry.body}" for entry in SearchEntry.objects.all()]
    assert not [words for words in [*told, *found, caplog.text] if PERSON in words or IIN in words]


def test_the_letterhead_is_filled_in_in_the_admin(client, db):
    client.force_login(User.objects.create_superuser("bota"))
    address = reverse("admin:requests_registry_letterhead_change", args=[1])
    assert client.get(reverse("admin:requests_registry_letterhead_changelist")).status_code == 200
    assert "Жайык-Каспийский Орхусский центр" in client.get(address).text

    assert "не сходится" in client.post(address, {"bin": "123456789012"}).text
    assert client.post(address, {"name_ru": "Центр", "bin": "900101350003"}).status_code == 302
    assert client.post(reverse("admin:requests_registry_letterhead_add"), {}).status_code == 403
