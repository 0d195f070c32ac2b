"""What is packed in what: winmail.dat, saved Outlook messages, enclosed mails, invitations."""

import re

from requests_registry.mail import mime, outlook

MAIL_HEADER = re.compile(
    rb"\A(?:\xef\xbb\xbf|\s|>?From [^\r\n]*[\r\n]+)*"
    rb"(?:Return-Path|Received|From|To|Subject|Date|MIME-Version|Message-ID|X-[\w-]+|Delivered-To|DKIM-Signature)[ \t]*:",
    re.I,
)
SIGNATURES = (
    b"%PDF-",
    b"PK\x03\x04",
    outlook.OLE_SIGNATURE,
    outlook.TNEF_SIGNATURE,
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
)
SIGNATURES += (b"{\\rtf", b"II*\x00", b"MM\x00*", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")
LINE_OF_CALENDAR = re.compile(r"^(SUMMARY|LOCATION|DESCRIPTION|DTSTART|DTEND)(?:;[^:\n]*)?:(.*)$", re.M)


def whole_mail(raw):
    """The head and the body, where gateways doubled the ends of the lines or cut the head in two by an empty line."""
    raw = raw.removeprefix(b"\xef\xbb\xbf")
    if b"\r\r\n" in raw[:2000]:
        raw = raw.replace(b"\r\r\n", b"\r\n")
    part = mime.read(raw)
    known = {name for name, _value in part.headers}
    if not known & {"from", "subject", "content-type"} and MAIL_HEADER.match(part.body[:2000]):
        rest = mime.read(part.body.lstrip())
        return mime.Part([*part.headers, *rest.headers], rest.body)
    return part


def undo_forgotten_base64(content):
    """A file whose encoding nobody declared; only what then is a file of a known kind is believed."""
    letters = b"".join(content[:400].split())
    if not re.fullmatch(rb"[A-Za-z0-9+/]{16,}={0,2}", letters):
        return content
    return mime.from_base64(content) if mime.from_base64(letters[:64]).startswith(SIGNATURES) else content


def is_mail(name, content_type, content):
    """An .eml file, whatever type it was given."""
    by_name = name.lower().endswith((".eml", ".mht", ".mhtml"))
    return (by_name or content_type.startswith("message/")) and bool(MAIL_HEADER.match(content[:2000]))


def outlook_item(content):
    """The message that Outlook packed; None when this is no such package. Raises on one that cannot be read."""
    if outlook.is_tnef(content):
        return outlook.read_tnef(content)
    if outlook.is_saved_message(content):
        return outlook.read_saved_message(content)
    return None


def invitation(text):
    """What an iCalendar file says, for a mail that says nothing else."""
    unfolded = re.sub(r"\n[ \t]", "", text)
    found = [(key.upper(), _unescaped(value)) for key, value in LINE_OF_CALENDAR.findall(unfolded)]
    return "\n".join(value for key, value in found if key in ("SUMMARY", "LOCATION", "DESCRIPTION") and value)


def _unescaped(value):
    return re.sub(r"\\([nN,;\\])", lambda match: "\n" if match[1] in "nN" else match[1], value).strip()
