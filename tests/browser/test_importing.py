"""The data steward's pages in a real browser: a file is chosen, checked, loaded and undone."""

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from playwright.sync_api import expect

from portal.models import Norm, Observation, Source, User
from portal.starter import stations
from tests.browser.conftest import VIEWS

ROWS = "".join(f"2026-01-{day:02} {hour:02}:00:00,kgmt_32,{hour}.5,ug/m3\n" for day in (24, 25) for hour in range(24))
FILE = (
    "datetime_utc,station_id,raw_value,raw_unit\n"
    + ROWS
    + "2026-01-26,kgmt_32,12.5 mg,ug/m3\n2026-01-26,moon,1,ug/m3\n"
)


@pytest.fixture
def signed_in(transactional_db, page_at, client, settings, tmp_path):
    """signed_in(width, scheme, language): an empty page of the data steward aigul."""
    settings.MEDIA_ROOT = tmp_path
    call_command("load_reference", verbosity=0)
    stations.load()
    Source.objects.filter(code="airdata-hourly").update(makes_stations=True)  # the moon becomes one to complete
    aigul = User.objects.create_user("aigul")
    aigul.groups.add(Group.objects.get(name="data steward"))
    client.force_login(aigul)
    cookie = client.cookies["sessionid"].value

    def open_page(*look):
        page = page_at(*look)
        page.goto("/healthz")
        page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": page.url}])
        return page

    return open_page


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "h2s.csv"
    path.write_text(FILE)
    return path


@pytest.fixture
def limits(tmp_path):
    path = tmp_path / "limits.csv"
    path.write_text("Вещество;ПДК м.р., мг/м3;ПДК с.с., мг/м3\nДиоксид азота;0,7;0,07\nПыль лунная;0,5;\n")
    return path


def check_limits(page, limits):
    page.locator("select[name=norm]").select_option(str(Norm.objects.get(code="KZ-DSM70").pk))
    for name, said in (("edition", "2025"), ("source", "moon.example"), ("valid_from", "2030-01-01")):
        page.locator(f"input[name={name}]").fill(said)
    page.locator("input[type=file]").set_input_files(limits)
    page.locator("main form button[type=submit]").click()


def check_file(page, file, language):
    page.goto(f"/{language}/staff/data/")
    page.locator("select[name=source]").select_option(str(Source.objects.get(code="airdata-hourly").pk))
    page.locator("input[type=file]").set_input_files(file)
    page.locator("main form button[type=submit]").click()


@pytest.mark.parametrize(("language", "width", "scheme"), VIEWS)
def test_a_file_is_checked_loaded_and_undone_on_accessible_pages(
    signed_in, violations, file, limits, language, width, scheme
):
    page = signed_in(width, scheme, language)
    seen = {}
    check_file(page, file, language)
    for step, readings in (("checked", 0), ("loaded", 49), ("undone", 0)):
        assert page.evaluate("document.documentElement.scrollWidth") <= width, step
        seen[step] = violations(page)
        assert Observation.objects.count() == readings
        if step != "undone":
            page.locator("main form button").click()
    page.goto(f"/{language}/staff/data/sources/airdata-hourly/")
    seen["mapping"] = violations(page)
    page.goto(f"/{language}/staff/data/")
    seen["list"] = violations(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.goto(f"/{language}/staff/data/limits/")
    seen["form of limits"] = violations(page)
    check_limits(page, limits)
    expect(page.locator("tbody th")).to_have_text("Диоксид азота")
    seen["table of limits"] = violations(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width

    assert {step: found for step, found in seen.items() if found} == {}
