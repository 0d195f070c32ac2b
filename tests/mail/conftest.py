from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from requests_registry.mail import match
from requests_registry.models import RequestAddress, SentMail
from tests.documents.readers import in_this_process  # noqa: F401
from tests.mail.corpus.making import OUR_ID
from tests.mail.corpus.people import OURS
from tests.requests_registry.conftest import aigul, daniyar, file, holder, region, rules, water  # noqa: F401

TOKEN = "k7m2x9abcdef"
NOW = datetime(2026, 3, 9, 12, tzinfo=ZoneInfo("Asia/Atyrau"))


@pytest.fixture(autouse=True)
def mailbox(settings, tmp_path):
    settings.REQUESTS_MAILBOX = "request@requests.example.kz"
    settings.IMAP_URL = ""
    settings.MEDIA_ROOT = str(tmp_path)


@pytest.fixture
def asked(file, holder):  # noqa: F811
    """A request that left by mail: its address and its Message-ID are known."""
    info_request = file(sent_on=date(2026, 3, 2), text=OURS)
    RequestAddress.objects.create(request=info_request, token_hash=match.hash_of(TOKEN), given_at=NOW)
    SentMail.objects.create(request=info_request, message_id=OUR_ID, text=OURS, sent_at=NOW)
    holder.mailboxes.create(address="a.serikova@ecology.example.kz")
    return info_request
