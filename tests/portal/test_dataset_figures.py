"""Golden numbers: computed here from the files alone, with Decimal, and compared with what the pages say."""

import csv
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest
from django.http import QueryDict
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from portal.datasets import starter
from portal.datasets.region_page import RegionPage
from portal.datasets.regions import Classes
from portal.datasets.river_page import RiverPage

EMISSIONS = "emissions-stationary-by-region"
SPENDING = "environmental-spending-by-region"
RIVER = "zhaiyk-oil-products-2025"


def figures(slug):
    path = Path(starter.FOLDER) / "data" / f"{slug.replace('-', '_')}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return {(row["region_iso"], int(row["year"])): Decimal(row["value"]) for row in csv.DictReader(file)}


def tenth(number):
    return format(number.quantize(Decimal("0.1"), ROUND_HALF_UP), ",")


def page(dataset, query=""):
    return RegionPage(dataset, QueryDict(query))


@pytest.mark.parametrize("year", [2005, 2012, 2017, 2018, 2022])
def test_the_finding_names_the_largest_region_and_its_share(datasets, year):
    values = figures(EMISSIONS)
    largest = max((value, iso) for (iso, of_year), value in values.items() if of_year == year and iso != "KZ")
    with override("en"):
        shown = page(datasets[EMISSIONS], f"year={year}")
        name = next(region.name for region in shown.table.regions if region.iso_3166_2 == largest[1])
        share = tenth(largest[0] / values["KZ", year] * 100)
        assert shown.finding == (
            f"Most in {year}: {name}, {tenth(largest[0])} thousand t, {share}% of the whole country."
        )


def test_the_line_finding_tells_the_home_region_from_its_first_year(datasets):
    values = figures(EMISSIONS)
    first, last = values["KZ-23", 2005], values["KZ-23", 2022]
    with override("en"):
        assert page(datasets[EMISSIONS]).line_finding == (
            f"Atyrau Region, 2022: {tenth(last)} thousand t, {tenth((last / first - 1) * 100)}% more than in 2005 ({tenth(first)} thousand t)."
        )


def test_the_country_is_compared_with_its_first_year(datasets):
    values = figures(EMISSIONS)
    first, last = values["KZ", 2005], values["KZ", 2022]
    with override("en"):
        assert page(datasets[EMISSIONS]).country_finding == (
            f"Kazakhstan, 2022: {tenth(last)} thousand t, {tenth((1 - last / first) * 100)}% less than in 2005 ({tenth(first)} thousand t)."
        )


def test_money_is_said_in_billions_and_kept_in_thousands(datasets):
    values = figures(SPENDING)
    billion = Decimal(10) ** 6
    first, last = values["KZ-23", 2005], values["KZ-23", 2022]
    with override("en"):
        shown = page(datasets[SPENDING])
        assert shown.line_finding == (
            f"Atyrau Region, 2022: {tenth(last / billion)} billion tenge, {tenth(last / first)} times as much as in 2005 ({tenth(first / billion)} billion tenge)."
        )
        atyrau = next(row for row in shown.rows if row.region.iso_3166_2 == "KZ-23")
    assert atyrau.cells[0] == (2022, "56,508,271")


def test_kazakh_and_russian_print_a_comma_and_group_with_a_hard_blank(datasets):
    with override("kk"):
        assert "2\u00a0314,8\u00a0мың т" in page(datasets[EMISSIONS]).country_finding
    with override("ru"):
        assert page(datasets[EMISSIONS]).finding == (
            "Больше всего в 2022 году: Павлодарская область, 724,2\u00a0тыс. т — 31,3\u00a0% от показателя всей страны."
        )


def test_a_region_that_lost_territory_is_not_compared_with_itself(datasets):
    with override("en"):
        shown = page(datasets[EMISSIONS], "region=KZ-35")
        assert shown.line_finding == "Karaganda Region, 2022: 469.0 thousand t."
        assert [note.lang for note in shown.territory_notes] == ["en"]
        assert page(datasets[EMISSIONS], "region=KZ-35&year=2021").line_finding.startswith(
            "Karaganda Region, 2021: 569.7 thousand t, 59.7% less than in 2005"
        )


def test_a_line_breaks_where_the_territory_changed(datasets):
    with override("en"):
        whole, broken = (page(datasets[EMISSIONS], f"region={iso}").chart for iso in ("KZ-23", "KZ-35"))
    assert whole.count('class="chart-line"') == 2  # one drawing for a phone, one for a wide page
    assert broken.count('class="chart-line"') == 4
    assert "new borders, 2022" in broken


def test_regions_that_began_or_ended_say_so(datasets):
    with override("en"):
        shown = page(datasets[EMISSIONS], "region=KZ-10&region=KZ-51")
        assert [line.existence for line in shown.chart_legend] == ["since 2022", "until 2017"]
        assert "until 2017" in shown.chart


def test_a_region_that_is_no_more_is_named_beside_the_map_of_its_years(datasets):
    with override("en"):
        assert [
            (region.iso_3166_2, value) for region, value, _url in page(datasets[EMISSIONS], "year=2017").without_tile
        ] == [("KZ-51", "68.2 thousand t")]
        assert page(datasets[EMISSIONS], "year=2018").without_tile == []


def test_tiles_of_a_year_without_figures_have_no_level(datasets):
    with override("en"):
        tiles = {tile["name"]: tile for tile in page(datasets[EMISSIONS], "year=2017").tiles}
    assert (tiles["Shymkent City"]["level"], tiles["Shymkent City"]["value"]) == (0, "–")
    assert tiles["Pavlodar Region"]["level"] == 5
    assert len(tiles) == 20


def test_the_legend_states_figures_that_occur(datasets):
    values = figures(EMISSIONS)
    of_year = sorted(value for (iso, year), value in values.items() if year == 2022 and iso != "KZ")
    with override("en"):
        legend = page(datasets[EMISSIONS]).legend
    assert legend[0] == (1, f"{tenth(of_year[0])} to {tenth(of_year[3])}")
    assert legend[-1] == (5, f"{tenth(of_year[16])} to {tenth(of_year[-1])}")


@given(st.lists(st.decimals(0, 1000, places=2), max_size=30))
def test_classes_hold_every_figure_once_and_in_order(values):
    classes = Classes(values)
    levels = [classes.level(value) for value in sorted(values)]
    assert levels == sorted(levels)
    for value in values:
        low, high = classes.bounds[classes.level(value) - 1]
        assert low <= value <= high
    assert len(classes.bounds) <= 5


def test_the_river_finding_is_the_highest_reading_with_its_printed_class(datasets):
    with override("en"):
        shown = RiverPage(datasets[RIVER], QueryDict(""))
        assert shown.finding == (
            "September 2025: most at the section “1 km above Atyrau”, 0.234 mg/dm³. The bulletin calls it class 5."
        )
        assert "for 2 of 7 sections" in shown.unknowns[0]


def test_a_month_without_printed_classes_says_so_and_names_what_is_not_known(datasets):
    with override("en"):
        shown = RiverPage(datasets[RIVER], QueryDict("month=2025-05"))
        assert shown.finding == (
            "May 2025: most at the section “0.5 km below the discharge of Atyrau Su Arnasy”, 0.193 mg/dm³."
        )
        assert shown.unknowns[0].startswith("The bulletin of this month prints no class")
        assert shown.unknowns[1].count(";") == 4


def test_sections_stand_downstream(datasets):
    with override("en"):
        names = [row.section.name for row in RiverPage(datasets[RIVER], QueryDict("")).rows]
    assert (names[0], names[-1], len(names)) == ("1 km above Atyrau", "Damba village", 7)
