import csv
import hashlib
import io
import json
import re
from decimal import Decimal

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from portal.models import Dataset, Norm, RegionValue, RiverSection
from portal.publishing import withdraw
from tests.portal.test_dataset_loading import FILES, rows

EMISSIONS = "emissions-stationary-by-region"
TOTAL, WATER = "emissions-stationary-total", "water-use-by-region-2022"
RIVER = "zhaiyk-oil-products-2025"
PAGES = [EMISSIONS, "environmental-spending-by-region", RIVER, TOTAL, WATER]


def body(response):
    return b"".join(response.streaming_content)


def queries(client, url):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
@pytest.mark.parametrize("slug", PAGES)
def test_a_dataset_page_costs_at_most_twelve_queries(client, datasets, slug, language):
    assert queries(client, f"/{language}/data/{slug}/") <= 12


def test_the_catalogue_costs_the_same_for_one_and_five_datasets(client, datasets):
    all_of_them = queries(client, "/kk/data/")
    for slug in PAGES[1:]:
        withdraw(datasets[slug], by=None, at=datasets[slug].published_at)
    assert queries(client, "/kk/data/") == all_of_them <= 12


@pytest.mark.parametrize(
    "query",
    [
        "year=abc",
        "year=1066",
        "year=",
        "region=ZZ",
        "region=%00",
        "region=KZ-23&region=ZZ",
        "year=2022&year=x",
        "nonsense=1",
        "month=2025-13",
    ],
)
@pytest.mark.parametrize("slug", PAGES)
def test_nonsense_in_the_address_is_left_out(client, datasets, slug, query):
    assert client.get(f"/ru/data/{slug}/?{query}").status_code == 200


def test_what_was_left_out_is_said(client, datasets):
    page = client.get(f"/en/data/{EMISSIONS}/?year=abc&region=ZZ&region=KZ-47&colour=red").context["page"]
    assert page.notes == [
        "“colour” was left out: this page has no such setting.",
        "“abc” was left out: there are no figures of such a year.",
        "“ZZ” was left out: there are no figures of such a region.",
    ]
    assert [region.iso_3166_2 for region in page.lines] == ["KZ-47"]


def test_the_ninth_region_is_left_out_and_said(client, datasets):
    query = "&".join(f"region=KZ-{code}" for code in (10, 11, 15, 19, 23, 27, 31, 33, 35))
    page = client.get(f"/en/data/{EMISSIONS}/?{query}").context["page"]
    assert len(page.lines) == 8
    assert page.notes == ["A chart holds 8 lines; the others were left out."]


def test_links_keep_the_year_and_the_regions(client, datasets):
    page = client.get(f"/en/data/{EMISSIONS}/?year=2010&region=KZ-23&region=KZ-47").context["page"]
    assert page.previous_year == (2009, "?year=2009&region=KZ-23&region=KZ-47#map")
    assert page.url(regions=page.lines[:1], fragment="lines") == "?year=2010&region=KZ-23#lines"
    assert page.tiles[0]["url"] == "?year=2010&region=KZ-23&region=KZ-47&region=KZ-39#lines"


def test_the_table_has_every_region_and_a_dash_where_there_is_no_figure(client, datasets):
    page = client.get(f"/en/data/{EMISSIONS}/").context["page"]
    assert len(page.rows) == 22
    abai = next(row for row in page.rows if row.region.iso_3166_2 == "KZ-10")
    assert abai.cells[:2] == [(2022, "39"), (2021, None)]


def test_unknown_datasets_and_forms_are_not_found(client, datasets):
    assert client.get("/ru/data/no-such/").status_code == 404
    assert client.get(f"/ru/data/{EMISSIONS}.pdf").status_code == 404
    assert client.get("/ru/data/list.pdf").status_code == 404


def test_a_draft_is_for_staff_only(client, admin_client, datasets):
    Dataset.objects.filter(slug=EMISSIONS).update(status=Dataset.Status.DRAFT)
    for url in (f"/ru/data/{EMISSIONS}/", f"/ru/data/{EMISSIONS}.csv"):
        assert client.get(url).status_code == 404
        assert admin_client.get(url).status_code == 200
    assert not Dataset.objects.visible_to(AnonymousUser()).filter(slug=EMISSIONS).exists()


