"""Number, day, file and event of a letter, or none of them; and then it never changes."""

import io
import uuid
from datetime import date, timedelta

import pypdfium2
import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st

from requests_registry import folding, lifecycle, recording, timeline
from requests_registry.letters import consents, drafting, issuing, rendering
from requests_registry.models import Letter, LetterConsent, Letterhead, RequestEvent
from tests.requests_registry.letters import IIN, PERSON, agree, draft, issue, make_letterhead
from tests.requests_registry.making import answer, at, make_registrar

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 23)  # a request of 2 March was due on 17 March
ALPHABET = "ӘІҢҒҮҰҚӨҺ әіңғүұқөһ"


@pytest.fixture
def letterhead(db):
    return make_letterhead()


@pytest.fixture
def reminder(file, daniyar, letterhead):
    return draft(file(), daniyar, TODAY)


def words_of(pdf):
    document = pypdfium2.PdfDocument(pdf)
    try:
        return " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in document)
    finally:
        document.close()


def words_of_docx(content):
    document = Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*cells, *(paragraph.text for paragraph in document.paragraphs)])


def rewrite(letter, by, on, **given):
    words = {name: getattr(letter, name) for name in ("addressee", "subject", "body", "consent", "version")}
    return drafting.save(letter, by=by, at=at(on), **words | given)


def test_an_issued_letter_has_its_number_its_day_and_its_event(reminder, daniyar):
    issued = issue(reminder, daniyar, TODAY)
    event = RequestEvent.objects.last()

    assert (issued.outgoing_number, issued.issued_on, issued.issued_by) == ("1/2026", TODAY, daniyar)
    assert (event.kind, event.changes) == (
        "letter",
        {"letter": [None, "reminder"], "outgoing_number": [None, "1/2026"]},
    )
    assert timeline.details(event) == "исх. № 1/2026"
    assert folding.differences(issued.request) == []


def test_numbers_follow_each_other_and_begin_anew_with_the_year(file, daniyar, letterhead):
    days = [TODAY, TODAY, date(2027, 1, 11)]
    numbers = [issue(draft(file(), daniyar, day), daniyar, day).outgoing_number for day in days]

    assert numbers == ["1/2026", "2/2026", "1/2027"]


def test_the_public_history_does_not_tell_of_letters(reminder, daniyar):
    issue(reminder, daniyar, TODAY)

    assert [entry.label for entry in timeline.public(reminder.request)] == ["Запрос отправлен"]


def test_the_file_is_kept_as_it_was_issued(reminder, daniyar, monkeypatch):
    link = "https://portal.example.kz/kk/requests/answer/secret/"
    monkeypatch.setattr(issuing, "answer_link", lambda *_letter, **_who: link)
    issued = issue(reminder, daniyar, TODAY)
    Letterhead.objects.update(name_ru="Переименованный центр")
    issued.refresh_from_db()

    assert issued.issued_pdf == rendering.as_pdf(issued, issued.sender)
    assert "Исх. № 1/2026 23 марта 2026 г." in words_of(issued.issued_pdf)
    in_word = words_of_docx(rendering.as_docx(issued, issued.sender))
    assert "Переименованный" not in in_word
    assert link in in_word


@pytest.mark.parametrize(
    "change",
    [
        lambda letter: Letter.objects.filter(pk=letter.pk).update(body="Другое"),
        lambda letter: Letter.objects.filter(pk=letter.pk).update(outgoing_number="9/2026"),
        lambda letter: Letter.objects.filter(pk=letter.pk).update(state="draft"),
        lambda letter: letter.delete(),
    ],
    ids=["words", "number", "state", "gone"],
)
def test_the_database_refuses_to_change_an_issued_letter(reminder, daniyar, change):
    issued = issue(reminder, daniyar, TODAY)

    with pytest.raises(IntegrityError), transaction.atomic():
        change(issued)


def test_a_new_key_leaves_an_issued_letter_as_it_is(reminder, daniyar, settings):
    issued = issue(reminder, daniyar, TODAY)
    pdf = issued.issued_pdf
    settings.PERSONAL_DATA_KEYS = ["a new key", *settings.PERSONAL_DATA_KEYS]
    call_command("encrypt_again", verbosity=0, stdout=io.StringIO())
    settings.PERSONAL_DATA_KEYS = ["a new key"]

    assert Letter.objects.get().issued_pdf == pdf
    with pytest.raises(IntegrityError), transaction.atomic():
        Letter.objects.update(body="Другое")


def test_an_issued_letter_is_not_issued_again_nor_edited_nor_thrown_away(reminder, daniyar):
    issue(reminder, daniyar, TODAY)

    for act in (
        lambda: issue(reminder, daniyar, TODAY),
        lambda: rewrite(reminder, daniyar, TODAY),
        lambda: drafting.discard(reminder, by=daniyar, version=reminder.version),
    ):
        with pytest.raises(drafting.LetterNotPossible):
            act()
    assert RequestEvent.objects.filter(kind="letter").count() == 1


