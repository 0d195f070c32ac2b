"""The commands that would partition the table of readings, as the decision has them: nothing notices."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from portal.exceedances import rollup
from portal.importing import load
from portal.models import DailyValue, Observation
from tests.importing.conftest import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded")]

DECISION = Path(settings.BASE_DIR) / "docs" / "decisions" / "readings-in-one-table.md"
FILE = "time;station;value\n" + "".join(
    f"{year}-01-25 {hour:02}:00;kgmt_32;0,00{hour}\n" for year in (2024, 2025, 2026) for hour in range(1, 10)
)


def test_import_undo_and_values_are_the_same_in_a_partitioned_table(do_import):
    commands = re.search(r"```sql\n(.+?)```", DECISION.read_text(encoding="utf-8"), re.DOTALL)[1]
    before = load.checksum()
    first = do_import(FILE)
    whole = load.checksum()
    with connection.cursor() as cursor:
        cursor.execute(commands)
        cursor.execute("SELECT count(*) FROM pg_inherits WHERE inhparent = 'portal_observation'::regclass")
        assert cursor.fetchone()[0] >= 4

    assert load.checksum() == whole
    again = do_import(FILE)
    assert (again.rows_new, again.rows_changed) == (0, 0)
    second = do_import(FILE.replace("0,001", "0,011"))
    assert second.rows_changed == 3
    rollup.refresh(zone=settings.TIME_ZONE)
    assert sorted(DailyValue.objects.values_list("above_single", flat=True)) == [2, 2, 2]
    load.undo(second, by=None, at=NOW)
    assert load.checksum() == whole
    load.undo(first, by=None, at=NOW)
    assert load.checksum() == before
    assert not Observation.objects.exists()
