"""Tables of limit values: what would happen, load, undo. The act and its numbers are made up."""

from datetime import date
from decimal import Decimal

import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import translation

from portal.importing import limits
from portal.importing.problems import FileRefused, StepRefused, sentence
from portal.models import LimitTable, LimitValue, Norm, Parameter, Unit, User
from tests.importing.conftest import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded")]

AIR = """Предельно допустимые концентрации
Вещество;ПДК м.р., мг/м3;ПДК с.с., мг/м3;Класс опасности
Диоксид азота;0,7;0,07;2
Сероводород;0,009;-;2
Озон;0,16 мг;0,03;1
Пыль лунная;0,5;0,15;3
Сероводород;0,01;;2
"""


@pytest.fixture
def norm():
    return Norm.objects.create(code="MOON-1", title_en="Norms of the air on the Moon")


@pytest.fixture
def check(norm, keep):
    def check(content=AIR, name="limits.csv", **said):
        said = {
            "norm": norm,
            "edition": "of 1 May 2020",
            "source": "moon.example",
            "valid_from": date(2020, 5, 1),
        } | said
        return limits.check(LimitTable(**said), keep(content, name), at=NOW)

    return check


def stored(norm):
    rows = norm.limit_values.select_related("parameter").order_by("parameter__code", "averaging")
    return [(row.parameter.code, row.averaging, f"{row.value:f}") for row in rows]


def add(norm, code, value, **fields):
    return LimitValue.objects.create(
        norm=norm,
        parameter=Parameter.objects.get(code=code),
        averaging="max_single",
        value=Decimal(value),
        unit=Unit.objects.get(code="mg/m3"),
        valid=DateRange(date(2019, 1, 1), None),
        **fields,
    )


def test_a_check_says_what_is_new_changed_the_same_and_refused_and_stores_no_limit(check, norm):
    add(norm, "no2", "0.7")
    add(norm, "h2s", "0.008")
    table = check()

    assert table.counts == {"new": 2, "changed": 1, "same": 1, "refused": 4}
    with translation.override("en"):
        said = [str(sentence(*refusal)) for refusal in table.refusals]
    assert said == [
        "Row 5, column ПДК м.р., мг/м3: “0,16 мг” is not a number in mg/m³.",
        "Row 6, column ПДК м.р., мг/м3: the parameter “Пыль лунная” is not known.",
        "Row 6, column ПДК с.с., мг/м3: the parameter “Пыль лунная” is not known.",
        "Row 7, column ПДК м.р., мг/м3: “Сероводород” stands in the table twice.",
    ]
    assert [line["old"] for line in table.lines if line["what"] == "changed"] == [
        str(LimitValue.objects.get(norm=norm, parameter__code="h2s"))
    ]
    assert stored(norm) == [("h2s", "max_single", "0.008"), ("no2", "max_single", "0.7")]


def test_what_is_loaded_is_unconfirmed_and_knows_its_edition_and_source(check, norm):
    table = limits.load(check(), at=NOW)

    assert stored(norm) == [
        ("h2s", "max_single", "0.009"),
        ("no2", "daily", "0.07"),
        ("no2", "max_single", "0.7"),
        ("o3", "daily", "0.03"),
    ]
    limit = norm.limit_values.get(parameter__code="h2s")
    assert (limit.is_confirmed, limit.table.edition, limit.table.source) == (False, "of 1 May 2020", "moon.example")
    assert (limit.valid, table.state) == (DateRange(date(2020, 5, 1), None), "loaded")
    assert check().counts == {"new": 0, "changed": 0, "same": 4, "refused": 4}


def test_an_undo_brings_back_what_was_there(check, norm):
    add(norm, "h2s", "0.0080")
    before = list(norm.limit_values.values())
    table = limits.load(check(), at=NOW)
    assert ("h2s", "max_single", "0.009") in stored(norm)

    limits.undo(table, at=NOW)

    assert list(norm.limit_values.values()) == before
    with pytest.raises(StepRefused):
        limits.undo(table, at=NOW)


def test_what_a_person_confirmed_is_neither_changed_nor_undone(check, norm):
    add(norm, "no2", "0.2", is_confirmed=True)
    table = limits.load(check(), at=NOW)
    assert ("no2", "max_single", "0.2") in stored(norm)
    assert table.refusals[0][2] == "limit_confirmed"

    norm.limit_values.filter(parameter__code="h2s").update(is_confirmed=True)
    with pytest.raises(StepRefused, match="Сероводород"):
        limits.undo(table, at=NOW)
    assert len(stored(norm)) == 4


@pytest.mark.parametrize(
    ("content", "said", "code"),
    [
        ("Вещество;Значение\nОзон;1\n", {}, "no_limits"),
        ("Вещество;ПДК\nОзон;1\n", {"averaging": "daily"}, "no_unit"),
        ("Вещество;ПДК, мг/м3\nОзон;1\n", {}, "no_averaging"),
        ("Вещество;ПДК разовая, мг/м3;ПДК м.р. (мг/м3)\nОзон;1;2\n", {}, "same_limits"),
    ],
)
def test_a_table_that_does_not_say_enough_is_refused_as_a_whole(check, content, said, code):
    with pytest.raises(FileRefused) as refused:
        check(content, **said)
    assert refused.value.code == code
    assert not LimitTable.objects.filter(norm__code="MOON-1").exists()


