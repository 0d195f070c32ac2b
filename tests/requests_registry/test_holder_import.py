import csv
import io
import threading
from datetime import date
from io import StringIO

import pytest
import xlsxwriter
from django.contrib.admin.models import LogEntry
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.urls import reverse
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.models import Organisation, SearchEntry
from requests_registry.holders import loading, tables
from requests_registry.models import HolderChannel, HolderMailbox, InformationHolder
from tests.requests_registry.making import at, make_holder, register
from tests.requests_registry.test_register import queries

pytestmark = pytest.mark.django_db
NOW = at(date(2026, 3, 10))
BASIS = "401-V ст. 8 пп. 1)"
HEADING = "organisation,legal_basis,profile,name_ru"
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=60)


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def table(tmp_path):
    """A file of these lines, read as an upload is."""

    def write(*lines, encoding="utf-8", delimiter=","):
        path = tmp_path / "holders.csv"
        path.write_bytes("\n".join(line.replace(",", delimiter) for line in lines).encode(encoding))
        return tables.rows_of(path, path.name)

    return write


@pytest.fixture
def desk(client, daniyar):
    client.force_login(daniyar)
    return client


def exported():
    holders = InformationHolder.objects.order_by("organisation__slug")
    return tables.as_csv(holders)


def read_again(text, tmp_path):
    path = tmp_path / "again.csv"
    path.write_text(text, encoding="utf-8", newline="")
    return tables.rows_of(path, path.name)


def states(plan):
    return [row.state for row in plan.rows]


def problems(plan):
    return [sentence for row in plan.refused for sentence in row.sentences]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_any_usual_file_is_read(table, encoding, delimiter):
    rows = table("organisation,note", "one,Проверить", "two,Ещё раз", encoding=encoding, delimiter=delimiter)

    assert rows == [
        (2, {"organisation": "one", "note": "Проверить"}),
        (3, {"organisation": "two", "note": "Ещё раз"}),
    ]


@pytest.mark.parametrize(
    ("lines", "part"),
    [
        (["organisation,colour", "one,red"], "“colour”"),
        (["name_ru,profile", "Имя,STATE"], "“organisation”"),
        (["organisation,profile"], "no rows"),
        ([""], "empty"),
        (["organisation,note,note", "one,a,b"], "Columns 2 and 3 .*note"),
    ],
)
def test_a_file_that_is_no_table_of_holders_is_refused_as_a_whole(table, lines, part):
    with pytest.raises(tables.TableRefused, match=part):
        table(*lines)


def test_a_note_full_of_semicolons_is_no_other_delimiter(tmp_path):
    rows = read_again('organisation,note\none,"a;b\nc;d\ne;f\tg"\n', tmp_path)

    assert rows == [(4, {"organisation": "one", "note": "a;b\nc;d\ne;f\tg"})]


def test_a_quotation_mark_that_does_not_end_is_told_with_its_row(tmp_path):
    with pytest.raises(tables.TableRefused, match="Row 3"):
        read_again('organisation,note\none,"a\ntwo,b\n', tmp_path)


def test_a_workbook_is_read_as_a_text_file_is(tmp_path):
    path = tmp_path / "holders.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for place, cells in enumerate([["organisation", "note"], ["one", "Проверить"]]):
            sheet.write_row(place, 0, cells)

    assert tables.rows_of(path, path.name) == [(2, {"organisation": "one", "note": "Проверить"})]


def test_bytes_that_no_encoding_has_are_refused_with_a_sentence(tmp_path):
    path = tmp_path / "holders.csv"
    path.write_bytes(b"organisation,note\none,\x98\xff\n")

    with pytest.raises(tables.TableRefused, match="UTF-8"):
        tables.rows_of(path, path.name)


def test_new_changed_unchanged_and_refused_rows_are_told_apart(table, holder, region):
    make_holder("unchanged")
    rows = table(
        f"{HEADING},region",
        'example-department,"401-V ст. 8 пп. 2)",STATE,Вымышленное ведомство «example-department»,KZ-99',
        f"unchanged,{BASIS},STATE,Вымышленное ведомство «unchanged»,",
        f"brand-new,{BASIS},COMPANY,Новое,KZ-99",
        "bad-one,,NOBODY,,KZ-00",
    )
    plan = loading.plan(rows)

    assert states(plan) == ["changed", "unchanged", "new", "refused"]
    assert plan.changed[0].changes == [("legal_basis", BASIS, "401-V ст. 8 пп. 2)")]
    assert [column for column, _sentence in plan.refused[0].problems] == ["region", "name_kk", "profile", "legal_basis"]
    assert all(sentence.startswith("Row 5, column ") for sentence in problems(plan))
    assert not InformationHolder.objects.filter(organisation__slug="brand-new").exists()


