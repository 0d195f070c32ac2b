import re
from decimal import Decimal
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from portal import charts
from portal.datasets.numbers import exact

SVG = "{http://www.w3.org/2000/svg}"
SIZES = [charts.WIDE, charts.NARROW]

figures = st.decimals(min_value=-(10**15), max_value=10**15, allow_nan=False, allow_infinity=False, places=4)
lines = st.lists(st.lists(st.none() | figures, min_size=1, max_size=25), min_size=1, max_size=8)


def words(number=str):
    return charts.Words("test", "A title", "A description", number)


def series(*columns, first=2005):
    return [
        charts.Series(
            f"Region {number}", [charts.Point(year, y, f"{year}: {y}") for year, y in enumerate(column, first)]
        )
        for number, column in enumerate(columns, start=1)
    ]


def decimals(*values):
    return [None if value is None else Decimal(str(value)) for value in values]


def drawn(text):
    return ElementTree.fromstring(text)


def coordinates(svg):
    """Every place where the chart draws something: (x, y)."""
    for path in svg.iter(f"{SVG}path"):
        numbers = [
            float(number) for number in re.findall(r"-?\d+(?:\.\d+)?", re.sub(r"A5 5 0 1 1", "L", path.get("d")))
        ]
        yield from zip(numbers[::2], numbers[1::2], strict=True)
    for circle in svg.iter(f"{SVG}circle"):
        yield float(circle.get("cx")), float(circle.get("cy"))
    for line in svg.iter(f"{SVG}line"):
        yield float(line.get("x1")), float(line.get("y1"))
        yield float(line.get("x2")), float(line.get("y2"))
    for text in svg.iter(f"{SVG}text"):
        yield float(text.get("x")), float(text.get("y"))


@given(lines, st.sampled_from(SIZES))
def test_everything_of_a_line_chart_lies_in_its_frame(columns, size):
    svg = drawn(charts.line_chart(series(*columns), size, words()))
    _left, _top, width, height = map(float, svg.get("viewBox").split())
    assert all(0 <= x <= width and 0 <= y <= height for x, y in coordinates(svg))


@given(
    st.lists(st.decimals(0, 10**12, places=4), min_size=1, max_size=12),
    st.sampled_from([charts.ROWS_WIDE, charts.ROWS_NARROW]),
)
def test_everything_of_a_row_chart_lies_in_its_frame(values, size):
    rows = [
        charts.Row(f"Section {number} of the river, below the town", value, str(value), "class 5")
        for number, value in enumerate(values)
    ]
    svg = drawn(charts.row_chart(rows, size, words()))
    _left, _top, width, height = map(float, svg.get("viewBox").split())
    assert all(0 <= x <= width and 0 <= y <= height for x, y in coordinates(svg))


@given(figures, figures)
def test_ticks_enclose_the_figures_and_hold_zero(one, other):
    found = charts.ticks(min(one, other), max(one, other))
    assert found[0] <= min(one, other) and max(one, other) <= found[-1]
    assert 0 in found
    assert 2 <= len(found) <= 8


@given(st.lists(st.tuples(st.floats(0, 400), st.integers(1, 3)), max_size=8))
def test_labels_never_cover_each_other(wishes):
    labels = [charts._Label(None, ["words"] * count, wish, 0) for wish, count in wishes]
    places = charts.spread(labels, 0, 500)
    boxes = sorted(zip(places, (label.height for label in labels), strict=True))
    assert all(top + height <= below + 0.001 for (top, height), (below, _height) in pairwise(boxes))
    assert all(top >= 0 and top + height <= 500 for top, height in boxes)


def test_a_gap_breaks_the_line():
    svg = drawn(charts.line_chart(series(decimals(1, 2, None, 4, 5)), charts.WIDE, words()))
    paths = [path.get("d") for path in svg.iter(f"{SVG}path") if path.get("class") == "chart-line"]
    assert [path.count("L") for path in paths] == [1, 1]


def test_a_figure_alone_between_gaps_has_a_marker():
    svg = drawn(charts.line_chart(series(decimals(None, 3, None, 4, 5)), charts.WIDE, words()))
    markers = [path for path in svg.iter(f"{SVG}path") if path.get("class") == "chart-marker"]
    assert len(markers) == 2


def test_a_series_without_figures_has_no_label():
    svg = drawn(charts.line_chart(series(decimals(None, None), decimals(1, 2)), charts.WIDE, words()))
    labels = [text.text for text in svg.iter(f"{SVG}text") if text.get("class") == "chart-label"]
    assert labels == ["Region 2"]


def test_a_larger_figure_stands_higher_and_a_later_year_further_right():
    svg = drawn(charts.line_chart(series(decimals(10, 20)), charts.WIDE, words()))
    line = next(path for path in svg.iter(f"{SVG}path") if path.get("class") == "chart-line")
    (x1, y1), (x2, y2) = (map(float, place.split()) for place in line.get("d")[1:].split("L"))
    assert x2 > x1 and y2 < y1


def test_no_more_than_eight_series_are_drawn():
    svg = drawn(charts.line_chart(series(*[decimals(1, 2)] * 9), charts.WIDE, words()))
    assert len([path for path in svg.iter(f"{SVG}path") if path.get("class") == "chart-line"]) == 8


def test_eight_markers_differ_in_shape():
    assert len({charts._marker(number, 0, 0) for number in range(1, 9)}) == 8


@pytest.mark.parametrize("size", SIZES)
def test_a_chart_is_an_image_with_title_and_description(size):
    svg = drawn(charts.line_chart(series(decimals(1, 2)), size, words()))
    named = {element.get("id"): element.text for element in svg if element.get("id")}
    assert svg.get("role") == "img"
    assert [named[name] for name in svg.get("aria-labelledby").split()] == ["A title", "A description"]


def test_words_are_escaped_and_nothing_is_inline():
    hostile = [charts.Series("<script>alert(1)</script>", [charts.Point(2020, Decimal(1), '"><b onload="x">')])]
    text = charts.line_chart(hostile, charts.WIDE, words())
    assert "<script" not in text
    assert "<b " not in text
    assert "style=" not in text


def test_coordinates_have_points_where_printed_numbers_have_commas():
    with override("kk"):
        text = charts.line_chart(series(decimals("0.114", "0.193")), charts.WIDE, words(exact))
    svg = drawn(text)
    assert [t.text for t in svg.iter(f"{SVG}text") if t.get("class") == "chart-tick"][:3] == ["0", "0,05", "0,1"]
    numbers = [value for element in svg.iter() for name, value in element.items() if name not in ("class", "id")]
    assert not any(re.search(r"\d,\d", value) for value in numbers)
