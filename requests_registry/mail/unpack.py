"""What is packed in what: winmail.dat, saved Outlook messages, enclosed mails, invitations."""

import re

from requests_registry.mail import outlook

MAIL_HEADER = re.compile(
    rb"\A(?:\xef\xbb\xbf|\s|>?From [^\r\n]*[\r\n]+)*"
    rb"(?:Return-Path|Received|From|To|Subject|Date|MIME-Version|Message-ID|X-[\w-]+|Delivered-To|DKIM-Signature)[ \t]*:",
    re.I,
)
LINE_OF_CALENDAR = re.compile(r"^(SUMMARY|LOCATION|DESCRIPTION|DTSTART|DTEND)(?:;[^:\n]*)?:(.*)$", re.M)


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
