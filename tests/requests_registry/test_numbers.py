"""Numbers without gaps and without doubles, proved on the real database."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.db import connection, transaction

from requests_registry.models import InformationRequest, RequestEvent
from tests.requests_registry.making import file_request

# One worker: a server gives a hundred connections as a rule, and both would ask for fifty at once.
pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("fifty at once")]

PEOPLE = 50
EXPECTED = [f"2026-{n:04d}" for n in range(1, PEOPLE + 1)]


@pytest.fixture
def all_at_once(holder, daniyar, rules):
    """Run `filing(n)` for fifty people who press the button in the same moment."""

    def run(filing):
        barrier = Barrier(PEOPLE)

        def one(n):
            barrier.wait(timeout=30)
            try:
                return filing(n)
            finally:
                connection.close()

        with ThreadPoolExecutor(PEOPLE) as pool:
            return list(pool.map(one, range(PEOPLE)))

    return run


def file_one(holder, by, **given):
    return file_request(holder=holder, by=by, sent_on=date(2026, 3, 2), **given).number


def test_fifty_people_who_file_at_once_get_fifty_numbers_in_a_row(all_at_once, holder, daniyar):
    numbers = all_at_once(lambda n: file_one(holder, daniyar))

    assert sorted(numbers) == EXPECTED
    assert RequestEvent.objects.count() == PEOPLE


def test_filings_that_fail_leave_no_gap(all_at_once, holder, daniyar):
    def every_second_fails(n):
        try:
            with transaction.atomic():
                number = file_one(holder, daniyar)
                if n % 2:
                    raise ConnectionError
                return number
        except ConnectionError:
            return None

    all_at_once(every_second_fails)
    numbers = sorted(InformationRequest.objects.values_list("number", flat=True))

    assert numbers == EXPECTED[: PEOPLE // 2]
    assert file_one(holder, daniyar) == f"2026-{PEOPLE // 2 + 1:04d}"


def test_one_form_sent_fifty_times_makes_one_request(all_at_once, holder, daniyar):
    key = uuid.uuid4()

    assert set(all_at_once(lambda n: file_one(holder, daniyar, form_key=key))) == {"2026-0001"}
    assert InformationRequest.objects.count() == 1


def test_a_new_year_begins_with_one(file):
    assert file(sent_on=date(2025, 12, 30)).number == "2025-0001"
    assert file(sent_on=date(2026, 1, 5)).number == "2026-0001"