def test_a_dataset_without_figures_still_has_its_page(client, datasets):
    RegionValue.objects.filter(dataset=datasets[EMISSIONS]).delete()
    assert "No figures are loaded yet." in client.get(f"/en/data/{EMISSIONS}/").content.decode()


def test_money_of_distant_years_is_said_to_be_in_the_prices_of_each_year(client, datasets):
    warning = "In the prices of each year: inflation is not taken out."
    assert warning in client.get("/en/data/environmental-spending-by-region/").content.decode()
    assert warning not in client.get(f"/en/data/{EMISSIONS}/").content.decode()


# --- Files ---


def test_csv_holds_the_figures_of_the_source_exactly(client, datasets):
    lines = list(csv.DictReader(io.StringIO(body(client.get(f"/kk/data/{EMISSIONS}.csv")).decode())))
    kept = [{name: line[name] for name in ("region_iso", "year", "value", "unit")} for line in lines]
    assert kept == rows("emissions_stationary_by_region.csv")
    assert lines[0]["region"] == "Қазақстан"


def test_json_holds_the_figures_of_the_source_exactly(client, datasets):
    data = json.loads(body(client.get(f"/en/data/{EMISSIONS}.json")), parse_float=Decimal, parse_int=Decimal)
    kept = [(row["region_iso"], int(row["year"]), row["value"]) for row in data["rows"]]
    printed = [
        (row["region_iso"], int(row["year"]), Decimal(row["value"]))
        for row in rows("emissions_stationary_by_region.csv")
    ]
    assert kept == printed


def test_xlsx_holds_the_figures_of_the_source(client, datasets):
    sheet = CalamineWorkbook.from_filelike(
        io.BytesIO(body(client.get(f"/ru/data/{EMISSIONS}.xlsx")))
    ).get_sheet_by_index(0)
    _heading, *kept = sheet.to_python()
    printed = [
        (row["region_iso"], float(row["year"]), float(row["value"]))
        for row in rows("emissions_stationary_by_region.csv")
    ]
    assert [(line[0], line[2], line[3]) for line in kept] == printed


def test_a_file_of_some_regions_holds_only_those_and_is_named_so(client, datasets):
    response = client.get(f"/en/data/{EMISSIONS}.csv?region=KZ-10&region=KZ-62&region=ZZ")
    assert [line.split(",")[0] for line in body(response).decode().splitlines()[1:]] == ["KZ-10", "KZ-62"]
    assert response["Content-Disposition"] == f'attachment; filename="{EMISSIONS}-selection.csv"'


@pytest.mark.parametrize("query", ["region=ZZ", "region=%00", "region=", "year=abc"])
def test_nonsense_in_the_address_of_a_file_gives_the_whole_file(client, datasets, query):
    assert len(body(client.get(f"/en/data/{EMISSIONS}.csv?{query}")).splitlines()) == 315


@pytest.mark.parametrize("slug", PAGES)
def test_the_dictionary_explains_every_column_of_the_file(client, datasets, slug):
    heading = body(client.get(f"/en/data/{slug}.csv")).decode().splitlines()[0]
    assert heading.split(",") == [column.name for column in datasets[slug].columns.all()]


def test_the_river_file_keeps_the_words_of_the_bulletin(client, datasets):
    lines = list(csv.DictReader(io.StringIO(body(client.get("/en/data/zhaiyk-oil-products-2025.csv")).decode())))
    names = rows("zhaiyk_oil_products_2025.csv")[0].keys()
    assert [{name: line[name] for name in names} for line in lines] == rows("zhaiyk_oil_products_2025.csv")


# --- Catalogue ---


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", 9),
        ("topic=air", 2),
        ("topic=water", 6),
        ("region=mangystau", 7),
        ("region=atyrau", 6),
        ("publisher=kazhydromet", 1),
        ("licence=pddl-1.0", 7),
        ("topic=air&publisher=kazhydromet", 0),
    ],
)
def test_the_catalogue_is_filtered_by_its_address(client, datasets, query, found):
    assert len(client.get(f"/ru/data/?{query}").context["page"].rows) == found
    assert len(json.loads(body(client.get(f"/ru/data/list.json?{query}")))["rows"]) == found


def test_a_filter_that_does_not_exist_is_left_out_and_said(client, datasets):
    response = client.get("/en/data/?topic=nonsense&licence=x&colour=red")
    assert len(response.context["page"].rows) == 9
    assert len(response.context["filter"].notes) == 3


