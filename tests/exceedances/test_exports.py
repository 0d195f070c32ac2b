from datetime import timedelta

import pytest

from portal.exceedances import files
from portal.models import Series
from tests.exceedances.conftest import local


@pytest.fixture
def every(world):
    """Two long series and a short one that begins later."""
    world.limit("h2s", "0.008")
    for code, begins, count in (
        ("h2s", local(2023, 12, 31, 20), 30),
        ("pm10", local(2024, 2, 29, 20), 30),
        ("so2", local(2025, 1, 1), 2),
    ):
        world.measure(world.series(code), begins, ["0.001"] * count)
    return list(Series.objects.order_by("pk"))


def test_a_csv_comes_in_pieces_that_leave_nothing_out(every, monkeypatch):
    whole = b"".join(files.csv_parts(every))
    monkeypatch.setattr(files, "ROWS_AT_ONCE", 4)
    parts = list(files.csv_parts(every))

    assert b"".join(parts) == whole
    lines = whole.decode().splitlines()
    assert lines[0] == ",".join(files.HEADING)
    stamps = [tuple(line.split(",")[1:5:3]) for line in lines[1:]]
    assert stamps == sorted(stamps)
    assert len(set(stamps)) == 62
    assert max(part.count(b"\n") for part in parts) <= 6


def test_a_year_of_a_csv_ends_with_its_midnight(every):
    (_heading, rows) = files.csv_parts(every, 2023)

    assert [line.split(",")[5] for line in rows.decode().splitlines()] == [
        *(f"2023-12-31 {hour}:00:00" for hour in (20, 21, 22, 23)),
        "2024-01-01 00:00:00",
    ]
    assert list(files.csv_parts(every, 1999)) == [",".join(files.HEADING).encode() + b"\n"]


def test_a_name_that_a_spreadsheet_would_run_is_made_harmless(world):
    station = world.add_station("-1+1")
    world.measure(world.series("h2s", station=station), local(2025, 1, 1, 1), ["-0.5"], step=timedelta(hours=1))
    (_heading, rows) = files.csv_parts(Series.objects.all())

    assert rows.decode().split(",")[0] == "'-1+1"
    assert rows.decode().split(",")[6] == "-0.5"


def test_a_line_of_a_csv_has_both_clocks_and_the_digits_of_the_file(world):
    station = world.add_station('50% "new", old')
    world.measure(
        world.series("h2s", station=station), local(2025, 1, 1), ["0.0010", "12345678901234567.000000001"], flag=3
    )

    (_heading, rows) = files.csv_parts(Series.objects.all())
    assert rows.decode().splitlines() == [
        '"50% ""new"", old",h2s,1h,mg/m3,2024-12-31 19:00:00,2025-01-01 00:00:00,0.0010,3',
        '"50% ""new"", old",h2s,1h,mg/m3,2024-12-31 20:00:00,2025-01-01 01:00:00,12345678901234567.000000001,3',
    ]
    (_mark, _heading, rows) = files.csv_parts(Series.objects.all(), excel=True)
    assert rows.decode().splitlines()[0] == (
        '"50% ""new"", old";h2s;1h;mg/m3;2024-12-31 19:00:00;2025-01-01 00:00:00;0.0010;3'
    )