@pytest.mark.parametrize(
    ("column", "cell", "part"),
    [
        ("organisation", "not a slug", "no address of an organisation"),
        ("organisation", "", "no address of an organisation"),
        ("profile", "state", "“state” is none of these: STATE, COMPANY"),
        ("language", "de", "de"),
        ("kind", "castle", "castle"),
        ("higher_body", "nobody", "there is no organisation"),
        ("name_ru", "х" * 301, "300"),
        ("channels", "email|not-an-address", "valid email address"),
        ("channels", "pigeon|roof", "“pigeon” is none of these: email"),
        ("channels", "eotinish|javascript:alert(1)", "web address"),
        ("channels", "||", "blank"),
        ("channels", "post|a|||||||b", "six parts"),
        ("channels", 'post|"Атырау', "quotation"),
        ("channels", "post|a\npost|a", "twice"),
        ("mailboxes", "nobody", "neither an e-mail address"),
        ("mailboxes", "a@x.kz A@X.kz", "twice"),
    ],
)
def test_a_bad_cell_is_refused_with_its_row_its_column_and_a_sentence(holder, column, cell, part):
    cells = {"organisation": "example-department", column: cell}
    plan = loading.plan([(2, cells)])

    assert states(plan) == ["refused"]
    assert problems(plan)[0].startswith(f"Row 2, column {column}: ")
    assert part in problems(plan)[0]


def test_the_same_holder_twice_and_a_row_too_long_are_refused(table, holder):
    plan = loading.plan(
        table("organisation,note", "example-department,a", "example-department,b", "example-department,c,d")
    )

    assert states(plan) == ["changed", "refused", "refused"]
    assert "more cells than the heading" in problems(plan)[1]


def test_a_refused_higher_body_refuses_what_stands_under_it(table):
    plan = loading.plan(
        table(
            f"{HEADING},higher_body",
            f"under,{BASIS},STATE,Нижний,above",
            f"above,{BASIS},STATE,Верхний,nobody",
            f"free,{BASIS},STATE,Свободный,",
        )
    )

    assert states(plan) == ["refused", "refused", "new"]


def test_a_file_loads_organisations_holders_channels_and_mailboxes(table, region, daniyar):
    rows = table(
        f"{HEADING},kind,region,higher_body,office_hours_ru,channels,mailboxes",
        f'under,{BASIS},STATE,Нижний,inspection,KZ-99,above,9–18,"email|office@under.example.kz|signature|||Scan\npost|Атырау; Абая 1",@under.example.kz',
        f"above,{BASIS},STATE,Верхний,,,,,,",
    )
    loading.load(rows, by=daniyar, at=NOW)
    under = InformationHolder.objects.get(organisation__slug="under")

    assert (under.higher_body.slug, under.organisation.region, under.organisation.kind) == (
        "above",
        region,
        "inspection",
    )
    assert [(way.kind, way.needs, way.note_en) for way in under.channels.all()] == [
        ("email", "signature", "Scan"),
        ("post", "", ""),
    ]
    assert [mailbox.address for mailbox in under.mailboxes.all()] == ["@under.example.kz"]
    assert SearchEntry.objects.filter(kind="organisation", title="Нижний").exists()
    assert LogEntry.objects.filter(user=daniyar, object_id=str(under.pk)).count() == 1


def test_the_same_file_twice_changes_nothing(table, region):
    rows = table(
        f"{HEADING},kind,channels,mailboxes",
        f'one,{BASIS},STATE,Один,,"post|б\nemail|a@b.kz|signature",b@c.kz @a.kz',
    )
    loading.load(rows, by=None, at=NOW)
    before = list(HolderChannel.objects.values()), list(HolderMailbox.objects.values())

    assert states(loading.load(rows, by=None, at=NOW)) == ["unchanged"]
    assert (list(HolderChannel.objects.values()), list(HolderMailbox.objects.values())) == before


def test_columns_that_are_not_in_the_file_stay_and_empty_cells_empty(table, holder):
    HolderChannel.objects.create(holder=holder, kind="post", address="Атырау")
    holder.note = "Проверить"
    holder.save()
    loading.load(table("organisation,note", "example-department,"), by=None, at=NOW)
    holder.refresh_from_db()

    assert (holder.note, holder.channels.count(), holder.organisation.name_en) == (
        "",
        1,
        "Fictional body “example-department”",
    )