def test_the_feed_names_every_dataset(client, datasets):
    text = client.get("/kk/data/list.atom").content.decode()
    assert text.count("<entry>") == 9


def test_the_page_tells_machines_what_it_is(client, datasets):
    text = client.get(f"/en/data/{EMISSIONS}/").content.decode()
    data = json.loads(text.split('<script type="application/ld+json">')[1].split("</script>")[0])
    assert (data["@type"], data["temporalCoverage"], len(data["distribution"])) == ("Dataset", "2005/2022", 3)


# --- Every form of the page, and what the page says of itself ---


@pytest.mark.parametrize("slug", PAGES)
@pytest.mark.parametrize("fmt", ["csv", "xlsx", "json", "geojson", "svg", "metadata.json", "bib", "ris"])
def test_every_form_of_a_dataset_answers(client, datasets, slug, fmt):
    assert client.get(f"/kk/data/{slug}.{fmt}").status_code == 200


def test_a_picture_alone_keeps_its_lines_colours_and_the_state_of_the_page(client, datasets):
    svg = client.get(f"/en/data/{EMISSIONS}.svg?region=KZ-47&region=KZ-23").content.decode()
    assert 'width="960"' in svg and "Mangystau Region" in svg
    lines = re.findall(r'<path class="chart-line"[^>]*>', svg)
    assert [re.search(r'stroke="(#\w+)"', line)[1] for line in lines] == ["#a35a00", "#00666b"]
    assert all('fill="none"' in line for line in lines)


def test_points_are_centres_of_regions_and_unknown_places_stay_without_a_point(client, datasets):
    regions = json.loads(client.get(f"/en/data/{WATER}.geojson?region=KZ-23").content)["features"]
    assert [feature["properties"]["value"] for feature in regions] == ["17705.0"]
    assert regions[0]["geometry"]["type"] == "Point"
    sections = json.loads(client.get(f"/en/data/{RIVER}.geojson").content)["features"]
    assert [feature["geometry"] for feature in sections] == [None] * 9


def test_a_dataset_is_cited_in_three_ways(client, datasets):
    page = client.get(f"/en/data/{EMISSIONS}/").context["citation"]
    bib = client.get(f"/en/data/{EMISSIONS}.bib").content.decode()
    ris = client.get(f"/en/data/{EMISSIONS}.ris").content.decode()
    title = "Emissions from stationary sources by region, 2005–2022"
    assert title in page
    assert bib.startswith(f"@misc{{{EMISSIONS},") and f"title = {{{title}}}" in bib and "langid = {english}" in bib
    assert ris.startswith("TY  - DATA\r\n") and f"TI  - {title}\r\n" in ris and ris.endswith("ER  - \r\n")


def test_the_file_of_the_figures_is_named_with_its_fingerprint(client, datasets):
    content = (FILES / "emissions_stationary_by_region.csv").read_bytes()
    fingerprint = hashlib.sha256(content).hexdigest()
    assert fingerprint in client.get(f"/en/data/{EMISSIONS}/").content.decode()
    files = json.loads(client.get(f"/en/data/{EMISSIONS}.metadata.json").content)["files"]
    assert [(file["sha256"], file["size"]) for file in files] == [(fingerprint, len(content))]


def test_the_limits_of_river_figures_stand_as_printed(client, datasets):
    page = client.get(f"/en/data/{RIVER}/").content.decode()
    assert "Not yet compared with the text of the act. That is why no class is computed here." in page
    assert [row.cells[0] for row in client.get(f"/en/data/{RIVER}/").context["page"].class_rows] == ["0,05"]
    assert "the law sets no limit for such figures" in client.get(f"/en/data/{EMISSIONS}/").content.decode()


def test_the_next_update_is_a_day_or_said_to_be_unknown(client, datasets):
    assert "the publisher names no day" in client.get(f"/en/data/{EMISSIONS}/").content.decode()
    Dataset.objects.filter(slug=EMISSIONS).update(next_due_on="2020-05-01")
    page = client.get(f"/en/data/{EMISSIONS}/").content.decode()
    assert "1 May 2020" in page and "the day has passed" in page


