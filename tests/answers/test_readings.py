"""Readings in an answer: from the mail to the page of their station, and back to the request."""

from django.urls import reverse

from portal.importing import offers
from portal.models import ImportRun
from requests_registry.files import reviewing, tables
from tests.answers.conftest import NOW
from tests.importing.conftest import loaded, source  # noqa: F401

ROWS = "time;station;value\n2026-01-25 08:00;kgmt_32;0,29\n2026-01-25 09:00;kgmt_32;0,31\n"


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
