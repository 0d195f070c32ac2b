import uuid
from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.utils import translation

from requests_registry.attempts import TooManyAttempts
from requests_registry.holders import corrections
from requests_registry.models import HolderCorrection
from tests.requests_registry.making import at, make_holder, make_registrar
from tests.requests_registry.test_register import queries

pytestmark = pytest.mark.django_db
NOW = at(date(2026, 6, 1))
PROPOSE = "/en/requests/holders/example-department/correction/"
QUEUE = "/en/staff/corrections/"


@pytest.fixture(autouse=True)
def frozen():
    with time_machine.travel(NOW, tick=False), translation.override("en"):
        yield


@pytest.fixture
def desk(client, daniyar):
    client.force_login(daniyar)
    return client


def typed(**given):
    ordinary = {
        "form_key": str(uuid.uuid4()),
        "wrong": "Old address",
        "right": "New address",
        "source": "",
        "email": "",
    }
    return ordinary | given


def propose(holder, **given):
    ordinary = {"form_key": uuid.uuid4(), "wrong": "Old", "right": "New", "sender": "192.0.2.1", "at": NOW}
    return corrections.propose(holder, **ordinary | given)


def test_a_proposal_waits_for_staff(client, holder):
    response = client.post(PROPOSE, typed(email="aigerim@example.kz", source="Letter No. 1"), follow=True)
    kept = HolderCorrection.objects.waiting().get()

    assert (kept.holder, kept.wrong, kept.right, kept.source) == (holder, "Old address", "New address", "Letter No. 1")
    assert response.redirect_chain == [("/en/requests/holders/example-department/", 302)]
    assert "Thank you" in response.text


def test_the_address_of_the_visitor_is_kept_encrypted(holder):
    kept = propose(holder, email="aigerim@example.kz")
    with connection.cursor() as cursor:
        cursor.execute("SELECT email FROM requests_registry_holdercorrection")
        stored = cursor.fetchone()[0]

    assert "aigerim" not in stored
    assert HolderCorrection.objects.get(pk=kept.pk).email == "aigerim@example.kz"


@pytest.mark.parametrize(
    "wrong",
    [
        {"wrong": ""},
        {"right": " "},
        {"email": "nobody"},
        {"wrong": "x" * 2001},
        {"right": "a\x00b"},
        {"form_key": "no"},
    ],
)
def test_what_was_typed_stays_where_something_is_wrong(client, holder, wrong):
    response = client.post(PROPOSE, typed(source="Where I saw it") | wrong)

    assert response.status_code == 422
    assert "Where I saw it" in response.text
    assert not HolderCorrection.objects.exists()


def test_a_machine_is_thanked_and_nothing_is_kept(client, holder):
    response = client.post(PROPOSE, typed(comment="https://spam.example"), follow=True)

    assert "Thank you" in response.text
    assert not HolderCorrection.objects.exists()


def test_the_button_pressed_twice_is_one_proposal(client, holder):
    form = typed()
    for _time in range(2):
        client.post(PROPOSE, form)

    assert HolderCorrection.objects.count() == 1


def test_the_sixth_proposal_of_an_hour_waits(client, holder):
    for _number in range(5):
        assert client.post(PROPOSE, typed()).status_code == 302
    response = client.post(PROPOSE, typed())

    assert (response.status_code, response["Retry-After"]) == (429, "3600")
    assert "New address" in response.text
    assert HolderCorrection.objects.count() == 5


def test_an_hour_later_and_from_elsewhere_it_goes_on(holder):
    for _number in range(5):
        propose(holder)
    with pytest.raises(TooManyAttempts):
        propose(holder)
    propose(holder, sender="192.0.2.2")
    propose(holder, at=NOW + timedelta(hours=1))

    assert HolderCorrection.objects.count() == 7


def test_an_unknown_holder_is_not_found(client):
    assert client.get("/en/requests/holders/nobody/correction/").status_code == 404


