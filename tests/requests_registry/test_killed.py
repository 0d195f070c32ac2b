"""A process killed between the change and its event leaves neither."""

import os
import signal
from datetime import date

import pytest
from django.db import connection

from requests_registry import folding, recording
from requests_registry.models import InformationRequest
from tests.requests_registry.making import file_request, make_holder, make_registrar, make_rules, register

SENT, RECEIVED = date(2026, 3, 2), date(2026, 3, 4)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_process_killed_before_the_event_is_written_leaves_no_change():
    make_rules()
    daniyar = make_registrar()
    info_request = file_request(holder=make_holder("example-department"), by=daniyar, sent_on=SENT)
    connection.close()

    assert killed_while_registering(info_request, daniyar) == signal.SIGKILL

    info_request = InformationRequest.objects.get(pk=info_request.pk)
    assert (info_request.state, info_request.clocks.replies().get().closed_on) == ("sent", None)
    assert folding.differences(info_request) == []


def killed_while_registering(info_request, by):
    """The signal that ended a child process which was about to write the event of its step."""
    child = os.fork()
    if child == 0:
        recording.RequestEvent.objects.create = lambda **_values: os.kill(os.getpid(), signal.SIGKILL)
        try:
            register(info_request, by, RECEIVED)
        finally:
            os._exit(1)
    return os.WTERMSIG(os.waitpid(child, 0)[1])
