"""Many presses in the same moment, on the real database."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.db import connection

from requests_registry import attempts
from requests_registry.models import OutgoingMail, Question
from tests.requests_registry.asking import ask

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
PRESSES = 8
DAY = date(2026, 3, 10)


def all_at_once(press):
    barrier = Barrier(PRESSES)

    def one(_n):
        barrier.wait(timeout=30)
        try:
            return press()
        except attempts.TooManyAttempts:
            return None
        finally:
            connection.close()

    with ThreadPoolExecutor(PRESSES) as pool:
        return list(pool.map(one, range(PRESSES)))


def test_one_form_pressed_many_times_at_once_is_one_question_and_one_letter():
    key = uuid.uuid4()
    asked = all_at_once(lambda: ask(DAY, form_key=key))

    assert len({question.pk for question in asked}) == 1
    assert OutgoingMail.objects.count() == 1


def test_a_limit_holds_when_all_come_at_once():
    asked = all_at_once(lambda: ask(DAY))

    assert len([question for question in asked if question]) == Question.objects.count() == 3