@pytest.mark.parametrize("path", [QUEUE, f"{QUEUE}1/"])
def test_only_registrars_see_the_queue(client, aigul, path):
    assert client.get(path).headers["Location"].startswith("/en/login/")
    client.force_login(aigul)
    assert client.get(path).status_code == 403


def test_the_queue_shows_what_waits_and_leads_to_the_holder_in_the_admin(desk, holder):
    kept = propose(holder, email="aigerim@example.kz", source="https://example.kz/contacts")

    assert "Old" in desk.get(QUEUE).text
    text = desk.get(kept.get_staff_url()).text
    assert f"/admin/requests_registry/informationholder/{holder.pk}/change/" in text
    assert "aigerim@example.kz" in text
    assert 'href="https://example.kz/contacts"' in text


def test_done_says_who_and_when_and_forgets_the_address(desk, holder, daniyar):
    kept = propose(holder, email="aigerim@example.kz")
    response = desk.post(kept.get_staff_url(), {"state": "done", "note": "Checked by telephone"}, follow=True)
    kept.refresh_from_db()

    assert (kept.state, kept.decided_by, kept.decided_at, kept.email) == ("done", daniyar, NOW, "")
    assert response.redirect_chain == [(QUEUE, 302)]
    assert not HolderCorrection.objects.waiting().exists()
    assert "Checked by telephone" in desk.get(kept.get_staff_url()).text


def test_a_rejection_says_why(desk, holder):
    kept = propose(holder)

    assert desk.post(kept.get_staff_url(), {"state": "rejected", "note": " "}).status_code == 422
    assert desk.post(kept.get_staff_url(), {"state": "rejected", "note": "It is as it was"}).status_code == 302
    assert "It is as it was" in desk.get(kept.get_staff_url()).text


@pytest.mark.parametrize("state", ["", "waiting", "nonsense"])
def test_a_forged_decision_changes_nothing(desk, holder, state):
    kept = propose(holder)

    assert desk.post(kept.get_staff_url(), {"state": state, "note": "x"}).status_code == 422
    assert HolderCorrection.objects.waiting().count() == 1


def test_the_second_decision_is_told_who_was_first(desk, holder):
    kept = propose(holder)
    corrections.decide(kept, by=make_registrar("saule"), at=NOW, state="done")
    response = desk.post(kept.get_staff_url(), {"state": "rejected", "note": "No"})
    kept.refresh_from_db()

    assert response.status_code == 409
    assert "saule has decided" in response.text
    assert (kept.state, kept.note) == ("done", "")


def test_who_is_no_registrar_decides_nothing(holder, aigul):
    with pytest.raises(PermissionDenied):
        corrections.decide(propose(holder), by=aigul, at=NOW, state="done")


@pytest.mark.parametrize(
    ("query", "expected"), [("", ["Old A"]), ("?state=done", ["Old B"]), ("?state=nonsense", ["Old A"])]
)
def test_the_queue_is_narrowed_by_its_address(desk, holder, daniyar, query, expected):
    propose(holder, wrong="Old A")
    corrections.decide(propose(holder, wrong="Old B"), by=daniyar, at=NOW, state="done")

    assert [row.wrong for row in desk.get(QUEUE + query).context["page"].rows] == expected


def test_the_queue_costs_the_same_for_one_and_three(desk, holder):
    propose(holder)
    costs = [queries(lambda: desk.get(QUEUE))]
    for slug in ("second", "third"):
        propose(make_holder(slug))
    costs.append(queries(lambda: desk.get(QUEUE)))

    assert costs[0] == costs[1]


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_a_proposal_is_on_no_public_page(client, holder, language):
    propose(
        holder, wrong="sentinel-wrong", right="sentinel-right", source="sentinel-source", email="sentinel@example.kz"
    )
    for path in (
        "holders/example-department/",
        "holders/",
        "holders/list.csv",
        "holders/example-department/correction/",
    ):
        response = client.get(f"/{language}/requests/{path}")
        body = b"".join(response) if response.streaming else response.content
        assert b"sentinel" not in body, path
