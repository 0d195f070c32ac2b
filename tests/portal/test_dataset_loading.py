import csv
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction

from portal.datasets import starter
from portal.models import Dataset, Region, RegionValue, RiverSection, SearchEntry, SectionReading

FILES = Path(starter.FOLDER) / "data"


def rows(name):
    with (FILES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize(
    "slug",
    [
        "emissions-stationary-by-region",
        "environmental-spending-by-region",
        "emissions-stationary-total",
        "water-use-by-region-2022",
    ],
)
def test_every_figure_of_the_file_is_kept_digit_by_digit(datasets, slug):
    kept = {
        (iso, year): format(value, "f")
        for iso, year, value in RegionValue.objects.filter(dataset__slug=slug).values_list(
            "region__iso_3166_2", "year", "value"
        )
    }
    printed = {(row["region_iso"], int(row["year"])): row["value"] for row in rows(f"{slug.replace('-', '_')}.csv")}
    assert kept == printed


@pytest.mark.parametrize(
    ("slug", "consumer"),
    [
        ("households", "residential"),
        ("communal-enterprises", "communal_enterprises"),
        ("industry", "industrial_enterprises"),
        ("others", "other_consumers"),
    ],
)
def test_the_water_of_each_consumer_is_a_dataset_of_its_rows(datasets, slug, consumer):
    kept = datasets[f"water-use-by-{slug}-2022"].region_values.values_list("region__iso_3166_2", "value")
    printed = {
        row["region_iso"]: Decimal(row["value"])
        for row in rows("water_use_by_consumer_2022.csv")
        if row["consumer"] == consumer
    }
    assert dict(kept) == printed
    assert datasets[f"water-use-by-{slug}-2022"].columns.count() == 5


def test_readings_keep_their_page_and_only_a_printed_class(datasets):
    kept = [
        (
            f"{reading.measured_on:%Y-%m}",
            reading.section.source_name,
            reading.value,
            reading.quality_class,
            reading.page,
        )
        for reading in SectionReading.objects.select_related("section").order_by("measured_on", "section__order")
    ]
    printed = [
        (
            row["month"],
            row["section_ru"],
            Decimal(row["value"]),
            int(row["quality_class"] or 0) or None,
            int(row["page"]),
        )
        for row in rows("zhaiyk_oil_products_2025.csv")
    ]
    assert kept == printed


def test_a_second_load_changes_nothing(datasets):
    Dataset.objects.update(title_en="A title that staff changed")
    before = list(RegionValue.objects.order_by("pk").values_list("pk", "value"))
    call_command("load_reference", verbosity=0)
    assert starter.load() == {"datasets": 0}
    assert list(RegionValue.objects.order_by("pk").values_list("pk", "value")) == before
    assert set(Dataset.objects.values_list("title_en", flat=True)) == {"A title that staff changed"}


def test_regions_know_from_which_regions_they_were_formed(datasets):
    formed = Region.objects.exclude(formed_from=None).values_list("iso_3166_2", "formed_from__iso_3166_2")
    assert sorted(formed) == [
        ("KZ-10", "KZ-63"),
        ("KZ-33", "KZ-19"),
        ("KZ-61", "KZ-51"),
        ("KZ-62", "KZ-35"),
        ("KZ-79", "KZ-51"),
    ]


def test_datasets_are_found_with_the_date_of_their_newest_figure(datasets):
    entries = SearchEntry.objects.filter(kind="dataset", language="kk").order_by("path")
    assert [(entry.path, entry.date.isoformat()) for entry in entries] == [
        ("/data/emissions-stationary-by-region/", "2022-12-31"),
        ("/data/emissions-stationary-total/", "2025-12-31"),
        ("/data/environmental-spending-by-region/", "2022-12-31"),
        ("/data/water-use-by-communal-enterprises-2022/", "2022-12-31"),
        ("/data/water-use-by-households-2022/", "2022-12-31"),
        ("/data/water-use-by-industry-2022/", "2022-12-31"),
        ("/data/water-use-by-others-2022/", "2022-12-31"),
        ("/data/water-use-by-region-2022/", "2022-12-31"),
        ("/data/zhaiyk-oil-products-2025/", "2025-09-01"),
    ]


def test_a_region_has_one_figure_for_a_year(datasets):
    value = RegionValue.objects.first()
    value.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        value.save()


def test_a_figure_that_is_not_a_number_is_not_kept(datasets):
    with pytest.raises(IntegrityError), transaction.atomic():
        RegionValue.objects.filter(year=2022).update(value=Decimal(10) ** 17)


def test_a_class_without_its_norm_is_not_kept(datasets):
    with pytest.raises(IntegrityError), transaction.atomic():
        SectionReading.objects.filter(quality_class=None).update(quality_class=3)


def test_a_month_stands_on_its_first_day(datasets):
    with pytest.raises(IntegrityError), transaction.atomic():
        SectionReading.objects.update(measured_on="2025-09-15")


def test_sections_of_one_river_have_different_places(datasets):
    with pytest.raises(IntegrityError), transaction.atomic():
        RiverSection.objects.update(order=1)
