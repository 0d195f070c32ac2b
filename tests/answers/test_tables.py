"""From an answer to the published data and back: the request is the source, and its page shows what became of the table."""

import pytest
from django.urls import reverse

from portal.importing import keeping
from portal.models import Dataset, TableOffer, Unit
from requests_registry.files import reviewing, tables, texts
from requests_registry.files.reviewing import NotPossible
from tests.answers.conftest import NOW


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
