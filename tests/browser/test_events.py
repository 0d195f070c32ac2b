"""Events as people meet them: the list, a month, a page with its report, and the form in which they are written."""

from datetime import date, time

import pytest
from django.utils import timezone

from events import lifecycle
from events.models import Event
from events.starter.load import load
from portal.models import Region, User
from portal.publishing import publish
from portal.reference.load import load as load_reference
from portal.starter.load import load as load_directions

PATHS = (
    "events/",
    "events/?type=party&topic=waste",
    "events/calendar/2026/11/",
    "events/calendar/2026/12/",
    "events/waste-seminar-abai-ulytau/",
    "events/round-table/",
)


@pytest.fixture
def events(transactional_db):
    load_reference()
    load_directions()
    load()
    round_table = _event("round-table", "Мұнай төгілуі туралы дөңгелек үстел", starts_on=date(2026, 11, 26))
    round_table.regions.set(Region.objects.filter(slug="atyrau"))
    lifecycle.postpone(round_table, by=None, reason={"ru": "Зал занят."})
    _event("training", "Тренинг", starts_on=date(2026, 11, 10), ends_on=date(2026, 11, 12), date_precision="day")


def _event(slug, title, **fields):
    if fields.get("date_precision") != "day":
        fields |= {"starts_time": time(15), "ends_time": time(17)}
    event = Event.objects.create(
        slug=slug, kind="round_table", title_kk=title, place_kk="Атырау облысы әкімдігі", languages=["kk"], **fields
    )
    publish(event, by=None, at=timezone.now())
    return event


def test_every_page_is_sound_in_every_view(events, wrong_in_every_view):
    """The block of JSON-LD among it: it is data, which the policy against inline scripts lets stand."""
    assert wrong_in_every_view(PATHS) == []


def test_a_month_is_walked_by_keyboard(events, page_at):
    page = page_at(1280)
    page.goto("/kk/events/calendar/2026/10/")
    page.get_by_role("link", name="2026 жылғы қараша").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/kk/events/calendar/2026/11/")
    page.get_by_role("link", name="Мұнай төгілуі туралы дөңгелек үстел").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/kk/events/round-table/")


def test_on_a_phone_a_month_is_the_list_of_its_busy_days(events, page_at):
    page = page_at(360)
    page.goto("/ru/events/calendar/2026/11/")
    shown = [cell for cell in page.locator(".month__day").all() if cell.is_visible()]
    assert [cell.locator("time").get_attribute("datetime") for cell in shown] == [
        "2026-11-10",
        "2026-11-11",
        "2026-11-12",
        "2026-11-26",
    ]
    assert shown[-1].inner_text().startswith("26 ноября 2026 г., четверг")


def test_an_administrator_publishes_an_event(events, page_at, live_server):
    User.objects.create_superuser("aigul", password="a long password of aigul")
    page = page_at(1280, language="ru")
    page.goto("/admin/login/?next=/admin/events/event/add/")
    page.fill("[name=username]", "aigul")
    page.fill("[name=password]", "a long password of aigul")
    page.keyboard.press("Enter")
    page.wait_for_selector("#id_kind")
    page.select_option("#id_kind", "lecture")
    page.fill("#id_title_ru", "Лекция о воде")
    page.fill("#id_starts_on", "2026-11-30")
    page.fill("#id_starts_time", "11:00")
    page.click("[name=_publish]")
    page.wait_for_selector(".success")
    page.goto("/ru/events/calendar/2026/11/")
    page.get_by_role("link", name="Лекция о воде").click()
    page.wait_for_url("**/ru/events/lektsiya-o-vode/")
    assert page.complaints == []