def test_who_did_not_see_the_newest_words_issues_nothing(reminder, daniyar):
    rewrite(reminder, make_registrar("bota"), TODAY, body="Новый текст")

    with pytest.raises(drafting.DraftChanged):
        issue(reminder, daniyar, TODAY)
    assert not RequestEvent.objects.filter(kind="letter").exists()


def test_who_did_not_see_what_happened_to_the_request_issues_nothing(reminder, daniyar):
    answer(reminder.request, daniyar, TODAY)

    with pytest.raises(recording.RequestChanged):
        issue(reminder, daniyar, TODAY, seen=1)


def problems(letter, on=TODAY):
    return [obstacle.sentence for obstacle in issuing.obstacles(letter, Letterhead.objects.ours(), on)]


def test_nothing_stands_in_the_way_of_a_good_draft(reminder):
    assert problems(reminder) == []


@pytest.mark.parametrize(
    ("column", "sentence"),
    [
        ("name_ru", "На бланке нет: название центра (Русский)."),
        ("bin", "На бланке нет: БИН."),
        ("phone", "На бланке нет: телефон."),
        ("signatory_name_ru", "На бланке нет: имя подписывающего (Русский)."),
        ("signatory_post_ru", "На бланке нет: должность подписывающего (Русский)."),
    ],
)
def test_what_the_law_asks_of_a_letter_must_be_on_the_letterhead(reminder, daniyar, column, sentence):
    make_letterhead(**{column: ""})
    (obstacle,) = issuing.obstacles(reminder, Letterhead.objects.ours(), TODAY)

    assert obstacle == issuing.Obstacle(sentence, f"/admin/requests_registry/letterhead/1/change/#id_{column}")
    with pytest.raises(issuing.LetterNotReady):
        issue(reminder, daniyar, TODAY)


def test_a_postal_or_an_electronic_address_is_enough(reminder):
    make_letterhead(address_ru="")
    assert problems(reminder) == []

    make_letterhead(address_ru="", email="")
    assert len(problems(reminder)) == 1


def test_a_kazakh_letter_is_not_signed_in_russian(file, daniyar, letterhead):
    make_letterhead(signatory_post_kk="")

    assert problems(draft(file(), daniyar, TODAY, language="kk")) == [
        "На бланке нет: должность подписывающего (Казахский)."
    ]


def test_a_letter_with_a_blank_in_it_is_not_issued(file, daniyar, letterhead):
    assert problems(draft(file(), daniyar, TODAY, kind="complaint")) == [
        "Кому: остался пропуск (____). Заполните его или уберите."
    ]


def test_days_late_of_yesterday_are_not_sent_today(reminder, daniyar):
    tomorrow = TODAY + timedelta(days=1)
    assert problems(reminder, tomorrow) == [
        "Дней просрочки в черновике: 6, сегодня: 7. Исправьте число и сохраните черновик снова."
    ]
    assert problems(rewrite(reminder, daniyar, tomorrow), tomorrow) == []


def test_what_was_recorded_after_the_draft_is_looked_over(reminder, daniyar):
    lifecycle.record_registration(
        reminder.request, by=daniyar, at=at(TODAY, 15), received_on=date(2026, 3, 10), registration_number="5"
    )
    reminder.request.refresh_from_db()
    del reminder.request.reply_clock

    assert problems(reminder)[0].startswith("После сохранения черновика записано: «Обладатель зарегистрировал запрос»")


def test_a_letter_that_does_not_fit_any_more_is_not_issued(reminder, daniyar):
    answer(reminder.request, daniyar, TODAY)
    reminder.refresh_from_db()

    assert "Запрос ушёл вперёд: это письмо больше не подходит." in problems(reminder)


def test_a_letter_that_does_not_fit_is_not_drafted(file, daniyar):
    with pytest.raises(drafting.LetterNotPossible):
        draft(file(), daniyar, TODAY, kind="thanks")


def test_pressing_the_button_twice_makes_one_draft(file, daniyar):
    info_request, key = file(), "c6a5d1e2-0000-4000-8000-000000000009"

    assert draft(info_request, daniyar, TODAY, form_key=key) == draft(info_request, daniyar, TODAY, form_key=key)


def test_every_kazakh_letter_stands_in_the_files(file, daniyar, letterhead):
    letter = draft(file(), daniyar, TODAY, language="kk")
    letter = issue(rewrite(letter, daniyar, TODAY, subject=ALPHABET, body=f"{ALPHABET}\n\nХат"), daniyar, TODAY)

    assert words_of(letter.issued_pdf).count(ALPHABET) == 2
    assert words_of_docx(rendering.as_docx(letter, letter.sender)).count(ALPHABET) == 2