def test_a_channel_that_stays_keeps_its_row(holder, table):
    kept = HolderChannel.objects.create(holder=holder, kind="post", address="Атырау")
    HolderChannel.objects.create(holder=holder, kind="email", address="old@example.kz")
    rows = [(2, {"organisation": "example-department", "channels": "post|Атырау|office_hours\nemail|new@example.kz"})]
    loading.load(rows, by=None, at=NOW)

    assert set(holder.channels.values_list("address", "needs")) == {("Атырау", "office_hours"), ("new@example.kz", "")}
    assert HolderChannel.objects.filter(pk=kept.pk).exists()


def test_the_reference_file_of_the_project_changes_nothing_after_its_load(django_db_blocker):
    from portal.reference.load import load as load_portal
    from portal.runtime.places import BASE
    from requests_registry.reference.load import load_holders

    load_portal()
    load_holders()
    path = BASE / "requests_registry" / "reference" / "holders.csv"
    plan = loading.plan(tables.rows_of(path, path.name))

    assert (len(plan.unchanged), len(plan.rows)) == (59, 59)


@given(
    texts=st.lists(TEXTS, min_size=9, max_size=9),
    first=st.sampled_from(["", "=", "+", "-", "@", "'", "'=", "''", '"', "|", ";"]),
)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_was_exported_changes_nothing_when_it_is_imported(tmp_path, texts, first):
    with transaction.atomic():
        name, basis, note, hours, address, way_kk, way_ru, short, organisation_kk = [first + text for text in texts]
        holder = make_holder("round-trip")
        holder.organisation.name_ru, holder.organisation.name_kk = name, organisation_kk
        holder.organisation.save()
        holder.legal_basis, holder.note, holder.office_hours_kk = f"a{basis}", note, hours
        holder.save()
        HolderChannel.objects.create(
            holder=holder, kind="post", address=f"x{address}", note_kk=way_kk, note_ru=way_ru, note_en=short
        )
        HolderMailbox.objects.create(holder=holder, address="@example.kz")
        rows = read_again(exported(), tmp_path)
        plan = loading.plan(rows)
        transaction.set_rollback(True)

    assert (states(plan), problems(plan)) == (["unchanged"], [])


def test_no_cell_runs_as_a_formula(holder):
    holder.note = "=cmd()"
    holder.save()
    HolderMailbox.objects.create(holder=holder, address="@example.kz")
    (row,) = csv.DictReader(io.StringIO(exported().removeprefix("\ufeff")))

    assert (row["note"], row["mailboxes"]) == ("'=cmd()", "'@example.kz")


def test_an_export_builds_the_same_directory_elsewhere(holder, region, tmp_path):
    HolderChannel.objects.create(holder=holder, kind="email", address="a@b.kz", needs="signature", note_kk="Тек ЭЦҚ")
    make_holder("company", profile="COMPANY", kind="operator")
    before = exported()
    InformationHolder.objects.all().delete()
    Organisation.objects.all().delete()
    loading.load(read_again(before, tmp_path), by=None, at=NOW)

    assert exported() == before


def test_a_plan_costs_the_same_for_one_row_and_three(holder):
    def rows(count):
        return [
            (n, {"organisation": f"new-{n}", "legal_basis": BASIS, "profile": "STATE", "name_ru": "Н"})
            for n in range(count)
        ]

    make_holder("another")
    assert queries(lambda: loading.plan(rows(1))) == queries(lambda: loading.plan(rows(3))) <= 6


# --- The pages ---

CHECK, LOAD = "/en/staff/holders/import/", "/en/staff/holders/load/"


def upload(client, text, name="holders.csv"):
    return client.post(CHECK, {"file": SimpleUploadedFile(name, text.encode())})


@pytest.mark.parametrize("address", [CHECK, LOAD, "/en/staff/holders/table.csv"])
def test_only_registrars_bring_tables(client, aigul, address):
    method = client.post if address == LOAD else client.get
    assert method(address).headers["Location"].startswith("/en/login/")
    client.force_login(aigul)
    assert method(address).status_code == 403


def test_a_file_is_checked_and_then_loaded(desk, holder):
    response = upload(desk, f"{HEADING}\nexample-department,Другая статья,STATE,Новое имя\nno way,,,\n")
    assert "0 new, 1 changed, 0 unchanged, 1 refused." in response.text
    assert "Row 3, column organisation" in response.text
    assert InformationHolder.objects.get().legal_basis == BASIS

    response = desk.post(LOAD, {"kept": response.context["kept"]}, follow=True)
    assert InformationHolder.objects.get().legal_basis == "Другая статья"
    assert "1 holder is new or changed." in response.text


