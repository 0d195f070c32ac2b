"""Mail is fetched from a real IMAP server: all of it, once, with certificates verified and nothing expunged."""

import ssl
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import OperationalError

from requests_registry.mail import mailbox
from requests_registry.models import InboundMail, MailboxPlace
from tests.mail.corpus import SAMPLES
from tests.mail.servers import Mailbox

pytestmark = pytest.mark.django_db
RAWS = [sample.raw for sample in SAMPLES[::40]]


@pytest.fixture
def box(settings):
    with Mailbox(RAWS) as running:
        settings.IMAP_URL = f"imap://requests%40centre.kz:p%3Ass@127.0.0.1:{running.port}"
        yield running


def fetch():
    out = StringIO()
    call_command("fetch_mail", stdout=out)
    return out.getvalue()


def test_every_mail_is_taken_in_as_it_is_and_only_once(box):
    assert fetch() == f"{len(RAWS)} mails taken in, {len(RAWS)} read\n"
    assert fetch() == "0 mails taken in, 0 read\n"

    assert {bytes(mail.raw) for mail in InboundMail.objects.all()} == set(RAWS)
    assert box.flagged == set(box.raws)


def test_the_name_and_the_password_may_hold_any_sign(box):
    fetch()

    assert box.logins == [("requests@centre.kz", "p:ss")]
    assert InboundMail.objects.first().source.startswith("requests@centre.kz@127.0.0.1 ")


def test_what_others_marked_as_deleted_stays(box):
    fetch()

    assert not box.expunged


def test_a_mail_is_marked_only_after_it_is_kept_and_the_next_round_goes_on_there(box, monkeypatch):
    real = mailbox.receive

    def fail_at_the_second(raw, **given):
        if raw == RAWS[1]:
            raise OperationalError("no room")
        return real(raw, **given)

    monkeypatch.setattr(mailbox, "receive", fail_at_the_second)
    with pytest.raises(OperationalError):
        fetch()
    assert (box.flagged, InboundMail.objects.count()) == ({1}, 1)
    monkeypatch.undo()

    fetch()

    assert (box.flagged, InboundMail.objects.count()) == (set(box.raws), len(RAWS))


def test_a_star_that_a_person_set_hides_no_mail(box):
    box.flagged = {1, 2}

    fetch()

    assert InboundMail.objects.count() == len(RAWS)


def test_numbers_that_begin_anew_give_no_second_row(box):
    fetch()
    box.validity = 8

    assert fetch().startswith(f"{len(RAWS)} mails taken in")
    assert InboundMail.objects.count() == len(RAWS)


def test_the_mailbox_and_the_table_are_compared_by_content(box):
    MailboxPlace.objects.create(name="requests@centre.kz@127.0.0.1", validity="7", last_uid=1)
    fetch()

    with pytest.raises(CommandError, match="mail 1 of the mailbox is not in the table"):
        call_command("reconcile_mail", stdout=StringIO())


def test_a_certificate_that_nobody_vouches_for_is_refused(settings, tmp_path):
    with Mailbox(RAWS, context=_self_signed(tmp_path)) as running:
        settings.IMAP_URL = f"imaps://requests:password@127.0.0.1:{running.port}"

        with pytest.raises(CommandError, match="certificate"):
            fetch()

        assert running.logins == []


def test_a_server_that_is_down_is_told_in_a_sentence(settings):
    settings.IMAP_URL = "imap://requests:password@127.0.0.1:1"

    with pytest.raises(CommandError, match="cannot be reached"):
        fetch()


def test_another_kind_of_address_is_refused():
    with pytest.raises(ImproperlyConfigured):
        mailbox.open_mailbox("pop3://requests:password@mail.example.kz")


def _self_signed(folder):
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    encoding = serialization.Encoding.PEM
    secret = key.private_bytes(encoding, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path = folder / "server.pem"
    path.write_bytes(secret + certificate.public_bytes(encoding))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    return context
