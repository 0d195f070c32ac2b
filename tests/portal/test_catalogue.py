import time

import pytest
from django.db import connection
from django.db.models import FloatField, Func, Value
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from portal import facets as counting
from portal.datasets import catalogue
from portal.datasets.catalogue import DatasetFilter
from portal.models import Dataset, RegionValue

EMISSIONS, RIVER = "emissions-stationary-by-region", "zhaiyk-oil-products-2025"


def facets(query=""):
    """{facet: {label: count}} of the catalogue at this address, in English."""
    found = catalogue.facets(DatasetFilter(QueryDict(query), queryset=Dataset.objects.published()))
    return {str(label): {value.label: value.count for value in values} for label, values in found}


def recount(**conditions):
    return Dataset.objects.published().filter(**conditions).distinct().count()


@pytest.fixture(autouse=True)
def english():
    with override("en"):
        yield


def test_each_facet_counts_what_a_recount_finds(datasets):
    found = facets()
    assert found["Publisher"]["RSE Kazhydromet"] == recount(publisher__slug="kazhydromet")
    assert found["Kind"] == {shape.label: recount(shape=shape.value) for shape in Dataset.Shape}
    assert (
        found["Region"]["Atyrau Region"]
        == Dataset.objects.filter(
            pk__in=[
                *RegionValue.objects.filter(region__slug="atyrau").values_list("dataset", flat=True),
                *Dataset.objects.filter(regions__slug="atyrau").values_list("pk", flat=True),
            ]
        ).count()
    )
    assert found["Period"]["2005"] == recount(region_values__year=2005)
    assert found["Format"]["CSV"] == len(datasets)


def test_counts_are_given_the_other_choices_and_not_ones_own(datasets):
    found = facets("kind=sections_by_month")
    assert found["Publisher"] == {"RSE Kazhydromet": 1}
    assert set(found["Kind"]) == {shape.label for shape in Dataset.Shape}
    assert set(found["Period"]) == {"2025"}


def test_a_choice_that_leaves_nothing_stays_to_be_taken_back(datasets):
    found = catalogue.facets(
        DatasetFilter(QueryDict("kind=sections_by_month&period=2005"), Dataset.objects.published())
    )
    values = {str(label): values for label, values in found}
    assert (values["Period"][0].label, values["Period"][0].count) == ("2005", 0)
    assert values["Period"][0].url == "?kind=sections_by_month"


@pytest.mark.parametrize(
    "query", ["region=atyrau", "period=2022", "file=geojson", "topic=water", "kind=regions_by_year"]
)
def test_a_facet_leads_to_as_many_datasets_as_it_says(client, datasets, query):
    said = {
        value.url.removeprefix("?"): value.count
        for _label, values in catalogue.facets(DatasetFilter(QueryDict(), Dataset.objects.published()))
        for value in values
    }
    assert client.get(f"/en/data/?{query}").context["page"].count == said[query] > 0


def test_what_cannot_be_counted_in_time_is_offered_without_counts(client, datasets, monkeypatch):
    def slow(_datasets):
        sleep = Func(Value(20.0), function="pg_sleep", output_field=FloatField())
        return [counting.rows(Dataset.objects.alias(slept=sleep).filter(slept__isnull=False), "kind", "shape")]

    monkeypatch.setitem(catalogue.COUNTS, "kind", slow)
    monkeypatch.setattr(counting, "PATIENCE_MS", 50)
    began = time.monotonic()
    response = client.get("/en/data/?topic=water")
    assert time.monotonic() - began < 5
    page = response.content.decode()
    assert "Too many to count" in page
    assert 'href="?kind=sections_by_month&amp;topic=water"' in page
    assert RIVER in page
    with connection.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        assert cursor.fetchone() == ("0",)


def test_the_limit_of_time_ends_with_the_counting(client, datasets):
    client.get("/en/data/")
    with connection.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        assert cursor.fetchone() == ("0",)


def test_the_catalogue_with_every_choice_costs_at_most_twelve_queries(client, datasets):
    query = "topic=air&region=atyrau&publisher=national-statistics-bureau&kind=regions_by_year&period=2022&file=csv"
    with CaptureQueriesContext(connection) as captured:
        assert client.get(f"/kk/data/?{query}&licence={datasets[EMISSIONS].licence.code}").context["page"].count == 1
    asked = [query for query in captured if "SAVEPOINT" not in query["sql"]]  # they are of the test's own transaction
    assert len(asked) <= 12


@pytest.mark.parametrize(
    "query", ["period=abc", "period=1", "file=exe", "topic=%00", "licence=x&kind=y", "period=2022.5"]
)
def test_nonsense_in_the_address_of_the_catalogue_is_left_out(client, datasets, query):
    assert client.get(f"/ru/data/?{query}").status_code == 200
