import csv
import io
import json
from datetime import date

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import translation

from portal import redirects
from requests_registry.holders.legal_basis import in_words, points, written
from requests_registry.models import HolderChannel, HolderMailbox
from tests.requests_registry.making import answer, at, make_holder, register
from tests.requests_registry.test_register import queries

pytestmark = pytest.mark.django_db
TODAY = date(2026, 6, 1)
SENT = date(2026, 4, 6)


@pytest.fixture(autouse=True)
def frozen():
    with time_machine.travel(at(TODAY), tick=False):
        yield


@pytest.fixture
def company(region):
    return make_holder("example-company", profile="COMPANY", kind="operator")


def names(response):
    return [holder.organisation.slug for holder in response.context["page"].rows]


def channel(holder, kind="email", address="office@department.example.kz", **given):
    return HolderChannel.objects.create(holder=holder, kind=kind, address=address, **given)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["example-company", "example-department"]),
        ("kind=operator", ["example-company"]),
        ("region=steppe", ["example-department"]),
        ("profile=STATE", ["example-department"]),
        ("text=COMPANY", ["example-company"]),
        ("text=вымышленное", ["example-company", "example-department"]),
        ("text=nobody", []),
    ],
)
def test_the_directory_is_narrowed_by_its_address(client, holder, company, query, expected):
    response = client.get(f"/ru/requests/holders/?{query}")

    assert names(response) == expected
    assert response.context["filter"].notes == []


@pytest.mark.parametrize(
    "query", ["kind=nonsense", "region=%00", "profile=state", "what=ever", "after=!!!", "text=%00"]
)
def test_nonsense_in_the_address_of_the_directory_is_left_out(client, holder, query):
    response = client.get(f"/ru/requests/holders/?{query}")

    assert (response.status_code, names(response)) == (200, ["example-department"])


def test_the_directory_counts_public_requests_only(client, file, holder):
    file(publish_now=True)
    file()

    assert client.get("/en/requests/holders/").context["lines"] == [(holder, 1)]


def test_the_directory_is_exported_as_it_is_filtered(client, holder, company):
    channel(holder, needs="signature")

    response = client.get("/en/requests/holders/list.csv?profile=STATE")
    (row,) = csv.DictReader(io.StringIO(b"".join(response).decode()))
    rows = json.loads(b"".join(client.get("/en/requests/holders/list.json")))["rows"]

    assert (row["slug"], row["channels"]) == ("example-department", "e-mail: office@department.example.kz")
    assert len(rows) == 2
    assert client.get("/en/requests/holders/list.exe").status_code == 404


@pytest.mark.parametrize("address", ["holders/", "holders/list.csv"])
def test_the_directory_costs_the_same_for_one_holder_and_three(client, holder, file, address):
    def ask():
        response = client.get(f"/ru/requests/{address}")
        return b"".join(response) if response.streaming else response.content

    file(publish_now=True)
    costs = [queries(ask)]
    for slug in ("second", "third"):
        channel(make_holder(slug))
        file(publish_now=True)
    costs.append(queries(ask))

    assert costs[0] == costs[1] <= 12


def test_a_holders_page_tells_why_and_how(client, holder, region):
    channel(holder, needs="signature", note_ru="Только скан с подписью")
    channel(holder, kind="chancellery", address="Атырау, ул. Вымышленная, 1", needs="office_hours")
    channel(holder, kind="eotinish", address="https://eotinish.example.kz", needs="eotinish")
    HolderMailbox.objects.create(holder=holder, address="@department.example.kz")
    text = client.get("/en/requests/holders/example-department/").text

    assert "It is a state body" in text
    assert 'href="mailto:office@department.example.kz"' in text
    assert "may be refused for its form" in text
    assert '<span lang="ru">Только скан с подписью</span>' in text
    assert 'href="https://eotinish.example.kz"' in text
    assert "@department.example.kz" in text


def test_a_holder_is_an_organisation_with_its_addresses_for_machines(client, holder):
    channel(holder)
    channel(holder, kind="post", address="Атырау")
    data = client.get("/en/requests/holders/example-department/").context["structured"]

    assert data["areaServed"] == "Steppe"
    assert data["contactPoint"] == [
        {"@type": "ContactPoint", "contactType": "e-mail", "email": "office@department.example.kz"}
    ]


def test_the_sitemap_has_every_holder(client, holder):
    text = client.get("/sitemap-holders.xml").text

    assert all(f"/{language}/requests/holders/example-department/</loc>" in text for language in ("kk", "ru", "en"))


def test_only_registrars_are_led_to_the_staff_pages(client, holder, daniyar, aigul):
    addresses = [
        ("/en/requests/holders/", "/en/staff/corrections/"),
        (holder.get_absolute_url(), holder.get_admin_url()),
    ]
    for user, is_led in [(None, False), (aigul, False), (daniyar, True)]:
        if user:
            client.force_login(user)
        assert [link in client.get(address).text for address, link in addresses] == [is_led, is_led]


def test_a_company_has_no_higher_body(client, company):
    assert "A company has no higher body" in client.get("/en/requests/holders/example-company/").text


