"""Registrars see what waits, say whose a mail is, and get its files; nobody else does."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from requests_registry.mail import match, outbox, receive
from requests_registry.mail.lookup import with_words, words_of
from requests_registry.mail.parse import parse
from requests_registry.models import InboundMail
from tests.mail.conftest import NOW, TOKEN
from tests.mail.corpus import BY_NAME
from tests.mail.corpus.making import ANSWER, ANSWER_KK, OUR_ID, file_part, mail, mixed, text_part, word
from tests.requests_registry.making import answer as record_answer

pytestmark = pytest.mark.django_db
TRAY = "/ru/staff/mail/"
NAME = "Ответ №12 – қоршаған орта.pdf"


@pytest.fixture
def desk(client, daniyar):
    client.force_login(daniyar)
    return client


def take_in(raw):
    return receive.process(receive.receive(raw, source="test", at=NOW), at=NOW)


def lost(text=ANSWER, **fields):
    """A mail that matches nothing."""
    given = {"to": "office@requests.example.kz", "sender": "x@else.example.kz"} | fields
    return take_in(mail(text.encode(), Content_Type="text/plain; charset=utf-8", **given))


def rows(response):
    return {pile.key: [row.pk for row in pile.rows] for pile in response.context["piles"]}


def listed(response):
    return [row.pk for row in response.context["page"]]


def test_every_mail_waits_in_its_pile(desk, asked):
    unmatched = lost()
    delivered = take_in(BY_NAME["quote-gmail-russian"].raw)
    bounce = take_in(BY_NAME["bounce-rfc-3464"].raw)

    found = rows(desk.get(TRAY))

    assert (found["unmatched"], found["answers"], found["bounces"]) == ([unmatched.pk], [delivered.pk], [bounce.pk])


def test_an_answer_leaves_the_tray_when_a_reply_is_recorded(desk, asked, daniyar):
    take_in(BY_NAME["quote-gmail-russian"].raw)
    record_answer(asked, daniyar, NOW.date())

    assert rows(desk.get(TRAY))["answers"] == []


def test_a_suggestion_delivers_with_one_click_and_can_be_taken_back(desk, asked):
    inbound = lost(f"На запрос {asked.number}: десять проб.")
    page = reverse("staff:one-mail", args=[inbound.pk])
    assert asked.number in desk.get(page).content.decode()

    desk.post(page, {"number": asked.number})
    assert asked.mail_messages.get().inbound == inbound

    desk.post(reverse("staff:mail-take-back", args=[inbound.pk]))
    assert not asked.mail_messages.exists()


def test_a_number_that_is_no_request_gets_a_sentence(desk, asked):
    inbound = lost()

    response = desk.post(reverse("staff:one-mail", args=[inbound.pk]), {"number": "2020-9999"})

    assert response.status_code == 422
    assert response.context["form"].errors["number"]


def test_delivering_twice_is_told(desk, asked):
    inbound = lost()
    page = reverse("staff:one-mail", args=[inbound.pk])
    desk.post(page, {"number": asked.number})

    response = desk.post(page, {"number": asked.number}, follow=True)

    assert response.status_code == 200
    assert asked.mail_messages.count() == 1


def test_the_fold_hides_only_our_own_words(desk, asked):
    inbound = take_in(BY_NAME["quote-gmail-russian"].raw)

    page = desk.get(reverse("staff:one-mail", args=[inbound.pk])).content.decode()

    shown, folded, *_fields = page.split('class="letter-fold"')
    assert ANSWER in shown
    assert "Прошу сообщить" in folded
    assert "Прошу сообщить" not in shown


def test_a_file_comes_down_under_its_whole_name_and_is_never_shown(desk, asked):
    inbound = take_in(mixed(text_part(), file_part(f'filename="{word(NAME)}"', b"<script>")))

    response = desk.get(reverse("staff:mail-file", args=[inbound.pk, 1]))

    assert response.content == b"<script>"
    assert "filename*=utf-8''%D0%9E%D1%82%D0%B2%D0%B5%D1%82%20%E2%84%9612" in response["Content-Disposition"]
    assert response["Content-Disposition"].startswith("attachment")
    assert "sandbox" in response["Content-Security-Policy"]
    assert response["X-Content-Type-Options"] == "nosniff"


def test_the_mail_comes_down_as_it_came(desk, asked):
    raw = BY_NAME["winmail-dat-cut-off"].raw

    assert desk.get(reverse("staff:mail-as-it-came", args=[take_in(raw).pk])).content == raw


def test_a_file_that_is_not_there_is_not_found(desk, asked):
    assert desk.get(reverse("staff:mail-file", args=[lost().pk, 7])).status_code == 404


def test_a_failed_mail_says_why_and_is_read_again(desk, asked, monkeypatch):
    monkeypatch.setattr(receive, "parse", lambda raw: 1 / 0)
    inbound = lost()
    monkeypatch.undo()
    assert "ZeroDivisionError" in desk.get(reverse("staff:one-mail", args=[inbound.pk])).content.decode()

    desk.post(reverse("staff:mail-read-again", args=[inbound.pk]))

    assert InboundMail.objects.get().outcome == "unmatched"


@pytest.mark.parametrize("name", sorted(BY_NAME)[::23])
def test_a_page_of_every_oddity_is_shown(desk, asked, name):
    inbound = take_in(BY_NAME[name].raw)

    assert desk.get(reverse("staff:one-mail", args=[inbound.pk])).status_code == 200


@pytest.mark.parametrize("view", ["one-mail", "mail-as-it-came"])
def test_others_do_not_read_mail(client, aigul, asked, view):
    page = reverse(f"staff:{view}", args=[lost().pk])
    assert client.get(page).status_code == 302

    client.force_login(aigul)
    assert (client.get(page).status_code, client.get(TRAY).status_code) == (403, 403)


def test_spam_is_out_of_the_way_kept_and_can_be_called_back(desk, asked):
    inbound = lost()
    desk.post(reverse("staff:mail-spam", args=[inbound.pk]))
    assert (listed(desk.get(TRAY)), rows(desk.get(TRAY))["unmatched"]) == ([], [])
    assert listed(desk.get(f"{TRAY}?outcome=spam")) == [inbound.pk]

    desk.post(reverse("staff:mail-no-spam", args=[inbound.pk]))

    assert rows(desk.get(TRAY))["unmatched"] == [inbound.pk]


def test_a_delivered_mail_cannot_be_called_spam(desk, asked):
    delivered = take_in(BY_NAME["quote-gmail-russian"].raw)

    response = desk.post(reverse("staff:mail-spam", args=[delivered.pk]), follow=True)

    assert (response.status_code, InboundMail.objects.get().outcome) == (200, "delivered")


def test_a_bounce_leaves_the_tray_when_the_request_goes_out_again(desk, asked):
    take_in(BY_NAME["bounce-rfc-3464"].raw)
    assert len(rows(desk.get(TRAY))["bounces"]) == 1

    given = {"to": "x@y.example.kz", "subject": "Запрос", "body": "Текст", "language": "ru", "purpose": "letter"}
    outbox.queue_mail(**given, at=NOW, request=asked)

    assert rows(desk.get(TRAY))["bounces"] == []


def test_every_field_of_the_head_is_shown(desk, asked):
    inbound = take_in(mail(ANSWER.encode(), Content_Type="text/plain; charset=utf-8", X_Gateway="mx7 of the ministry"))

    assert "mx7 of the ministry" in desk.get(reverse("staff:one-mail", args=[inbound.pk])).text


def test_the_tray_costs_the_same_for_one_mail_and_for_three(desk, asked):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            desk.get(TRAY)
        return len(queries)

    lost()
    first = cost()
    lost("Второй ответ.")
    lost("Третий ответ.")

    assert cost() == first <= 12


def test_mail_to_a_retired_address_waits_in_the_tray_and_a_new_address_delivers(desk, asked, daniyar):
    page = desk.post(reverse("staff:addresses-retire", args=[asked.number]), follow=True)
    assert page.status_code == 200
    fields = {"Content_Type": "text/plain; charset=utf-8"}

    late = take_in(mail(ANSWER.encode(), to=match.address_with(TOKEN), **fields))
    new = take_in(mail(ANSWER_KK.encode(), to=match.give_address(asked, at=NOW), **fields))

    assert (late.outcome, late.suggestions[0]["reason"]) == ("unmatched", "retired")
    assert (new.outcome, new.request) == ("delivered", asked)
    assert match.address_with(TOKEN) in desk.get(reverse("staff:one-mail", args=[late.pk])).text


def test_an_answer_to_our_letter_is_delivered_also_from_a_retired_address(asked, daniyar):
    match.retire_addresses(asked, by=daniyar, at=NOW)

    answered = take_in(mail(ANSWER.encode(), to=match.address_with(TOKEN), In_Reply_To=f"<{OUR_ID}>"))

    assert (answered.outcome, answered.message.way) == ("delivered", "reply")


def test_mail_is_found_by_any_form_of_its_words_by_its_files_and_by_its_sender(desk, asked):
    answer = lost("Взято десять проб воды из реки Ойдан.", subject=word("О качестве"), Message_ID="<1@x>")
    with_file = take_in(mixed(text_part("Во вложении."), file_part(f'filename="{word("Протоколы отбора.pdf")}"')))
    kazakh = lost("Өзендердің суы зерттелді.", Message_ID="<2@x>")

    def found(typed):
        return listed(desk.get(TRAY, {"q": typed}))

    assert found("проба вода") == found("качество") == [answer.pk]
    assert found("протокол отбор") == [with_file.pk]
    assert found("өзен") == [kazakh.pk]
    assert sorted(found("else.example.kz")) == [answer.pk, kazakh.pk]
    assert (found("нефть"), len(found(" - "))) == ([], 3)


def test_words_are_written_anew_when_the_rules_of_search_change(desk, asked):
    answer = lost("Взято десять проб воды.")
    InboundMail.objects.update(words=None)

    call_command("process_mail", "--words", stdout=StringIO())

    assert listed(desk.get(TRAY, {"q": "проба"})) == [answer.pk]


def test_a_phrase_is_found_in_words_that_were_written_before_pairs_had_signs(asked):
    kept = lost("Сброс в реку Жайык.")
    written = words_of(parse(bytes(kept.raw)))
    without_signs = " ".join(lexeme for lexeme in written.split() if not lexeme.startswith("&"))
    assert without_signs != written
    InboundMail.objects.filter(pk=kept.pk).update(words=without_signs)
    assert [*with_words(InboundMail.objects.all(), '"реку Жайык"')] == [kept]
    assert [*with_words(InboundMail.objects.all(), '"Жайык реку"')] == []
    assert [*with_words(InboundMail.objects.all(), 'сброс -"реку Жайык"')] == []
