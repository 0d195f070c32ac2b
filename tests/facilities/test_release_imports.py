import io
from datetime import UTC, datetime

import pytest
import xlsxwriter
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from portal.facilities import loading
from portal.importing import keeping
from portal.importing.problems import FileRefused, StepRefused, sentence
from portal.models import Release, ReleaseImport, User
from portal.models.accounts import DATA_STEWARD

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
HEADING = "Объект;Оператор;БИН;Год;Среда;Загрязнитель;Количество;Единица;Метод"
TABLE = f"""{HEADING}
Refinery;Refiner LLP;;2023;воздух;benzene;2,4;т;M
refinery;;;2024;ауа;71-43-2;1 500,5;кг;расчёт
REFINERY;;;2024;су;62;150;kg;E
"""
PAGE = "/en/staff/data/releases/"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def kept(text, name="prtr.csv"):
    content = text if isinstance(text, bytes) else text.encode()
    return keeping.keep(io.BytesIO(content), name)


def check(text, name="prtr.csv"):
    return loading.check(kept(text, name), "РВПЗ, 2026", at=NOW)


def counts(run):
    return run.rows_new, run.rows_changed, run.rows_same, run.rows_refused


def stored():
    """Every column of every release, as the database prints it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT r::text FROM portal_release r ORDER BY id")
        return cursor.fetchall()


def figures():
    rows = Release.objects.order_by("year", "medium")
    return [(row.year, row.medium, row.pollutant.number, f"{row.kg:f}", row.method, row.source) for row in rows]


def test_a_check_stores_nothing(works):
    assert counts(check(TABLE)) == (3, 0, 0, 0)
    assert stored() == []


def test_units_media_methods_and_pollutants_are_read_as_the_ministry_writes_them(works):
    loading.load(check(TABLE), at=NOW)
    assert figures() == [
        (2023, "air", 62, "2400.0", "M", "РВПЗ, 2026"),
        (2024, "air", 62, "1500.5", "C", "РВПЗ, 2026"),
        (2024, "water", 62, "150", "E", "РВПЗ, 2026"),
    ]


def test_the_same_file_twice_changes_nothing(works):
    loading.load(check(TABLE), at=NOW)
    before = stored()
    again = loading.load(check(TABLE), at=NOW)
    assert (counts(again), stored(), again.revisions.count()) == ((0, 0, 3, 0), before, 0)


def test_undo_puts_back_exactly_what_stood_there(works):
    works.release(works.refinery, works.benzene, 2023, "2376.50", accidental_kg=100, source="Report", page=4)
    works.release(works.refinery, works.methane, 2023, "7")
    before = stored()
    run = loading.load(check(TABLE), at=NOW)
    assert counts(run) == (2, 1, 0, 0)
    assert run.report["changes"] == [[2, "refinery", 2023, 62, "air", "2376.50", "2400.0"]]
    assert loading.undo(run, at=NOW).state == "undone"
    assert stored() == before


def test_what_was_changed_since_is_not_undone(works):
    run = loading.load(check(TABLE), at=NOW)
    Release.objects.filter(medium="water").update(kg=1)
    before = stored()
    with pytest.raises(StepRefused, match="Refinery"):
        loading.undo(run, at=NOW)
    assert stored() == before


def test_a_file_is_undone_once_and_loaded_once(works):
    run = loading.load(check(TABLE), at=NOW)
    before = stored()
    loading.load(run, at=NOW)
    assert (stored(), run.revisions.count()) == (before, 3)
    loading.undo(run, at=NOW)
    with pytest.raises(StepRefused):
        loading.undo(run, at=NOW)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("Nowhere;;;2023;air;62;1;kg;M", "column Объект: the facility “Nowhere” is not known"),
        (";;;2023;air;62;1;kg;M", "column Объект: the cell is empty"),
        ("Refinery;Stranger LLP;;2023;air;62;1;kg;M", "column Оператор: the facility is known with another operator"),
        ("Refinery;;111111111111;2023;air;62;1;kg;M", "column БИН: the facility is known with another operator"),
        ("Twin;;;2023;air;62;1;kg;M", "column Объект: several facilities are called “Twin”"),
        ("Refinery;;;2027;air;62;1;kg;M", "column Год: “2027” is not a year from 1990 to 2026"),
        ("Refinery;;;двадцать;air;62;1;kg;M", "column Год: “двадцать” is not a year"),
        ("Refinery;;;2023;лёд;62;1;kg;M", "column Среда: “лёд” is not air, water or soil"),
        ("Refinery;;;2023;отходы;62;1;kg;M", "column Среда: “отходы” is no release: transfers of waste are entered"),
        ("Refinery;;;2023;air;phlogiston;1;kg;M", "column Загрязнитель: “phlogiston” is no pollutant"),
        ("Refinery;;;2023;air;62;12,5 mg;kg;M", "column Количество: “12,5 mg” is not a number in kg"),
        ("Refinery;;;2023;air;62;<0,5;kg;M", "column Количество: “<0,5” only says below which amount it is"),
        ("Refinery;;;2023;air;62;н/д;kg;M", "column Количество: the cell is empty"),
        ("Refinery;;;2023;air;62;-1;kg;M", "column Количество: “-1” is less than nothing"),
        ("Refinery;;;2023;air;62;1e16;kg;M", "column Количество: “1e16” is too large"),
        ("Refinery;;;2023;air;62;1;litre;M", "column Единица: “litre” is no unit of weight"),
        ("Refinery;;;2023;air;62;1;kg;Z", "column Метод: “Z” is no method"),
        ("Refinery;;;2024;air;62;2;kg;M", "Row 3: the same release stands in row 2 with another amount"),
        ("Refinery;;;2023;air", "is empty"),
    ],
)
def test_a_row_that_cannot_be_read_is_refused_and_the_others_are_not(works, row, said):
    works.operator.bin = "900101350003"
    works.operator.save()
    for slug in ("twin-1", "twin-2"):
        works.add(slug)
    works.operator.facilities.filter(slug__startswith="twin").update(name_en="Twin")
    run = check(f"{HEADING}\nRefinery;;;2024;air;62;1;kg;M\n{row}\n")
    assert counts(run) == (1, 0, 0, 1)
    with override("en"):
        assert said in sentence(*run.report["refused"][0])


def test_the_pollutants_of_the_register_are_found_by_their_names_in_three_languages(works):
    for pollutant, names in ((works.benzene, ("Бензол", "Бензол", "Benzene")), (works.methane, ("Метан (CH4)",) * 3)):
        pollutant.name_kk, pollutant.name_ru, pollutant.name_en = names
        pollutant.save()
    rows = [f"Refinery;;;{year};ауа;{name};1;т;M" for year, name in enumerate(("бензол", "Метан", "метан (СН4)"), 2020)]
    run = check("\n".join([HEADING, *rows]))
    assert (counts(run), run.report["refused"]) == ((3, 0, 0, 0), [])


def test_accidental_releases_are_part_of_all(works):
    heading = f"{HEADING};Аварийные"
    run = check(f"{heading}\nRefinery;;;2023;air;62;2;т;M;0,5\nRefinery;;;2024;air;62;2;т;M;3\n")
    loading.load(run, at=NOW)
    assert [f"{row.accidental_kg:f}" for row in Release.objects.all()] == ["500.0"]
    assert [refused[2] for refused in run.report["refused"]] == ["more_accidental"]


def test_a_workbook_says_its_unit_in_the_heading(works):
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["РВПЗ за 2024 год"])
        sheet.write_row(1, 0, ["Объект", "Год", "Среда", "Загрязнитель", "Количество, т"])
        sheet.write_row(2, 0, ["Refinery", 2024, "воздух", "benzene", 1.5])
    loading.load(check(content.getvalue(), "prtr.xlsx"), at=NOW)
    assert figures() == [(2024, "air", 62, "1500.0", "", "РВПЗ, 2026")]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "The file is empty."),
        ("Объект;Год\nRefinery;2023\n", "No column “среда” was found. The columns are: Объект, Год."),
        (b"%PDF-1.7 ...", "This is a PDF."),
    ],
)
def test_a_file_that_is_no_such_table_says_why(works, text, said):
    with pytest.raises(FileRefused) as refused:
        check(text)
    with override("en"):
        assert said in str(refused.value)


@pytest.fixture
def steward(client, works):
    saule = User.objects.create_user("saule", password="a-password-of-saule-1", is_staff=True)
    saule.groups.add(Group.objects.get_or_create(name=DATA_STEWARD)[0])
    client.force_login(saule)
    return saule


def test_a_steward_checks_loads_and_undoes(client, steward):
    file = io.BytesIO((TABLE + "Nowhere;;;2023;air;62;1;kg;M\n").encode())
    file.name = "prtr.csv"
    response = client.post(PAGE, {"source": "РВПЗ", "file": file}, follow=True)
    assert "3 new, 0 changed, 0 same, 1 refused." in response.content.decode()
    run = ReleaseImport.objects.get(made_by=steward)
    refused = b"".join(client.get(f"{PAGE}{run.pk}/refused.csv").streaming_content).decode("utf-8-sig")
    assert "Nowhere" in refused
    page = client.post(f"{PAGE}{run.pk}/load/", follow=True).content.decode()
    assert ("Undo this import" in page, len(stored())) == (True, 3)
    page = client.post(f"{PAGE}{run.pk}/undo/", follow=True).content.decode()
    assert ("the releases are what they were before it" in page, stored()) == (True, [])


def test_what_changes_is_shown_with_the_names_of_facility_and_pollutant(client, steward, works):
    works.release(works.refinery, works.benzene, 2023, "7")
    page = client.get(f"{PAGE}{check(TABLE).pk}/").content.decode()
    assert all(name in page for name in ('scope="row">Refinery</th>', "benzene</td>", ">7</td>", ">2400.0</td>"))


def test_the_list_and_a_run_cost_the_same_for_few_and_many(client, steward):
    def queries(path):
        with CaptureQueriesContext(connection) as captured:
            assert client.get(path).status_code == 200
        return len(captured)

    run = check(TABLE)
    before = [queries(PAGE), queries(f"{PAGE}{run.pk}/")]
    refused = "".join(f"Nowhere {number};;;2023;air;62;1;kg;M\n" for number in range(5))
    more = [check(TABLE), check(TABLE + refused)]
    assert [queries(PAGE), queries(f"{PAGE}{more[-1].pk}/")] == before
    assert max(before) <= 12


def test_a_check_asks_as_much_for_one_row_as_for_many(works):
    def queries(text):
        with CaptureQueriesContext(connection) as captured:
            check(text)
        return len(captured)

    one = queries(f"{HEADING}\nRefinery;;;2023;air;62;1;kg;M\n")
    many = queries("\n".join([HEADING, *(f"Refinery;;;{year};air;62;1;kg;M" for year in range(2000, 2020))]))
    assert many == one


def test_bad_input_of_a_steward_gets_a_sentence(client, steward):
    file = io.BytesIO(b"%PDF-1.7")
    file.name = "prtr.pdf"
    response = client.post(PAGE, {"source": "РВПЗ", "file": file})
    assert (response.status_code, "This is a PDF" in response.content.decode()) == (422, True)
    assert client.post(PAGE, {}).status_code == 422
    assert client.post(f"{PAGE}999999/load/").status_code == 404
    run = check(TABLE)
    assert "This import is not loaded" in client.post(f"{PAGE}{run.pk}/undo/", follow=True).content.decode()


def test_others_do_not_see_the_pages(client, works):
    run = check(TABLE)
    for path in ("", f"{run.pk}/", f"{run.pk}/refused.csv"):
        assert client.get(PAGE + path).status_code in (302, 403)
    assert client.post(f"{PAGE}{run.pk}/load/").status_code in (302, 403)
    assert stored() == []


def test_a_command_whose_database_breaks_off_says_what_to_do(works, tmp_path, monkeypatch):
    def broken(*_arguments, **_options):
        raise OperationalError("server closed the connection unexpectedly")

    file = tmp_path / "prtr.csv"
    file.write_text(TABLE)
    monkeypatch.setattr(loading, "load", broken)
    with pytest.raises(CommandError, match="Run it again"):
        call_command("import_releases", file, source="РВПЗ", load=True)


def test_the_command_checks_loads_and_undoes(works, tmp_path):
    file = tmp_path / "prtr.csv"
    file.write_text(TABLE + "Nowhere;;;2023;air;62;1;kg;M\n")
    said = io.StringIO()
    call_command("import_releases", file, source="РВПЗ", stdout=said)
    assert ("3 new, 0 changed, 0 same, 1 refused" in said.getvalue(), stored()) == (True, [])
    call_command("import_releases", file, source="РВПЗ", load=True, stdout=said)
    assert len(stored()) == 3
    call_command("import_releases", undo=ReleaseImport.objects.first().pk, stdout=said)
    assert stored() == []
