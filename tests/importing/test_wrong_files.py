"""A tired steward gives the wrong file on any of the three pages: a sentence in her language, 422, and nothing is kept of it."""

import errno
import gzip
import io
import os
import zipfile

import pytest
import xlsxwriter
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation
from django.utils.html import escape

from portal.documents import shelves
from portal.importing.problems import FILE
from portal.models import Facility, ImportRun, LimitTable, Norm, Organisation, Region, ReleaseImport, User
from tests.documents.compounds import compound

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded")]

PAGES = {
    "readings": ("/kk/staff/data/", ImportRun, "time;station;value\n2026-01-25 08:00;kgmt_32;0,29\n"),
    "limits": ("/kk/staff/data/limits/", LimitTable, "Вещество;ПДК м.р., мг/м3\nОзон;0,16\n"),
    "releases": (
        "/kk/staff/data/releases/",
        ReleaseImport,
        "Объект;Год;Среда;Загрязнитель;Количество, т\nРудник;2024;воздух;62;1,5\n",
    ),
}


def workbook(rows=(), merged=()):
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
        for area, text in merged:
            sheet.merge_range(area, text)
    return content.getvalue()


def claiming(content, size):
    """The archive, whose table of contents says that each file in it has that size."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entries = len(archive.infolist())
    content = bytearray(content)
    place = 0
    for _entry in range(entries):
        place = content.index(b"PK\x01\x02", place) + 1
        content[place + 23 : place + 27] = size.to_bytes(4, "little")
    return bytes(content)


WRONG = {
    "a bomb": (gzip.compress(bytes(65 * 1024 * 1024), 1), "bomb"),
    "a PDF named .xlsx": (b"%PDF-1.7\n1 0 obj", "pdf"),
    "a workbook that claims 2 GB": (claiming(workbook([["a", "b"]]), 2**31), "too_big_sheet"),
    "a workbook that holds more than it claims": (claiming(workbook([["a" * 50, "b"]]), 9), "damaged"),
    "a scan": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "binary"),
    "a saved page": (b"<html><table><tr><td>1</td></tr></table></html>", "web_page"),
    "a heading and no row": (b"a;b\n", "no_rows"),
    "one name for two columns": ("Вещество;ПДК, мг/м3;ПДК, мг/м3\nОзон;1;2\n".encode(), "doubled_columns"),
    "an empty workbook": (workbook(), "empty"),
    "a workbook with a password": (compound({"EncryptedPackage": b"x", "EncryptionInfo": b"x"}), "locked"),
    "half a workbook": (workbook([["a", "b"]])[:900], "damaged"),
}


@pytest.fixture
def give(client, source, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    saule = User.objects.create_user("saule")
    saule.groups.add(Group.objects.get(name="data steward"))
    client.force_login(saule)
    norm = Norm.objects.create(code="MOON-1", title_en="Norms of the air on the Moon")
    moon = Region.objects.create(slug="moon", name_ru="Луна")
    operator = Organisation.objects.create(slug="mine", name_ru="Рудник", kind="operator")
    Facility.objects.create(slug="mine", name_ru="Рудник", operator=operator, region=moon)
    said = {
        "readings": {"source": source.pk},
        "limits": {"norm": norm.pk, "edition": "2020", "source": "moon.example", "medium": "air", "use": "settlement"},
        "releases": {"source": "РВПЗ"},
    }

    def give(page, content=None, name="h2s.xlsx"):
        content = PAGES[page][2] if content is None else content
        file = SimpleUploadedFile(name, content.encode() if isinstance(content, str) else content)
        return client.post(PAGES[page][0], said[page] | {"valid_from": "2020-05-01", "file": file})

    return give


def refusal(code, **details):
    with translation.override("kk"):
        return escape(FILE[code] % details)


@pytest.mark.parametrize("page", PAGES)
def test_a_wrong_file_is_refused_in_the_readers_language(page, give):
    details = {"times": 100, "megabytes": 20480, "row": 1, "first": 2, "second": 3, "name": "ПДК, мг/м3"}
    for name, (content, code) in WRONG.items():
        answer = give(page, content)
        assert (name, answer.status_code) == (name, 422)
        assert refusal(code, **details) in answer.content.decode(), name
    assert give(page, b"").status_code == 422
    wide = ";".join(f"x{number}" for number in range(300))
    assert give(page, f"{wide}\n{wide}\n").status_code == 422
    assert not PAGES[page][1].objects.filter(made_by__username="saule").exists()


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("encoding", ["cp1251", "utf-8-sig", "utf-16"])
def test_a_good_table_is_read_in_any_encoding_with_bytes_that_no_text_has(page, encoding, give):
    content = PAGES[page][2].replace(",", "\0,") if encoding == "utf-16" else PAGES[page][2]
    assert give(page, content.encode(encoding), "h2s.csv").status_code == 302
    made = PAGES[page][1].objects.get(made_by__username="saule")
    assert (made.counts["new"] if page == "limits" else made.rows_new) == 1


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_full_disk_gives_a_sentence_and_keeps_nothing(page, step, give, monkeypatch):
    def no_room(*_arguments):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, step, no_room)
    answer = give(page)
    assert (answer.status_code, refusal("no_room") in answer.content.decode()) == (422, True)
    assert os.listdir(shelves.arrivals()) == []
    assert not PAGES[page][1].objects.filter(made_by__username="saule").exists()

    monkeypatch.undo()
    assert give(page).status_code == 302


@pytest.mark.parametrize("page", PAGES)
def test_a_file_that_is_no_longer_kept_is_asked_for_again(page, give, client):
    address = give(page).headers["location"]
    made = PAGES[page][1].objects.get(made_by__username="saule")
    for path in (shelves.arrivals().parent / "imports").rglob("*"):
        if path.is_file():
            path.unlink()
    answer = client.post(f"{address}load/", follow=True)
    made.refresh_from_db()
    assert (answer.status_code, made.state, refusal("gone") in answer.content.decode()) == (200, "checked", True)


def test_nothing_sent_is_told_on_each_page(give, client):
    assert [client.post(address).status_code for address, _model, _good in PAGES.values()] == [422, 422, 422]


def test_a_file_that_is_too_large_names_the_command_of_its_page(give, settings):
    settings.MAX_UPLOAD_MB = 0
    commands = {"readings": "import_observations", "limits": "load_limits", "releases": "import_releases"}
    for page, command in commands.items():
        answer = give(page)
        assert (answer.status_code, command in answer.content.decode()) == (422, True)


def test_cells_that_are_no_limit_value_are_refused_one_by_one(give):
    rows = [
        "Озон;1\u00a0000,16",
        "Сероводород;<0,5",
        "Диоксид азота;н/о",
        "Аммиак;=A1",
        "Фенол;1e-999",
        "Ы" * 9999 + ";1",
    ]
    give("limits", "Вещество;ПДК м.р., мг/м3\n" + "\n".join(rows))
    table = LimitTable.objects.get(made_by__username="saule")
    assert [line["value"] for line in table.lines] == ["1000.16"]
    codes = [code for _row, _column, code, _details in table.refusals]
    assert codes == ["no_limit", "no_limit", "not_a_number", "too_small", "unknown_parameter"]
    assert len(table.refusals[-1][3]["text"]) == 200


def test_cells_that_are_no_amount_are_refused_one_by_one(give):
    cells = {"2023": "1\u00a0000,5", "2022": "<0,5", "2021": "н/о", "2020": "=A1", "2019": "1e-999", "45292": "1"}
    rows = "".join(f"Рудник;{year};воздух;62;{cell}\n" for year, cell in cells.items())
    give("releases", f"Объект;Год;Среда;Загрязнитель;Количество, т\n{rows}")
    run = ReleaseImport.objects.get(made_by__username="saule")
    codes = [code for _row, _column, code, _details in run.report["refused"]]
    assert (run.rows_new, codes) == (1, ["only_below", "not_a_number", "not_a_number", "too_small", "bad_year"])


def test_a_merged_number_is_of_no_row_and_a_merged_name_of_all(give):
    heading = ["Объект", "Год", "Среда", "Загрязнитель", "Количество, т"]
    rows = [["", year, "воздух", 62, amount] for year, amount in ((2023, ""), (2022, ""), (2021, 7))]
    give("releases", workbook([heading, *rows], [("A2:A4", "Рудник"), ("E2:E3", "5")]))
    run = ReleaseImport.objects.get(made_by__username="saule")
    assert (run.rows_new, [refused[2] for refused in run.report["refused"]]) == (1, ["merged", "merged"])

    rows = [["Вещество", "ПДК м.р., мг/м3", "ПДК с.с., мг/м3"], ["Озон", "", 0.03], ["Фенол", "", ""]]
    give("limits", workbook(rows, [("B2:B3", "0,16")]))
    table = LimitTable.objects.get(made_by__username="saule")
    assert ([line["value"] for line in table.lines], [one[2] for one in table.refusals]) == (["0.03"], ["merged"] * 2)


def test_of_two_columns_of_amounts_nobody_can_say_which_is_meant(give):
    answer = give("releases", "Объект;Год;Среда;Загрязнитель;Количество, т;Масса, т\nРудник;2024;воздух;62;1,5;2\n")
    said = refusal("two_amounts", first="Количество, т", second="Масса, т")
    assert (answer.status_code, said in answer.content.decode()) == (422, True)


def test_a_column_that_was_not_read_is_named(give, client):
    address = give("releases", "Объект;Год;Среда;Загрязнитель;Количество, т;Январь–март\nРудник;2024;воздух;62;1,5;1\n")
    assert "Январь–март" in client.get(address.headers["location"]).content.decode()


@pytest.mark.parametrize("name", ["Январь-Март", "январь – июнь", "9 месяцев", "I полугодие", "Қаңтар–наурыз"])
def test_growing_sums_say_what_is_needed_instead(name, give):
    answer = give("readings", f"Год;Пост;{name}\n2024;kgmt_32;1\n")
    assert (answer.status_code, refusal("several_months", name=name) in answer.content.decode()) == (422, True)
    give("readings", f"Период;Пост;Значение\n{name} 2024;kgmt_32;1\n")
    run = ImportRun.objects.get(made_by__username="saule")
    assert run.refusals.get().code == "several_months"
