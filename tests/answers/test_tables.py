"""From an answer to the published data and back: the request is the source, and its page shows what became of the table."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from portal.importing import keeping, offers
from portal.models import Dataset, ImportRun, TableOffer, Unit, User
from portal.models.accounts import DATA_STEWARD
from requests_registry.files import reviewing, tables, texts
from requests_registry.files.reviewing import NotPossible
from tests.answers.conftest import NOW
from tests.importing.conftest import loaded, source  # noqa: F401

ROWS = "time;station;value\n2026-01-25 08:00;kgmt_32;0,29\n2026-01-25 09:00;kgmt_32;0,31\n"


@pytest.fixture
def saule(db):
    """A data steward."""
    user = User.objects.create_user("saule")
    user.groups.add(Group.objects.get_or_create(name=DATA_STEWARD)[0])
    return user


@pytest.mark.django_db
def test_a_reviewed_workbook_is_handed_over_by_one_button(staff, workbook, daniyar, saule):
    button = reverse("staff:file-table", args=[workbook.pk])
    staff.post(button)
    assert not TableOffer.objects.exists(), "nobody has looked at it"
    reviewing.decide(workbook, by=daniyar, at=NOW, decision="as_is", name="Кесте.xlsx")
    staff.post(button)
    staff.post(button)

    offer = TableOffer.objects.get()
    assert (offer.path, offer.file_name) == (f"/requests/{workbook.message.request.number}/", "Кесте.xlsx")
    assert keeping.path_of(offer.sha256).read_bytes() == workbook.document.path.read_bytes()
    staff.force_login(saule)
    page = staff.get(reverse("data-staff:imports")).text
    assert (offer.file_name in page, offer.title in page) == (True, True)
    assert workbook.message.request.get_absolute_url() in staff.get(reverse("data-staff:offer", args=[offer.pk])).text
    kept = b"".join(staff.get(reverse("data-staff:offered-file", args=[offer.pk])).streaming_content)
    assert kept[:2] == b"PK"


@pytest.mark.django_db
def test_a_table_that_is_kept_private_is_not_handed_over(workbook, daniyar):
    reviewing.decide(workbook, by=daniyar, at=NOW, decision="private", reason="сыр")

    with pytest.raises(NotPossible):
        tables.offer_file(workbook, by=daniyar, at=NOW)


def test_a_table_of_readings_goes_from_a_csv_of_the_mail_to_the_station_and_back(
    client,
    loaded,  # noqa: F811
    source,  # noqa: F811
    answer,
    daniyar,
    saule,
):
    file = answer("h2s.csv", ROWS.encode())
    reviewing.decide(file, by=daniyar, at=NOW, decision="as_is", name="h2s.csv")
    offer = tables.offer_file(file, by=daniyar, at=NOW)
    assert tables.results(file.message.request) == []

    client.force_login(saule)
    response = client.post(reverse("data-staff:offer", args=[offer.pk]), {"source": source.pk})
    assert response.status_code == 302
    checked = ImportRun.objects.get()
    assert (checked.state, checked.offer, checked.rows_new) == ("checked", offer, 2)
    client.post(reverse("data-staff:load", args=[checked.pk]))
    run = ImportRun.objects.get()
    assert (run.state, run.offer) == ("loaded", offer)
    assert offer.title in client.get(reverse("data-staff:run", args=[run.pk])).text
    assert not offers.waiting().exists()
    client.logout()
    _label, address = tables.results(file.message.request)[0]
    assert address in client.get(file.message.request.get_absolute_url()).text


@pytest.mark.django_db
def test_a_dataset_that_names_the_request_as_its_source_stands_on_its_page(client, message):
    dataset = Dataset.objects.create(
        slug="from-an-answer",
        shape=Dataset.Shape.REGIONS_BY_YEAR,
        title_ru="Бензол по годам",
        unit=Unit.objects.create(code="of a test", kind="mass", name_en="tonnes of a test", symbol_en="t"),
        source_url=f"https://portal.example.kz/ru{tables.path_of(message.request)}",
    )
    page = message.request.get_absolute_url()
    assert "Бензол по годам" not in client.get(page).text
    Dataset.objects.update(status="published", published_at=NOW)

    assert dataset.get_absolute_url() in client.get(page).text


@pytest.mark.django_db
def test_a_table_in_a_published_letter_is_handed_over_as_csv(message, daniyar):
    with pytest.raises(NotPossible):
        tables.offer_text(message, by=daniyar, at=NOW)
    texts.publish(message, by=daniyar, at=NOW)
    offer = tables.offer_text(message, by=daniyar, at=NOW)

    assert keeping.path_of(offer.sha256).read_text() == "Зат;мг/м³\nБензол;0,12\nТолуол;0,60\n"


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("а\tб\nв\tг\nд\tе", 3),
        ("Кесте:\n| а | б |\n| в | г |\n| д | е |\nҚұрметпен", 3),
        ("а  б  в\nг  д  е\nё  ж  з\nи  й", 3),
        ("а;б\nв;г", 0),
        ("Жай сөйлем.\nТағы бірі.\nҮшіншісі.", 0),
    ],
)
def test_a_table_is_three_rows_of_the_same_number_of_cells(text, rows):
    assert len(tables.rows_in(text)) == rows