@pytest.mark.parametrize(
    "text",
    [
        '#set page(fill: red) $x^2$ *b* _i_ @ref <label> \\ `raw` = heading // no /* no */ #sys.inputs "',
        "{{ sender.bin }} {% for x in y %} {# no #} <w:p/> &amp; ]]> \\f \\a",
        "Жжж" * 10_000,
        "﷽ 漢字 \U0001f600 \u202e \ufeff \U00010ffd e\u0301 \u0378",
    ],
    ids=["typst", "word", "long", "strange"],
)
def test_whatever_people_write_gives_a_letter(reminder, daniyar, text):
    text = rendering.visible(text)
    letter = rewrite(reminder, daniyar, TODAY, addressee=text[:1000], subject=text[:300], body=text)
    pdf, docx = (
        rendering.as_pdf(letter, letter.sender or make_letterhead().sender_in("ru")),
        rendering.as_docx(letter, make_letterhead().sender_in("ru")),
    )

    assert text in words_of_docx(docx)
    if text.isprintable() and " " in text and "漢" not in text:
        assert words_of(pdf).count(text) >= 2


@settings(max_examples=25)
@given(st.text(max_size=200))
def test_no_text_at_all_breaks_a_letter(words):
    letter = Letter(language="kk", state="draft", addressee=words, subject=words[:50], body=f"{words}\n\n{words}")
    sender = dict.fromkeys(["name", "bin", "address", "phone", "email", "signatory_name", "signatory_post"], words)

    assert rendering.as_pdf(letter, sender).startswith(b"%PDF")
    assert words_of_docx(rendering.as_docx(letter, sender)).count(rendering.visible(words).strip()) >= 1


def test_what_no_document_can_carry_is_left_out():
    assert rendering.visible("a\x00b\x0bc\x1bd\ufffe\u202ee\r\nf\tg") == "abcde\nf g"


def test_a_person_stands_in_the_letter_with_consent_only(reminder, daniyar):
    assert PERSON not in words_of(rendering.as_pdf(reminder, make_letterhead().sender_in("ru")))

    consent = agree(reminder.request, daniyar, TODAY)
    letter = issue(rewrite(reminder, daniyar, TODAY, consent=consent), daniyar, TODAY)

    assert f"От имени: {PERSON}, ИИН {IIN}." in words_of(letter.issued_pdf)
    assert PERSON in words_of_docx(rendering.as_docx(letter, letter.sender))


def test_a_consent_says_to_what_when_who_and_until(file, daniyar):
    make_letterhead()
    consent = agree(file(), daniyar, TODAY)

    assert (consent.given_on, consent.recorded_by, consent.text.language) == (TODAY, daniyar, "kk")
    assert "(БСН 900101350003)" in consent.text.text
    assert PERSON not in consent.text.text
    assert [
        consent.is_valid(day) for day in (TODAY - timedelta(1), TODAY, consent.until, consent.until + timedelta(1))
    ] == [
        False,
        True,
        True,
        False,
    ]


def test_a_withdrawn_consent_stops_the_letter(reminder, daniyar):
    letter = rewrite(reminder, daniyar, TODAY, consent=agree(reminder.request, daniyar, TODAY))
    consents.withdraw(letter.consent, by=daniyar, at=at(TODAY))
    letter.consent.refresh_from_db()

    assert problems(letter) == ["Согласие человека больше не действует: отправить письмо от его имени нельзя."]
    assert not LetterConsent.objects.valid(TODAY).exists()


def test_a_name_is_kept_after_the_withdrawal_only_where_a_letter_was_sent_in_it(reminder, daniyar):
    used, unused = (agree(reminder.request, daniyar, TODAY) for _n in range(2))
    issue(rewrite(reminder, daniyar, TODAY, consent=used), daniyar, TODAY)
    kept, erased = (consents.withdraw(consent, by=daniyar, at=at(TODAY)) for consent in (used, unused))

    assert (kept.name, erased.name, erased.iin) == (PERSON, "", "")
    assert LetterConsent.objects.filter(withdrawn_on=TODAY).count() == 2


def test_the_consent_of_another_request_carries_no_letter(reminder, file, daniyar):
    letter = rewrite(reminder, daniyar, TODAY, consent=agree(file(), daniyar, TODAY))

    assert problems(letter) == ["Согласие человека больше не действует: отправить письмо от его имени нельзя."]


def test_who_a_person_is_and_what_a_letter_says_are_encrypted(reminder, daniyar):
    letter = rewrite(reminder, daniyar, TODAY, consent=agree(reminder.request, daniyar, TODAY), body=PERSON)
    issue(letter, daniyar, TODAY)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name || iin FROM requests_registry_letterconsent UNION SELECT body || pdf FROM requests_registry_letter"
        )
        rows = cursor.fetchall()

    assert len(rows) == 2
    assert not [row for row in rows if PERSON in row[0] or IIN in row[0]]


def test_the_letter_of_a_draft_quotes_the_term_that_will_run(holder, daniyar, letterhead, rules):
    """The first letter is written before anything was sent, and no clock runs yet."""
    unsent = lifecycle.draft(
        by=daniyar, at=at(TODAY), form_key=uuid.uuid4(), holder=holder, subject="Тема", text="Прошу.", language="ru"
    )
    letter = issue(draft(unsent, daniyar, TODAY, kind="request"), daniyar, TODAY)

    assert "Срок ответа – 15 календарных дней" in letter.body
    assert letter.outgoing_number == "1/2026"