def test_a_state_body_names_the_one_above_it(client, holder, company):
    holder.higher_body = company.organisation
    holder.save()

    assert company.organisation.get_absolute_url() in client.get(holder.get_absolute_url()).text


def test_few_requests_are_shown_without_figures(client, file, holder, daniyar):
    for _number in range(4):
        info_request = file(sent_on=SENT, publish_now=True)
    text = client.get(holder.get_absolute_url()).text
    assert info_request.number in text

    with translation.override("en"):
        assert "Fewer than 5 public requests" in client.get(holder.get_absolute_url()).text


def test_the_figures_of_a_holder_stand_on_its_page(client, file, holder, daniyar):
    for received_on in (8, 9, 10, 13, 14, 24):
        info_request = file(sent_on=SENT, publish_now=True)
        register(info_request, daniyar, SENT)
        answer(info_request, daniyar, date(2026, 4, received_on))
    with translation.override("en"):
        text = " ".join(client.get(holder.get_absolute_url()).text.split())

    assert '83.3% <span class="small muted">43.6% to 97.0%; 5 of 6</span>' in text
    assert '5.5 <span class="small muted">2 to 18; n = 6</span>' in text


def test_a_hidden_request_leaves_no_trace_on_the_holders_page(client, file, holder, daniyar):
    for _number in range(5):
        info_request = file(sent_on=SENT, subject="тайная тема")
    text = client.get(holder.get_absolute_url()).text

    assert (info_request.number in text, "тайная тема" in text) == (False, False)
    assert client.get(holder.get_absolute_url()).context["figures"].asked == 0


def test_a_holders_page_costs_the_same_for_one_request_and_three(client, file, holder, daniyar):
    channel(holder)
    file(publish_now=True)
    costs = [queries(lambda: client.get(holder.get_absolute_url()))]
    for kind in ("chancellery", "post"):
        channel(holder, kind=kind, address="Атырау")
        answer(file(publish_now=True), daniyar, date(2026, 4, 8))
    costs.append(queries(lambda: client.get(holder.get_absolute_url())))

    assert costs[0] == costs[1] <= 12


def test_the_organisation_leads_to_its_page_as_a_holder(client, holder):
    text = client.get(holder.organisation.get_absolute_url()).text

    assert f'href="{holder.get_absolute_url()}"' in text


def test_a_changed_address_of_the_organisation_leads_on(client, holder):
    old = holder.get_absolute_url()
    before = holder.organisation.get_absolute_url()
    holder.organisation.slug = "renamed"
    holder.organisation.save()
    redirects.remember(before, holder.organisation.get_absolute_url())

    assert client.get(old).headers["Location"] == holder.get_absolute_url()
    assert client.get(reverse("requests:holder", args=["never-was"])).status_code == 404


@pytest.mark.parametrize(
    ("kind", "address", "is_good"),
    [
        ("email", "office@department.example.kz", True),
        ("email", "ул. Вымышленная, 1", False),
        ("eotinish", "https://eotinish.example.kz", True),
        ("eotinish", "javascript:alert(1)", False),
        ("post", "060000, Атырау", True),
    ],
)
def test_an_address_fits_its_way(holder, kind, address, is_good):
    try:
        HolderChannel(holder=holder, kind=kind, address=address).full_clean()
        assert is_good
    except ValidationError as problem:
        assert not is_good
        assert list(problem.message_dict) == ["address"]


@pytest.mark.parametrize(
    ("basis", "named"),
    [
        ("401-V ст. 8 пп. 1); ЭК ст. 18 п. 3 пп. 1)", [1]),
        ("401-V ст. 8 пп. 2)-3); ЭК ст. 18 п. 3 пп. 2)-3)", [2, 3]),
        ("401-V ст. 8 пп. 3) и 6); ЭК ст. 18 п. 3 пп. 3)-4)", [3, 6]),
        ("другой закон", []),
    ],
)
def test_the_points_of_the_law_are_read_off_the_basis(basis, named):
    assert points(basis) == named
    assert len(in_words(basis)) == len(named) + ("ЭК" in basis)


@pytest.mark.parametrize(
    ("basis", "language", "words"),
    [
        ("401-V ст. 8 пп. 1)", "kk", "ҚР № 401-V Заңы, 8-баптың 1) тармақшасы"),
        ("401-V ст. 8 пп. 3) и 6)", "ru", "Закон РК № 401-V, ст. 8 пп. 3), 6)"),
        ("401-V ст. 8 пп. 2)-3)", "en", "Law No. 401-V, art. 8(2), (3)"),
        ("ЭК ст. 18 п. 3 пп. 4)", "kk", "ҚР Экология кодексі, 18-баптың 3-тармағының 4) тармақшасы"),
        ("ЭК ст. 22; АППК ст. 64", "en", "Environmental Code, art. 22; Administrative Procedural Code, art. 64"),
    ],
)
def test_the_basis_is_written_in_the_words_of_a_language(basis, language, words):
    assert (written(basis, language), written(basis, language).lang) == (words, language)


def test_a_basis_that_is_not_understood_stays_as_lawyers_wrote_it():
    kept = written("401-V ст. 8 пп. 1); Устав, раздел II", "kk")
    assert (kept, kept.lang) == ("401-V ст. 8 пп. 1); Устав, раздел II", "ru")
