"""Two registrars at one file in the same moment: one decides, the other is told; both draw on one redaction."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections

from requests_registry.files import redaction, reviewing
from requests_registry.models import FileReview, Redaction
from tests.answers.conftest import NOW

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def at_once(act, count=4):
    """What each of `count` threads got that began together."""
    start = Barrier(count)

    def run(number):
        start.wait()
        try:
            return act(number)
        except reviewing.NotPossible:
            return None
        finally:
            connections.close_all()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))


def test_of_two_decisions_made_at_once_one_stands_and_of_two_boxes_both(answer, daniyar):
    file = answer()
    place = {"page": 1, "left": 0, "top": 0, "width": 900, "why": "person"}
    at_once(lambda number: redaction.draw(file, by=daniyar, at=NOW, height=100 + number, **place))
    assert Redaction.objects.get().boxes.count() == 4

    reasons = [f"себеп {number}" for number in range(4)]
    given = {"by": daniyar, "at": NOW, "decision": "private", "seen": ""}
    decided = at_once(lambda number: reviewing.decide(file, reason=reasons[number], **given))
    assert [bool(review) for review in decided].count(True) == 1
    assert FileReview.objects.get().reason in reasons
    assert file.message.request.events.filter(kind="file_private").count() == 1
