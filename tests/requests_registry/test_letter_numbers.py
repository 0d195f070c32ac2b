"""Outgoing numbers without gaps and doubles, proved on the real database; a killed process leaves nothing."""

import os
import signal
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.db import connection, transaction

from requests_registry import folding, recording
from requests_registry.letters import drafting, issuing
from requests_registry.models import Letter, LetterCounter, RequestEvent
from tests.requests_registry.letters import draft, issue, make_letterhead
from tests.requests_registry.making import file_request, make_holder, make_registrar, make_rules

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
TODAY = date(2026, 3, 23)
PEOPLE = 20
EXPECTED = {f"{n}/2026" for n in range(1, PEOPLE + 1)}


@pytest.fixture
def daniyar(transactional_db):
    make_rules()
    make_letterhead()
    return make_registrar()


@pytest.fixture
def drafts(daniyar):
    """Twenty letters of ten requests: some wait for the same request, all for the same counter."""
    holder = make_holder("example-department")
    info_requests = [file_request(holder=holder, by=daniyar, sent_on=date(2026, 3, 2)) for _n in range(PEOPLE // 2)]
    return [draft(info_request, daniyar, TODAY) for info_request in info_requests * 2]


def all_at_once(act, things):
    """act(thing) for twenty people who press the button in the same moment."""
    barrier = Barrier(len(things))

    def one(thing):
        barrier.wait(timeout=30)
        try:
            return act(thing)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(things)) as pool:
        return list(pool.map(one, things))


def test_twenty_people_who_issue_at_once_get_twenty_numbers_in_a_row(drafts, daniyar):
    numbers = all_at_once(lambda letter: issue(letter, daniyar, TODAY).outgoing_number, drafts)

    assert set(numbers) == EXPECTED
    assert len(numbers) == RequestEvent.objects.filter(kind="letter").count() == PEOPLE


def test_one_letter_issued_twenty_times_at_once_gets_one_number(drafts, daniyar):
    def press(letter):
        try:
            return issue(letter, daniyar, TODAY).outgoing_number
        except drafting.LetterNotPossible:
            return None

    numbers = all_at_once(press, [drafts[0]] * PEOPLE)

    assert sorted(filter(None, numbers)) == ["1/2026"]
    assert LetterCounter.objects.get().last == 1


def test_letters_that_fail_leave_no_gap(drafts, daniyar):
    def every_second_fails(letter):
        try:
            with transaction.atomic():
                number = issue(letter, daniyar, TODAY).outgoing_number
                if letter.pk % 2:
                    raise ConnectionError
                return number
        except ConnectionError:
            return None

    numbers = all_at_once(every_second_fails, drafts)

    assert set(filter(None, numbers)) == {f"{n}/2026" for n in range(1, PEOPLE // 2 + 1)}


def test_a_process_killed_between_the_number_and_the_event_leaves_neither(drafts, daniyar):
    letter = drafts[0]
    connection.close()

    assert killed_while_issuing(letter, daniyar) == signal.SIGKILL

    letter = Letter.objects.get(pk=letter.pk)
    assert (letter.state, letter.outgoing_number, LetterCounter.objects.exists()) == ("draft", "", False)
    assert folding.differences(letter.request) == []
    assert issue(letter, daniyar, TODAY).outgoing_number == "1/2026"


def killed_while_issuing(letter, by):
    """The signal that ended a child process which was about to write the event of the letter."""
    child = os.fork()
    if child == 0:
        issuing.as_pdf = lambda *_letter: b"%PDF"  # the threads of typst do not live on in a fork
        recording.RequestEvent.objects.create = lambda **_values: os.kill(os.getpid(), signal.SIGKILL)
        try:
            issue(letter, by, TODAY)
        finally:
            os._exit(1)
    return os.WTERMSIG(os.waitpid(child, 0)[1])
