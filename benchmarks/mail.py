"""`python -m benchmarks.mail`: mails kept (step 1) and read, looked for and put into the tray (step 2) in a second, and what big ones cost.

MAILS=500 how many. Memory is what Python held at most while a mail was read, above what it held before.
"""

import os
import random
import time
import tracemalloc
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
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0)
        print(f"| {'What':<52} | {'figure':>16} |\n|{'-' * 54}|{'-' * 17}:|")
        small()
        big("one mail of 25 MB", [(f"Ответ {os.getpid()}.bin", 18 * MEGABYTE)])
        big("one mail with 200 files of 10 kB", [(f"Приложение {number}.bin", 10_000) for number in range(200)])


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


def big(name, files):
    from django.utils import timezone

    from requests_registry.mail import receive
    from requests_registry.mail.parse import parse

    raw, now = written(files), timezone.now()
    tracemalloc.start()
    parse(raw)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    began = time.monotonic()
    receive.process(receive.receive(raw, source="bench", at=now), at=now)
    row(f"{name} ({len(raw) / MEGABYTE:.0f} MB), both steps", f"{time.monotonic() - began:.1f} s")
    row(f"{name}, memory to parse it", f"{peak / MEGABYTE:,.0f} MB")


def written(files):
    """A mail that no other one equals."""
    mark = random.randbytes(8).hex()
    parts = [b"Content-Type: text/plain; charset=utf-8\r\n\r\n" + f"{WORDS}{mark}\r\n".encode()]
    for name, size in files:
        head = f'Content-Type: application/octet-stream\r\nContent-Disposition: attachment; filename="{name}"\r\n'
        parts.append(f"{head}Content-Transfer-Encoding: base64\r\n\r\n".encode() + encodebytes(random.randbytes(size)))
    head = f"From: a@ecology.example.kz\r\nMessage-ID: <{mark}@ecology.example.kz>\r\nSubject: {mark}\r\n"
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
