"""`python -m benchmarks.mail`: mails kept (step 1) and read, looked for and put into the tray (step 2) in a second, and what big ones cost
in the tray and delivered, when each file goes through the door of documents.

MAILS=500 how many. Memory is what Python held at most meanwhile, above what it held before.
"""

import os
import random
import time
import tracemalloc
import uuid
from base64 import encodebytes

from portal.runtime import embedded, local
from portal.runtime.places import var

MAILS = int(os.environ.get("MAILS", "500"))
MEGABYTE = 1024 * 1024
WORDS = "На Ваш запрос сообщаем: за 2025 год взято десять проб воды, превышений не выявлено.\r\n" * 12


def main():
    os.environ.update(LOCAL="1", DJANGO_SETTINGS_MODULE="portal.settings", LOG_LEVEL="CRITICAL")
    local.give_secret_key()
    with embedded.running(var() / "bench-mail" / "postgresql") as address:
        os.environ["DATABASE_URL"] = address
        import django
        from django.conf import settings
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0)
        settings.MEDIA_ROOT = str(var() / "bench-mail" / "files")
        print(f"| {'What':<52} | {'figure':>16} |\n|{'-' * 54}|{'-' * 17}:|")
        small()
        address_of_request = a_request()
        for to in ("", address_of_request):
            big("one mail of 25 MB", [("Ответ.csv", 18 * MEGABYTE)], to)
            big("one mail with 200 files of 10 kB", [(f"Приложение {number}.csv", 10_000) for number in range(200)], to)


def small():
    from django.utils import timezone

    from requests_registry.mail import receive
    from requests_registry.mail.parse import parse

    now, mails = timezone.now(), [written([]) for _mail in range(MAILS)]
    row("kept (step 1)", per_second(lambda raw: receive.receive(raw, source="bench", at=now), mails))
    row("parsed alone", per_second(parse, mails))
    began = time.monotonic()
    receive.process_waiting(at=now)
    row("read, and put into the tray (step 2)", f"{MAILS / (time.monotonic() - began):,.0f} a second")


def a_request():
    """The address of a request: what comes to it is delivered, and its files are kept."""
    from django.utils import timezone

    from portal.models import Organisation, User
    from requests_registry.mail import match
    from requests_registry.models import InformationHolder, InformationRequest

    now = timezone.now()
    organisation, _is_new = Organisation.objects.get_or_create(slug="bench", defaults={"name_ru": "Ведомство"})
    holder, _is_new = InformationHolder.objects.get_or_create(
        organisation=organisation, defaults={"profile": InformationHolder.Profile.STATE, "legal_basis": "401-V"}
    )
    request = InformationRequest.objects.create(
        number=f"2026-{random.randrange(10**6):06d}",
        form_key=uuid.uuid4(),
        holder=holder,
        subject="Сколько проб взято",
        text="Прошу сообщить, сколько проб взято.",
        language="ru",
        channel=InformationRequest.Channel.EMAIL,
        state=InformationRequest.State.SENT,
        sent_on=now.date(),
        filed_at=now,
        filed_by=User.objects.get_or_create(username="bench")[0],
        changed_at=now,
    )
    return match.give_address(request, at=now)


def big(name, files, to):
    """Time and memory apart: to count the memory takes as long again."""
    from requests_registry.mail.parse import parse

    how = "delivered" if to else "into the tray"
    row(f"{name}, both steps, {how}", f"{taken_in(written(files, to)):.1f} s")
    raw = written(files, to)
    if not to:
        row(f"{name}, memory to parse it", f"{peak_of(parse, raw):,.0f} MB")
    row(f"{name}, memory of both steps, {how}", f"{peak_of(taken_in, raw):,.0f} MB")


def taken_in(raw):
    """Seconds."""
    from django.utils import timezone

    from requests_registry.mail import receive

    began, now = time.monotonic(), timezone.now()
    inbound = receive.process(receive.receive(raw, source="bench", at=now), at=now)
    if inbound.outcome not in ("delivered", "unmatched"):
        raise SystemExit(f"the mail is {inbound.outcome}: {inbound.error}")
    if inbound.outcome == "delivered" and inbound.message.files.filter(document=None).exists():
        raise SystemExit("a file was not kept")
    return time.monotonic() - began


def peak_of(act, raw):
    tracemalloc.start()
    act(raw)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / MEGABYTE


def table(size):
    """A file of figures that no other one equals."""
    figures = iter(random.randbytes(size // 4).hex())
    return b"\n".join(";".join(cells).encode() for cells in zip(*[figures] * 16, strict=False))


def written(files, to=""):
    """A mail that no other one equals."""
    mark = random.randbytes(8).hex()
    parts = [b"Content-Type: text/plain; charset=utf-8\r\n\r\n" + f"{WORDS}{mark}\r\n".encode()]
    for name, size in files:
        head = f'Content-Type: text/csv\r\nContent-Disposition: attachment; filename="{name}"\r\n'
        parts.append(f"{head}Content-Transfer-Encoding: base64\r\n\r\n".encode() + encodebytes(table(size)))
    head = f"From: a@ecology.example.kz\r\nTo: {to}\r\nMessage-ID: <{mark}@ecology.example.kz>\r\nSubject: {mark}\r\n"
    body = b"".join(b"--b\r\n" + part + b"\r\n" for part in parts) + b"--b--\r\n"
    return f'{head}MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="b"\r\n\r\n'.encode() + body


def per_second(act, mails):
    began = time.monotonic()
    for raw in mails:
        act(raw)
    return f"{len(mails) / (time.monotonic() - began):,.0f} a second"


def row(name, figure):
    print(f"| {name:<52} | {figure:>16} |", flush=True)


if __name__ == "__main__":
    main()