def test_substances_are_known_with_their_signs_but_not_when_expressed_as_another(check):
    table = check(
        'substance;MPC, mg/l\n"Copper (Cu, total)";1\n"Iron (Fe, total)";0.3\n"Oil products, total";0.1\n'
        "Ammonia (for nitrogen);2\nZinc (Zn2+);5\nChromium (Cr6+);0.05\nChromium (Cr3+);0.5\n",
        averaging="max_single",
        medium="water",
        use="drinking",
    )

    assert {line["name"]: (line["parameter"], line["unit"]) for line in table.lines} == {
        "Copper (Cu, total)": ("copper", "mg/dm3"),
        "Iron (Fe, total)": ("iron_total", "mg/dm3"),
        "Oil products, total": ("oil_products", "mg/dm3"),
        "Zinc (Zn2+)": ("zinc", "mg/dm3"),
        "Chromium (Cr6+)": ("chromium_6", "mg/dm3"),
    }
    assert [row for row, *_rest in table.refusals] == [5, 8]


def test_the_old_table_of_water_is_loaded_and_undone(inputs, check, norm):
    said = {"medium": "water", "use": "drinking", "averaging": "max_single", "valid_from": date(2005, 1, 1)}
    path = inputs / "messy/water-regulations.csv"
    table = limits.load(check(path, path.name, **said), at=NOW)

    found = dict(norm.limit_values.values_list("parameter__code", "value"))
    assert found["copper"] == 1
    assert found["chromium_6"] == Decimal("0.05")
    assert "ammonia" not in found
    assert [3, "standards_mpc_not_more_than_mg/l", "not_a_number"] in [refusal[:3] for refusal in table.refusals]
    limits.undo(table, at=NOW)
    assert not norm.limit_values.exists()


def test_the_command_checks_loads_and_takes_back(norm, tmp_path, settings, capsys):
    settings.MEDIA_ROOT = tmp_path / "media"
    path = tmp_path / "limits.csv"
    path.write_text(AIR)
    said = {"norm": "MOON-1", "edition": "of 2020", "source": "moon.example", "valid_from": date(2020, 5, 1)}

    call_command("load_limits", path, **said)
    assert "4 new, 0 changed, 0 same, 4 refused." in capsys.readouterr().out
    assert stored(norm) == []
    call_command("load_limits", path, load=True, **said)
    assert len(stored(norm)) == 4
    call_command("load_limits", undo=LimitTable.objects.filter(norm=norm, state="loaded").get().pk)
    assert stored(norm) == []
    with pytest.raises(CommandError, match="edition"):
        call_command("load_limits", path, **said | {"edition": None})


@pytest.fixture
def aigul(client, settings, tmp_path):
    """A data steward, signed in."""
    settings.MEDIA_ROOT = tmp_path
    user = User.objects.create_user("aigul")
    user.groups.add(Group.objects.get(name="data steward"))
    client.force_login(user)
    return user


def test_a_steward_checks_loads_and_undoes_on_the_pages(client, aigul, norm):
    said = {
        "norm": norm.pk,
        "edition": "of 2020",
        "source": "moon.example",
        "medium": "air",
        "use": "settlement",
        "valid_from": "2020-05-01",
        "file": SimpleUploadedFile("limits.csv", AIR.encode()),
    }
    page = client.post("/en/staff/data/limits/", said, follow=True)
    assert "4 new, 0 changed, 0 same, 4 refused." in page.content.decode()
    table = LimitTable.objects.get(norm=norm)

    client.post(f"/en/staff/data/limits/{table.pk}/load/")
    assert (len(stored(norm)), LimitTable.objects.get(pk=table.pk).made_by) == (4, aigul)
    page = client.post(f"/en/staff/data/limits/{table.pk}/load/", follow=True)
    assert "This table is loaded already." in page.content.decode()
    client.post(f"/en/staff/data/limits/{table.pk}/undo/")
    assert (stored(norm), LimitTable.objects.get(pk=table.pk).undone_by) == ([], aigul)


def test_only_a_data_steward_sees_the_pages(client, norm, check):
    address = f"/en/staff/data/limits/{check().pk}/"
    assert client.get(address).status_code == 302
    client.force_login(User.objects.create_user("daniyar"))
    assert client.get(address).status_code == 403
    assert client.post(f"{address}load/").status_code == 403


def test_a_broken_upload_is_told_and_kept(client, aigul, norm):
    said = {"norm": norm.pk, "valid_from": "2020-05-01", "valid_until": "2019-01-01"}
    file = SimpleUploadedFile("limits.csv", b"\0\1\2")
    page = client.post("/en/staff/data/limits/", said | {"file": file})
    assert page.status_code == 422
