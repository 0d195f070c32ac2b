from datetime import date
from io import BytesIO

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from events.models import Event, EventReport
from portal.models import Redirect, SearchEntry, User
from portal.reference.load import load as load_reference

pytestmark = pytest.mark.django_db

INLINES = ("event_organisations", "participant_groups", "speakers", "programme", "materials")
REPORT_INLINES = ("points", "quotes", "questions", "recommendations", "photos")


@pytest.fixture(autouse=True)
def first_of_march(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    with time_machine.travel("2026-03-01 12:00+05:00", tick=False):
        yield


@pytest.fixture
def editor(client, aigul):
    client.force_login(aigul)
    return client


def management(prefixes):
    """The hidden counters of each inline, without rows."""
    return {f"{prefix}-{name}": "0" for prefix in prefixes for name in ("TOTAL_FORMS", "INITIAL_FORMS")}


def event_data(**fields):
    return {
        "kind": "seminar",
        "state": "planned",
        "title_ru": "Семинар об отходах",
        "title_kk": "Қалдықтар туралы семинар",
        "slug": "waste-seminar",
        "date_precision": "time",
        "starts_on": "2026-03-10",
        "starts_time": "15:00",
        "zone": "Asia/Atyrau",
        **management(INLINES),
        **fields,
    }


def errors(response):
    assert response.status_code == 200
    forms = [
        response.context["adminform"].form,
        *(f for s in response.context["inline_admin_formsets"] for f in s.formset),
    ]
    return {name: [str(error) for error in found] for form in forms for name, found in form.errors.items()}


def picture(**save_options):
    file = BytesIO()
    Image.new("RGB", (640, 480), "teal").save(file, "JPEG", **save_options)
    return file.getvalue()


def test_from_a_draft_to_a_published_report(editor, client, iied, atyrau):
    """The journey of an administrator, and what a citizen sees at each step."""
    organisation = {
        "event_organisations-TOTAL_FORMS": "1",
        "event_organisations-0-organisation": iied.pk,
        "event_organisations-0-role": "supporter",
        "event_organisations-0-order": "0",
    }
    editor.post("/admin/events/event/add/", event_data(regions=[atyrau.pk], **organisation))
    event = Event.objects.get()
    citizen = type(client)()
    assert citizen.get(event.get_absolute_url()).status_code == 404
    assert editor.get("/ru/events/waste-seminar/").status_code == 200

    editor.post("/admin/events/event/", {"action": "publish_selected", "_selected_action": [event.pk]})
    assert "Семинар об отходах" in citizen.get("/ru/events/").content.decode()
    assert "Қалдықтар туралы семинар" in citizen.get("/kk/events/calendar/2026/3/").content.decode()
    assert b"BEGIN:VEVENT" in citizen.get("/ru/events/list.ics").content
    entry = SearchEntry.objects.get(language="kk")
    assert (entry.title, entry.date, entry.organisations, entry.regions) == (
        "Қалдықтар туралы семинар",
        date(2026, 3, 10),
        [iied.pk],
        [atyrau.pk],
    )

    with time_machine.travel("2026-03-12 12:00+05:00", tick=False):
        assert list(editor.get("/admin/events/event/?report=without").context["cl"].queryset) == [event]
        report = {
            "event": event.pk,
            "lead_ru": "10 марта обсудили отходы.",
            **management(REPORT_INLINES),
            "points-TOTAL_FORMS": "1",
            "points-0-text_ru": "Мусоровозы ездят редко.",
            "points-0-order": "0",
            "_publish": "1",
        }
        editor.post("/admin/events/eventreport/add/", report)
        page = citizen.get("/ru/events/waste-seminar/").content.decode()
        assert "10 марта обсудили отходы." in page and "Мусоровозы ездят редко." in page
        assert "Мусоровозы" in SearchEntry.objects.get(language="ru").body
        assert Event.objects.get().state == "held"
        assert list(editor.get("/admin/events/event/?report=without").context["cl"].queryset) == []


@pytest.mark.parametrize(
    ("titles", "address"),
    [
        ({"title_ru": "Семинар об отходах"}, "seminar-ob-otkhodakh"),
        ({"title_ru": "", "title_kk": "Қалдықтар туралы: ӨКМ – 2026"}, "qaldyqtar-turaly-okm-2026"),
        ({"title_ru": "«…»"}, "event"),
        ({"title_ru": "Календарь", "title_en": "Calendar"}, "kalendar"),
        ({"title_ru": "calendar"}, "calendar-2"),
    ],
)
def test_an_address_is_made_from_the_title(editor, titles, address):
    editor.post("/admin/events/event/add/", event_data(slug="", **titles))
    assert Event.objects.get().slug == address


def test_two_events_of_one_title_have_two_addresses(editor):
    for _ in range(3):
        editor.post("/admin/events/event/add/", event_data(slug="", title_ru="Семинар " + "об отходах " * 20))
    first, second, third = Event.objects.order_by("pk").values_list("slug", flat=True)
    assert (second, third) == (f"{first}-2", f"{first}-3")
    assert len(first) <= 70


def test_an_emptied_address_stays_as_it_was(editor, event):
    editor.post(f"/admin/events/event/{event.pk}/change/", event_data(slug=""))
    event.refresh_from_db()
    assert event.slug == "round-table"


def test_save_and_publish_is_one_step(editor):
    editor.post("/admin/events/event/add/", event_data(_publish="1"))
    event = Event.objects.get()
    assert (event.is_published, event.published_by.username) == (True, "aigul")
    assert SearchEntry.objects.filter(kind="event").count() == 3


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"ends_on": "2026-03-09"}, "ends_on"),
        ({"ends_time": "14:00"}, "ends_time"),
        ({"starts_on": ""}, "starts_on"),
        ({"starts_on": "31.02.2026"}, "starts_on"),
        ({"date_precision": "unknown"}, "date_precision"),
        ({"zone": "Mars/Olympus"}, "zone"),
        ({"slug": "calendar"}, "slug"),
        ({"title_ru": "", "title_kk": ""}, "title_ru"),
        ({"kind": "hearing"}, "__all__"),
        ({"state": "cancelled"}, "state"),
        ({"languages": ["xx"]}, "languages"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(editor, fields, wrong):
    found = errors(editor.post("/admin/events/event/add/", event_data(**fields)))
    assert list(found) == [wrong]
    assert "violated" not in str(found)
    assert not Event.objects.exists()


@pytest.mark.parametrize(("step", "state"), [("cancel", "cancelled"), ("postpone", "postponed")])
def test_an_event_is_called_off_with_a_reason(editor, event, step, state):
    address = f"/admin/events/event/{event.pk}/{step}/"
    assert editor.get(address).status_code == 200
    assert editor.post(address, {"reason_ru": "  "}).status_code == 422
    editor.post(address, {"reason_ru": "Болезнь докладчика"})
    event.refresh_from_db()
    assert (event.state, event.sequence, event.state_reason_ru) == (state, 1, "Болезнь докладчика")
    assert SearchEntry.objects.get(language="ru").state == state


def test_a_called_off_event_can_be_held_after_all(editor, event):
    editor.post(f"/admin/events/event/{event.pk}/postpone/", {"reason_ru": "Зал занят"})
    data = event_data(slug=event.slug, starts_on="2026-03-20", languages=["kk", "ru"])
    assert editor.post(f"/admin/events/event/{event.pk}/change/", data).status_code == 302
    event.refresh_from_db()
    assert (event.state, event.state_reason_ru, event.sequence, event.languages) == ("planned", "", 2, ["kk", "ru"])


@pytest.mark.parametrize(("fields", "sequence"), [({"starts_time": "16:00"}, 1), ({"title_en": "Seminar"}, 0)])
def test_calendars_are_told_of_a_new_time_and_not_of_new_words(editor, event, fields, sequence):
    data = event_data(kind=event.kind, title_ru=event.title_ru, slug=event.slug, ends_time="17:00", **fields)
    editor.post(f"/admin/events/event/{event.pk}/change/", data)
    event.refresh_from_db()
    assert event.sequence == sequence


def test_a_new_address_leaves_the_old_one_working(editor, event):
    editor.post(f"/admin/events/event/{event.pk}/change/", event_data(slug="new-address"))
    assert Redirect.objects.get().new_path == "/events/new-address/"
    assert editor.get("/kk/events/round-table/")["Location"] == "/kk/events/new-address/"


def test_a_copy_is_a_draft_without_a_date(editor, make_event, with_parts):
    event = with_parts(make_event())
    response = editor.post("/admin/events/event/", {"action": "clone_selected", "_selected_action": [event.pk]})
    copy = Event.objects.exclude(pk=event.pk).get()
    assert response["Location"] == f"/admin/events/event/{copy.pk}/change/"
    assert (copy.slug, copy.status, copy.date_precision, copy.sequence) == ("round-table-2", "draft", "unknown", 0)
    assert copy.uid != event.uid
    assert copy.event_organisations.get().organisation == event.event_organisations.get().organisation
    assert (copy.speakers.count(), copy.regions.count(), copy.topics.count()) == (1, 1, 1)
    assert editor.get("/ru/events/round-table-2.ics").status_code == 404


def test_the_lists_and_forms_of_the_admin_open(editor, make_event, with_parts):
    event = with_parts(make_event())
    report = EventReport.objects.create(event=event, lead_ru="Обсудили.")
    for address in (
        "/admin/events/event/",
        "/admin/events/event/?q=стол&report=with&regions__id__exact=1",
        f"/admin/events/event/{event.pk}/change/",
        "/admin/events/eventreport/",
        f"/admin/events/eventreport/{report.pk}/change/",
        f"/admin/events/eventreport/add/?event={event.pk}",
    ):
        assert editor.get(address).status_code == 200, address
    for step in ("cancel", "postpone"):
        assert editor.get(f"/admin/events/event/999999/{step}/").status_code == 404


def test_who_may_not_change_events_calls_none_off(client, event):
    load_reference()
    daniyar = User.objects.create_user("daniyar", password="a long password of daniyar", is_staff=True)
    daniyar.groups.add(Group.objects.get(name="registrar"))
    client.force_login(daniyar)
    for step in ("cancel", "postpone"):
        assert client.post(f"/admin/events/event/{event.pk}/{step}/", {"reason_ru": "x"}).status_code == 403
    event.refresh_from_db()
    assert event.state == "planned"


def material(**fields):
    row = {"materials-0-kind": "presentation", "materials-0-title_ru": "Слайды", "materials-0-order": "0"}
    return event_data(
        **{"materials-TOTAL_FORMS": "1", **row, **{f"materials-0-{name}": v for name, v in fields.items()}}
    )


def test_a_material_is_a_file_or_a_link(editor):
    found = errors(editor.post("/admin/events/event/add/", material()))
    assert list(found) == ["file"]
    both = material(url="https://example.org/", file=SimpleUploadedFile("слайды.jpg", picture()))
    assert list(errors(editor.post("/admin/events/event/add/", both))) == ["file"]
    editor.post("/admin/events/event/add/", material(url="https://example.org/slides"))
    assert Event.objects.get().materials.get().address == "https://example.org/slides"


def test_a_file_among_the_materials_is_read_by_everybody_once_the_event_is_public(editor, client):
    editor.post("/admin/events/event/add/", material(file=SimpleUploadedFile("Слайды семинара.jpg", picture())))
    document = Event.objects.get().materials.get().document
    assert (document.name, document.stored_by.username) == ("Слайды семинара.jpg", "aigul")
    citizen = type(client)()
    assert citizen.get(document.get_absolute_url()).status_code == 404
    editor.post("/admin/events/event/", {"action": "publish_selected", "_selected_action": [Event.objects.get().pk]})
    assert citizen.get(document.get_absolute_url()).status_code == 200


def report_with_photo(event, file, **fields):
    return {
        "event": event.pk,
        "lead_ru": "Обсудили отходы.",
        **management(REPORT_INLINES),
        "photos-TOTAL_FORMS": "1",
        "photos-0-order": "0",
        "photos-0-file": file,
        "photos-0-alt_ru": "Участники за столом",
        "_publish": "1",
        **fields,
    }


def test_a_photo_is_kept_without_the_place_where_it_was_taken(editor, event):
    exif = Image.Exif()
    exif.get_ifd(0x8825)[1] = "N"  # GPSInfo: latitude, north
    file = SimpleUploadedFile("снимок.jpg", picture(exif=exif))
    editor.post("/admin/events/eventreport/add/", report_with_photo(event, file))
    document = EventReport.objects.get().photos.get().document
    with Image.open(document.path) as kept:
        assert (kept.size, dict(kept.getexif())) == ((640, 480), {})
    page = editor.get("/ru/events/round-table/").content.decode()
    assert 'alt="Участники за столом"' in page


@pytest.mark.parametrize(
    ("content", "fields", "wrong"),
    [
        (b"<html>no picture</html>", {}, "file"),
        (b"\xff\xd8\xff cut off", {}, "file"),
        (picture(), {"photos-0-alt_ru": ""}, "alt_ru"),
        (b"", {}, "file"),
    ],
)
def test_what_is_no_photo_or_says_nothing_is_refused_with_a_sentence(editor, event, content, fields, wrong):
    file = SimpleUploadedFile("photo.jpg", content)
    found = errors(editor.post("/admin/events/eventreport/add/", report_with_photo(event, file, **fields)))
    assert list(found) == [wrong]
    assert not EventReport.objects.exists()