def test_what_changed_since_the_check_is_shown_before_anything_is_loaded(desk, holder):
    kept = upload(desk, "organisation,note\nexample-department,Из файла\n").context["kept"]
    holder.note = "Из админки"
    holder.save()
    response = desk.post(LOAD, {"kept": kept})

    assert response.status_code == 409
    assert "Из админки" in response.text
    assert InformationHolder.objects.get().note == "Из админки"


@pytest.mark.parametrize("kept", ["", "forged", "a:b:c"])
def test_a_forged_confirmation_loads_nothing(desk, holder, kept):
    response = desk.post(LOAD, {"kept": kept}, follow=True)

    assert response.redirect_chain == [(CHECK, 302)]
    assert "Give the file once more" in response.text


@pytest.mark.parametrize(
    ("content", "part"),
    [
        (b"", "empty"),
        (b"%PDF-1.7", "PDF"),
        (b"\x00\x01\x02 x", "not a table"),
        (b"a,b\n" + b"x" * 1_100_000, "larger than 1 MB"),
    ],
)
def test_a_bad_file_is_refused_with_a_sentence(desk, content, part):
    response = desk.post(CHECK, {"file": SimpleUploadedFile("holders.csv", content)})

    assert response.status_code == 422
    assert part in response.text


def test_no_file_is_a_sentence_too(desk):
    assert desk.post(CHECK, {}).status_code == 422


def test_the_table_is_taken_from_the_staff_pages(desk, holder):
    response = desk.get(reverse("staff:holders-table"))

    assert response.content.decode() == exported()


@pytest.mark.django_db(transaction=True)
def test_two_imports_do_not_run_at_once(holder):
    rows = [(2, {"organisation": "example-department", "note": "Из файла"})]
    found = []

    def other():
        try:
            loading.load(rows, by=None, at=NOW)
        except loading.ImportRunning as problem:
            found.append(str(problem))
        finally:
            connection.close()

    with transaction.atomic():
        loading.load(rows, by=None, at=NOW)
        thread = threading.Thread(target=other)
        thread.start()
        thread.join()

    assert len(found) == 1


def test_a_fault_in_the_middle_leaves_nothing(holder, monkeypatch):
    rows = [
        (
            2,
            {
                "organisation": "first",
                "legal_basis": BASIS,
                "profile": "STATE",
                "name_ru": "Первый",
                "mailboxes": "@a.kz",
            },
        )
    ]
    monkeypatch.setattr(loading, "_write_mailboxes", lambda *_given: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        loading.load(rows, by=None, at=NOW)

    assert Organisation.objects.filter(slug="first").count() == 0


# --- The command ---


def run(path, *options):
    out, err = StringIO(), StringIO()
    try:
        call_command("import_holders", str(path), *options, stdout=out, stderr=err)
    except CommandError as problem:
        return out.getvalue(), err.getvalue(), str(problem)
    return out.getvalue(), err.getvalue(), ""


def test_the_command_checks_loads_and_tells(holder, tmp_path):
    path = tmp_path / "holders.csv"
    path.write_text("organisation,note,profile\nexample-department,Новое,STATE\nbad,,X\n")

    out, err, problem = run(path, "--check")
    assert "changed: example-department, note: '' -> 'Новое'" in out
    assert ("Row 3, column name_kk" in err, problem) == (True, "1 rows are refused.")
    assert InformationHolder.objects.get().note == ""

    run(path)
    assert InformationHolder.objects.get().note == "Новое"


def test_the_command_refuses_what_is_no_table(tmp_path):
    (tmp_path / "empty.csv").write_text("")

    assert "empty" in run(tmp_path / "empty.csv")[2]
    assert "There is no file" in run(tmp_path / "missing.csv")[2]


def test_a_holder_that_changes_its_profile_changes_the_terms_of_what_it_was_asked(file, holder, daniyar, table):
    """Silence of a company is no refusal; what both laws give alike runs on."""
    asked = register(file(sent_on=date(2026, 3, 2)), daniyar, date(2026, 3, 4))
    reply = asked.clocks.open().get(kind="reply")
    loading.load(table("organisation,profile", "example-department,COMPANY"), by=daniyar, at=NOW)

    assert not asked.clocks.open().filter(kind="deemed_refusal").exists()
    assert asked.clocks.open().get(kind="reply") == reply
    assert asked.events.last().kind == "recounted"

    loading.load(table("organisation,profile", "example-department,STATE"), by=daniyar, at=NOW)
    assert asked.clocks.open().get(kind="deemed_refusal").due_on == date(2026, 3, 31)
    call_command("rebuild_requests", check=True)
