import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from portal.models import ImportRun, Observation, Region, Station, User

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded")]

FILE = "time;station;value\n2026-01-25 08:00;kgmt_32;0,29\n2026-01-25 09:00;kgmt_32;=cmd|x\n"


@pytest.fixture
def aigul(client, settings, tmp_path):
    """A data steward, signed in."""
    settings.MEDIA_ROOT = tmp_path
    user = User.objects.create_user("aigul")
    user.groups.add(Group.objects.get(name="data steward"))
    client.force_login(user)
    return user


@pytest.fixture
def upload(client, source, aigul):
    def upload(content=FILE, name="h2s.csv"):
        file = SimpleUploadedFile(name, content.encode())
        return client.post("/en/staff/data/", {"source": source.pk, "file": file}, follow=True)

    return upload


@pytest.mark.parametrize("name", ["imports", "run", "refused", "mapping"])
def test_only_a_data_steward_sees_the_pages(client, name):
    arguments = {"imports": [], "mapping": ["airdata-hourly"]}.get(name, [1])
    address = reverse(f"data-staff:{name}", args=arguments)
    assert client.get(address).status_code == 302

    client.force_login(User.objects.create_user("daniyar"))
    assert client.get(address).status_code == 403


def test_an_upload_is_checked_and_nothing_is_stored(upload):
    page = upload().content.decode()

    assert "1 new, 0 changed, 0 same, 1 refused." in page
    assert "“=cmd|x” is not a number in mg/m³" in page
    assert not Observation.objects.exists()


def test_a_checked_file_is_loaded_and_undone_by_a_button(client, upload, aigul):
    upload()
    client.post(reverse("data-staff:load", args=[ImportRun.objects.get().pk]))
    run = ImportRun.objects.get()
    assert (run.state, run.made_by, Observation.objects.count()) == ("loaded", aigul, 1)
    assert client.get(reverse("data-staff:run", args=[run.pk])).status_code == 200

    client.post(reverse("data-staff:undo", args=[run.pk]))
    run.refresh_from_db()
    assert (run.state, run.undone_by, Observation.objects.count()) == ("undone", aigul, 0)
    assert client.get(reverse("data-staff:run", args=[run.pk])).status_code == 200


def test_a_station_that_an_import_made_is_named_until_somebody_completes_it(client, source, upload, aigul):
    source.makes_stations = True
    source.save()
    upload(FILE.replace("kgmt_32;=cmd|x", "Moon base;1"))
    checked = ImportRun.objects.get()
    assert "Stations to complete" not in client.get(checked.get_absolute_url()).content.decode()
    page = client.post(reverse("data-staff:load", args=[checked.pk]), follow=True).content.decode()
    station = Station.objects.get(name_en="Moon base")
    address = reverse("admin:portal_station_change", args=[station.pk])
    assert f'<a href="{address}">Moon base</a>' in page
    assert "missing: name in Kazakh, name in Russian, region" in page
    assert "1 station to complete" in client.get("/en/staff/data/").content.decode()

    aigul.is_staff = True
    aigul.save()
    listed = client.get(reverse("admin:portal_station_changelist"), {"incomplete": "yes"}).context["cl"].queryset
    assert list(listed) == [station]
    region = Region.objects.create(slug="moon", name_en="Moon")
    Station.objects.filter(pk=station.pk).update(name_kk="Ай базасы", name_ru="Лунная база", region=region)
    assert "to complete" not in client.get("/en/staff/data/").content.decode()
    assert "Stations to complete" not in client.get(ImportRun.objects.get().get_absolute_url()).content.decode()


def test_refused_rows_are_a_file_that_no_spreadsheet_runs(client, upload):
    upload()
    response = client.get(reverse("data-staff:refused", args=[ImportRun.objects.get().pk]))

    lines = b"".join(response.streaming_content).decode("utf-8-sig").splitlines()
    assert len(lines) == 2
    assert lines[1].endswith("2026-01-25 09:00 | kgmt_32 | =cmd|x")


def test_a_file_that_cannot_be_read_says_why_and_stays_on_the_form(upload):
    response = upload("<html><table></table></html>", "h2s.xls")

    assert response.status_code == 422
    assert "web page" in response.content.decode() or "веб-" in response.content.decode()
    assert not ImportRun.objects.exists()


def test_a_mapping_is_saved_and_keeps_what_the_form_does_not_ask(client, aigul, source):
    source.mapping = {"ignored": ["year"], "averaging": "1h", "unit": "mg/m3"}
    source.save()
    response = client.post(reverse("data-staff:mapping", args=["plain"]), {"averaging": "day", "unit": "ug/m3"})

    source.refresh_from_db()
    assert response.status_code == 302
    assert source.mapping == {"ignored": ["year"], "averaging": "day", "unit": "ug/m3"}


def test_a_period_of_all_rows_is_saved_only_where_it_is_one(client, aigul, source):
    address = reverse("data-staff:mapping", args=["plain"])
    response = client.post(address, {"averaging": "month", "fixed_time": "2006"})
    assert (response.status_code, 'value="2006"' in response.content.decode()) == (422, True)

    client.post(address, {"averaging": "month", "fixed_time": "2006-04", "place_within": "regions"})
    source.refresh_from_db()
    assert source.mapping.items() >= {"fixed_time": "2006-04", "place_within": "regions"}.items()


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_any_number_of_imports(client, upload, django_assert_num_queries, count):
    for number in range(count):
        upload(FILE.replace("0,29", str(number)))
    with django_assert_num_queries(9):
        client.get("/en/staff/data/")
