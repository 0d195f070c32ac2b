from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from portal.models import (
    LimitValue,
    Norm,
    Parameter,
    PrtrPollutant,
    RiverSection,
    Station,
    SummationGroup,
    WaterClassRow,
)
from portal.models.limits import Medium
from portal.reference import limits

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded")]


def limit_of(code, averaging):
    return LimitValue.objects.binding().filter(parameter__code=code, averaging=averaging)


def test_every_limit_of_the_order_is_there():
    assert LimitValue.objects.filter(norm__code="KZ-DSM70").count() == 39


def test_hydrogen_sulphide_has_no_daily_limit():
    assert limit_of("h2s", "max_single").get().value == Decimal("0.008")
    assert not limit_of("h2s", "daily").exists()


def test_a_reading_equal_to_its_limit_keeps_it():
    limit = limit_of("h2s", "max_single").get()

    assert not limit.is_exceeded_by(Decimal("0.008"))
    assert limit.is_exceeded_by(Decimal("0.0080000001"))


def test_only_daily_values_that_were_read_in_the_order_are_confirmed():
    confirmed = LimitValue.objects.filter(is_confirmed=True)

    assert set(confirmed.values_list("parameter__code", "averaging")) == {
        (code, "daily") for code in ("pm10", "pm25", "so2", "co", "no2")
    }


def test_a_recommendation_of_the_who_is_never_binding():
    assert not limit_of("pm25", "annual").exists()
    assert LimitValue.objects.get(norm__code="WHO-2021", parameter__code="co", step="").value == 4


def test_two_limits_of_one_norm_cannot_be_in_force_at_once():
    limit = limit_of("h2s", "max_single").get()
    limit.pk, limit.valid = None, DateRange(date(2026, 1, 1), None)

    with pytest.raises(IntegrityError, match="one_limit_value_at_a_time"), transaction.atomic():
        limit.save(force_insert=True)


def test_a_later_limit_follows_one_that_ended():
    limit = limit_of("h2s", "max_single").get()
    limit.valid = DateRange(date(2022, 8, 2), date(2026, 1, 1))
    limit.save()
    limit.pk, limit.valid = None, DateRange(date(2026, 1, 1), None)
    limit.save(force_insert=True)

    assert limit_of("h2s", "max_single").in_force(date(2025, 12, 31)).count() == 1
    assert limit_of("h2s", "max_single").in_force(date(2026, 1, 1)).get() == limit


def test_sulphur_dioxide_and_hydrogen_sulphide_act_together():
    group = SummationGroup.objects.get(number=44)

    assert set(group.members.values_list("code", flat=True)) == {"so2", "h2s"}
    assert SummationGroup.objects.count() == 10


def test_water_classes_keep_their_cells_and_are_not_computed_before_somebody_confirmed_them():
    row = WaterClassRow.objects.get(row="51")

    assert row.cells == ["0,05", "0,05", "0,10", "0,20", "0,30", ">0,30"]
    assert row.class_of(Decimal("0.234"), at=RiverSection()) is None


def test_a_confirmed_row_gives_the_classes_that_the_bulletin_printed():
    row = WaterClassRow.objects.get(row="51")
    row.is_confirmed = True
    row.save()

    classes = [row.class_of(Decimal(value), at=RiverSection()) for value in ("0.234", "0.167", "0.05", "0.31")]
    assert classes == [5, 4, 1, 6]


def test_no_class_is_computed_for_a_point_of_the_sea():
    row = WaterClassRow.objects.get(row="51")
    row.is_confirmed = True

    assert row.class_of(Decimal("0.234"), at=Station(name_ru="Каспий, район Кашагана", medium=Medium.WATER)) is None


def test_a_row_without_bounds_cannot_be_confirmed():
    row = WaterClassRow.objects.get(row="12")  # suspended matter: background plus something
    row.is_confirmed = True

    with pytest.raises(IntegrityError, match="a_confirmed_water_class_row_has_bounds"), transaction.atomic():
        row.save()


@pytest.mark.parametrize(
    ("cells", "bounds"),
    [
        (["≤0,5", "0,5", "1,0", "2,0", "2,6", ">2,6"], ["0.5", "0.5", "1.0", "2.0", "2.6"]),
        (["≥6", "≥4", "≥4", "4", "4", "≤3"], None),
        (["180", "180", "170", "150", "150", "180 (150 ***)"], None),
        (["Сфон.+ 0,25", "Сфон.+ 0,75", "1", "2", "3", ">3"], None),
    ],
)
def test_only_plain_ladders_are_read(cells, bounds):
    assert limits.plain_bounds(cells) == (bounds and [Decimal(bound) for bound in bounds])


def test_all_pollutants_of_the_protocol_are_there_with_their_thresholds():
    assert PrtrPollutant.objects.count() == 86
    assert PrtrPollutant.objects.get(number=47).to_air_kg == Decimal("0.001")


def test_a_second_load_changes_nothing():
    Parameter.objects.filter(code="h2s").update(name_en="rotten egg gas")

    assert not any(limits.load().values())
    assert Norm.objects.get(code="WHO-2021").limit_values.count() == 38
    assert Parameter.objects.get(code="h2s").name_en == "rotten egg gas"


def test_the_posts_of_atyrau_are_there():
    assert Station.objects.filter(region__iso_3166_2="KZ-23", settlement_en="Atyrau").count() == 4
