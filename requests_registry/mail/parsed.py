"""What is known about a mail after it was read: plain values, no database."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from requests_registry.mail.headers import Address


class Note(StrEnum):
    """What a person should know about the reading of a mail. The raw mail is always there to compare."""

    CHARSET_GUESSED = "charset_guessed"  # the text's charset was missing, unknown or wrong
    TEXT_DAMAGED = "text_damaged"  # some characters could not be read
    NO_BOUNDARY = "no_boundary"  # parts could not be told apart
    TOO_DEEP = "too_deep"  # parts within parts beyond the limit were left packed
    NOT_UNPACKED = "not_unpacked"  # a container that could not be opened is kept as it came
    ENCRYPTED = "encrypted"  # the sender locked it for a key that the portal does not have
    FROM_ENCLOSED = "from_enclosed"  # the text is that of the mail enclosed
    EMPTY = "empty"  # no text and no file
    UNREADABLE = "unreadable"  # the reading failed; what could be saved is shown


@dataclass(frozen=True)
class Attachment:
    """A file, wherever in the mail it was packed. `inside` names the containers around it, outermost first."""

    name: str
    content_type: str
    content: bytes
    inside: tuple[str, ...] = ()
    content_id: str = ""
    is_inline: bool = False
    is_container: bool = False  # what is in it stands beside it, unpacked


@dataclass(frozen=True)
class ParsedMail:
    subject: str = ""
    sender: Address | None = None
    reply_to: tuple[Address, ...] = ()
    to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()
    envelope: tuple[str, ...] = ()  # addresses that mail servers wrote down: Delivered-To, Received … for
    return_path: str | None = None  # "" is the empty one, of mail that must not be answered
    sent_at: datetime | None = None
    message_id: str = ""
    in_reply_to: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    authentication: tuple[str, ...] = ()  # what our server found out: SPF, DKIM, DMARC
    headers: tuple[tuple[str, str], ...] = ()
    text: str = ""
    attachments: tuple[Attachment, ...] = ()
    enclosed: tuple["ParsedMail", ...] = ()
    reports: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = ()  # (kind, fields) of delivery and read reports
    item_class: str = ""  # Outlook's own word for the kind of message
    notes: tuple[tuple[Note, str], ...] = ()

    def header(self, name):
        return next((value for key, value in self.headers if key == name), "")

    def header_values(self, name):
        return [value for key, value in self.headers if key == name]

    @property
    def recipients(self):
        """Every address the mail was sent to, in headers or in the envelope."""
        written = [address.email for address in (*self.to, *self.cc) if address.email]
        return tuple(dict.fromkeys([*written, *self.envelope]))

    @property
    def letters_inside(self):
        """The mails enclosed, and those enclosed in them."""
        return tuple(letter for mail in self.enclosed for letter in (mail, *mail.letters_inside))

    @property
    def files(self):
        """What people attached: without winmail.dat, whose content stands beside it."""
        return tuple(attachment for attachment in self.attachments if not attachment.is_container)