def test_figures_of_the_country_alone_have_lines_and_no_map(client, datasets):
    response = client.get(f"/en/data/{TOTAL}/")
    assert response.context["page"].line_finding == (
        "Kazakhstan, 2025: 2,280.9 thousand t, 0.1% less than in 2013 (2,282.7 thousand t)."
    )
    assert 'id="map"' not in response.content.decode()


def test_figures_of_one_year_stand_under_each_other(client, datasets):
    page = client.get(f"/en/data/{WATER}/").content.decode()
    assert "chart--rows" in page and "chart--lines" not in page
    assert "region-choice" not in page


# --- Sections of a river ---


def section(source_name):
    return RiverSection.objects.get(source_name=source_name)


def test_a_section_shows_its_readings_with_the_printed_class_and_the_page(client, datasets):
    page = client.get(section("1 км выше г. Атырау").get_absolute_url().replace("/ru/", "/en/")).content.decode()
    assert "Oil products, September 2025: 0.234 mg/dm³. The bulletin calls it class 5." in page
    assert "2025-09</span>, p. 22" in page


def test_a_section_with_two_months_has_a_chart_and_files(client, datasets):
    above = section("0,5 км выше сброса КГП «Атырау су арнасы»")
    response = client.get(f"/en/data/sections/{above.pk}/")
    assert response.context["page"].has_chart
    assert "none printed, none computed" in response.content.decode()
    rows = list(csv.DictReader(io.StringIO(body(client.get(f"/en/data/sections/{above.pk}.csv")).decode())))
    assert [(row["month"], row["value"], row["page"]) for row in rows] == [
        ("2025-09", "0.058", "22"),
        ("2025-05", "0.114", "24"),
    ]
    assert client.get(f"/en/data/sections/{above.pk}.svg").status_code == 200
    points = client.get(f"/en/data/sections/{above.pk}.geojson").json()["features"]
    assert [point["properties"]["value"] for point in points] == ["0.114", "0.058"]
    about = client.get(f"/en/data/sections/{above.pk}.metadata.json").json()
    assert (about["section"]["name_in_source"], about["datasets"][0]["id"]) == (above.source_name, RIVER)
    assert client.get(f"/en/data/sections/{section('пос. Дамба').pk}.svg").status_code == 404


def test_classes_of_two_norms_never_stand_on_one_axis(client, datasets):
    above = section("0,5 км выше сброса КГП «Атырау су арнасы»")
    new = Norm.objects.get(code="KZ-WATER-111")
    above.readings.update(quality_class=4, class_norm=new)
    address = f"/en/data/sections/{above.pk}"
    assert "class 4" in client.get(f"{address}.svg").content.decode()

    old = Norm.objects.create(code="KZ-WATER-151", title_en="Order 151 of 2016")
    reading = above.readings.earliest("measured_on")
    reading.class_norm = old
    reading.save()
    assert "class 4" not in client.get(f"{address}.svg").content.decode().split("</desc>")[-1]
    page = client.get(f"{address}/").content.decode()
    assert "Order 151 of 2016" in page and "111-НҚ" in page


def test_readings_of_a_draft_are_not_on_the_page_of_their_section(client, datasets):
    withdraw(datasets[RIVER], by=None, at=datasets[RIVER].published_at)
    page = client.get(f"/en/data/sections/{section('пос. Дамба').pk}/").content.decode()
    assert "No reading of this section has reached the portal yet." in page


def test_a_section_costs_the_same_for_one_and_two_readings(client, datasets):
    one, two = section("пос. Дамба"), section("0,5 км выше сброса КГП «Атырау су арнасы»")
    costs = [queries(client, f"/kk/data/sections/{place.pk}/") for place in (one, two)]
    assert costs[0] == costs[1] <= 12


def test_points_are_offered_where_a_place_is_known(client, datasets):
    def offers(slug):
        return f'href="/en/data/{slug}.geojson"' in client.get(f"/en/data/{slug}/").content.decode()

    assert offers(EMISSIONS)
    assert not offers(TOTAL)
    assert not offers(RIVER)
    RiverSection.objects.filter(order=1).update(latitude=47, longitude=51)
    assert offers(RIVER)


def test_a_region_of_the_table_leads_to_its_page(client, datasets):
    page = client.get(f"/kk/data/{EMISSIONS}/").content.decode()
    assert '<th scope="row"><a href="/kk/regions/atyrau/">' in page
