"""What staff decide about a thing on the desk, and the calendar of deadlines."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse
from icalendar import Calendar

from portal import desk
from portal.models import DeskMark
from requests_registry.staff import deadline_calendar
from tests.requests_registry.making import at, make_registrar, register

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 25)


@pytest.fixture(autouse=True)
def frozen():
    with time_machine.travel(at(TODAY), tick=False):
        yield


@pytest.fixture
def staff(client, daniyar):
    client.force_login(daniyar)
    return client


@pytest.fixture
def overdue(file):
    return file(sent_on=date(2026, 3, 2))


def mark(client, item, act, **given):
    url = reverse("staff:desk-mark", args=["overdue", item.object_id])
    return client.post(url, {"act": act, "occasion": item.occasion, **given})


def on_the_desk(key="overdue", on=TODAY):
    return next(pile for pile in desk.piles(on) if pile.source.key == key)


def test_who_takes_a_thing_is_shown_and_counted(staff, overdue, daniyar):
    assert mark(staff, on_the_desk().items[0], "claim").status_code == 302

    page = staff.get(reverse("staff:desk"))
    assert page.context["people"] == [(daniyar, 1)]
    assert "взято вами" in page.text
    assert f'href="{reverse("unfound-searches")}"' in page.text


def test_what_another_took_is_not_taken_from_him(staff, overdue):
    item = on_the_desk().items[0]
    saule = make_registrar("saule")
    desk.claim("overdue", item.object_id, item.occasion, by=saule, at=at(TODAY))
    response = mark(staff, item, "claim")

    assert response.status_code == 422
    assert DeskMark.objects.get().claimed_by == saule


def test_what_is_postponed_is_off_the_desk_until_its_day(staff, overdue):
    mark(staff, on_the_desk().items[0], "postpone", until="2026-03-28", reason="Обещали в пятницу")

    assert (on_the_desk().items, on_the_desk().put_off) == ([], 1)
    assert len(on_the_desk(on=date(2026, 3, 28)).items) == 1


def test_what_was_postponed_comes_back_with_another_due_date(staff, overdue, daniyar):
    mark(staff, on_the_desk().items[0], "postpone", until="2026-04-20", reason="Обещали")
    register(overdue, daniyar, date(2026, 3, 5))

    assert [item.occasion for item in on_the_desk().items] == ["2026-03-20"]


@pytest.mark.parametrize(
    "given",
    [
        {"act": "postpone", "until": "2026-03-25", "reason": "Сегодня"},
        {"act": "postpone", "until": "2026-05-25", "reason": "Далеко"},
        {"act": "postpone", "until": "2026-03-28", "reason": " "},
        {"act": "postpone", "until": "вчера", "reason": "Плохая дата"},
        {"act": "done"},
        {"act": "dance"},
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence_and_changes_nothing(staff, overdue, given):
    item = on_the_desk().items[0]

    assert mark(staff, item, **given).status_code == 422
    assert len(on_the_desk().items) == 1


def test_a_pile_that_does_not_exist_is_not_found(staff):
    assert staff.post(reverse("staff:desk-mark", args=["nothing", 1]), {"act": "claim"}).status_code == 404


def test_the_month_lists_the_terms_that_end_in_it(staff, overdue):
    page = staff.get(reverse("staff:calendar") + "?month=2026-03")

    assert [day for day, _clocks in page.context["days"]] == [date(2026, 3, 17)]
    assert staff.get(reverse("staff:calendar") + "?month=nonsense").context["month"] == date(2026, 3, 1)


def test_the_private_calendar_is_read_without_a_login_until_the_password_changes(client, overdue, daniyar):
    address = reverse("staff:calendar-file", args=[deadline_calendar.key_of(daniyar)])
    names = [str(event["SUMMARY"]) for event in Calendar.from_ical(client.get(address).content).walk("VEVENT")]
    assert names == ["2026-0001: ответ", "2026-0001: Орхусская конвенция"]

    daniyar.set_password("another-password-of-daniyar")
    daniyar.save()
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("key", ["x", "W10:1:2", "a" * 5000])
def test_a_forged_calendar_address_is_not_found(client, key):
    assert client.get(reverse("staff:calendar-file", args=[key])).status_code == 404


def test_who_is_no_registrar_any_more_reads_no_calendar(client, overdue, daniyar):
    address = reverse("staff:calendar-file", args=[deadline_calendar.key_of(daniyar)])
    daniyar.groups.clear()

    assert client.get(address).status_code == 404
