"""Whatever the bytes are, reading them ends well."""

import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requests_registry.mail import charsets, headers, markup, names, plain
from requests_registry.mail.kinds import kind_of, spam_marks
from requests_registry.mail.parse import parse
from requests_registry.mail.parsed import Note
from tests.mail.corpus import SAMPLES

SOME = SAMPLES[::9]


def assert_read(raw):
    mail = parse(raw)
    kind_of(mail), spam_marks(mail)
    assert Note.UNREADABLE not in [note for note, _detail in mail.notes]
    for text in (mail.text, mail.subject, *(file.name for file in mail.attachments)):
        assert "\x00" not in text
        text.encode()  # no half of a character
    return mail


@given(st.binary(max_size=2000))
def test_any_bytes_are_a_mail(raw):
    assert_read(raw)


@pytest.mark.parametrize("sample", SOME, ids=lambda sample: sample.name)
def test_a_mail_may_be_cut_off_anywhere(sample):
    for end in range(0, len(sample.raw), max(1, len(sample.raw) // 25)):
        assert_read(sample.raw[:end])


@pytest.mark.parametrize("sample", SOME, ids=lambda sample: sample.name)
def test_a_mail_may_be_damaged_anywhere(sample):
    dice = random.Random(sample.name)
    for _time in range(25):
        damaged = bytearray(sample.raw)
        for _byte in range(dice.randint(1, 20)):
            if damaged:
                damaged[dice.randrange(len(damaged))] = dice.randrange(256)
        assert_read(bytes(damaged))


@given(st.text(max_size=300), st.sampled_from(["cp1251", "koi8-r", "kz1048", "utf-8", "x-unknown", "", "\x00", "=?"]))
def test_every_reader_takes_every_text(text, declared):
    data = text.encode("utf-8", "surrogatepass")
    charsets.decode(data, declared), headers.text(data, declared), headers.addresses(data), headers.date(data)
    headers.identifiers(data), names.field(data).name("filename"), plain.undo_forgotten(data)
    markup.to_text(text), markup.is_markup(text), plain.unflow(text)


@given(st.text(alphabet="абвгдежзийклмнопрстуфхцчшщъыьэюяәғқңөұүһі .,-№0123456789", min_size=1, max_size=60))
def test_a_name_in_any_of_our_letters_survives(text):
    from urllib.parse import quote

    name = f"{' '.join(text.split()) or 'а'}.pdf"
    for written in (f"filename*=utf-8''{quote(name)}", f'filename="{name}"'):
        assert names.field(f"attachment; {written}".encode()).name("filename") == name.strip()


@pytest.mark.parametrize("charset", ["utf-8", "cp1251", "koi8-r", "cp866", "kz1048", "ptcp154"])
@pytest.mark.parametrize("declared", ["", "x-unknown", "us-ascii", "iso-8859-1", "utf-8", "cp-1251"])
def test_russian_words_are_read_whatever_was_declared(charset, declared):
    words = "Ответ на Ваш запрос от второго марта"

    assert charsets.decode(words.encode(charset), declared).text == words


@pytest.mark.parametrize("charset", ["utf-8", "kz1048", "ptcp154"])
@pytest.mark.parametrize("declared", ["", "x-unknown", "us-ascii", "iso-8859-1", "utf-8", "windows-1251"])
def test_kazakh_words_are_read_whatever_was_declared(charset, declared):
    words = "Сіздің сұрауыңызға жауап: қоршаған орта туралы ақпарат қоса беріліп отыр"

    assert charsets.decode(words.encode(charset), declared).text == words


def test_a_mail_that_breaks_the_reader_is_still_seen(monkeypatch):
    monkeypatch.setattr("requests_registry.mail.parse._walk", lambda *given: 1 / 0)

    mail = parse("Subject: Ответ\r\n\r\nДесять проб.".encode())

    assert (mail.subject, mail.text, mail.notes) == ("Ответ", "Десять проб.", ((Note.UNREADABLE, "ZeroDivisionError"),))


def test_two_thousand_parts_and_a_deep_nest_end_soon():
    deep = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (level, level) for level in range(3000)
    )
    wide = b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + b"--b\r\n\r\nx\r\n" * 5000

    assert_read(deep)
    assert_read(wide)


@pytest.mark.parametrize(
    "piece", [b"<a ", b"<a href='", b"<!--", b"<!--[if x]>", b"<title", b"<style>", b"<blockquote>", b"</"]
)
def test_markup_that_never_closes_is_read_in_the_time_of_its_length(piece):
    assert_soon(b"Content-Type: text/html\r\n\r\n" + piece * 20_000)


@pytest.mark.parametrize(
    "piece", [b" ", b"a", b"=?", b"=?u?B?a", b"=D0", b"%D0", b'"', b";a=", b";a*0*=%D0", b"a@b.c "]
)
def test_endless_fields_are_read_in_the_time_of_their_length(piece):
    long = piece * 20_000
    assert_soon(b"Subject: %b\r\nTo: %b\r\nContent-Disposition: attachment; filename=%b\r\n\r\nx" % (long, long, long))


def assert_soon(raw):
    began = time.monotonic()
    assert_read(raw)
    assert time.monotonic() - began < 5  # what grows with the square of the length takes minutes
