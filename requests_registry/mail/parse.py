"""Bytes of a mail to what it says. `parse` never raises and never loses a word: what it cannot read, it says."""

import logging
import mimetypes
import re
from dataclasses import dataclass, field, replace

from requests_registry.mail import (
    applefiles,
    charsets,
    headers,
    markup,
    mime,
    names,
    outlook,
    plain,
    signed,
    unpack,
    uuencoded,
    yencoded,
)
from requests_registry.mail.parsed import Attachment, Note, ParsedMail

REPORTS = {
    "message/delivery-status": "delivery",
    "message/global-delivery-status": "delivery",
    "message/disposition-notification": "reading",
    "message/global-disposition-notification": "reading",
    "message/feedback-report": "feedback",
}
ENVELOPE = ("delivered-to", "x-original-to", "envelope-to", "x-envelope-to", "x-rcpt-to", "x-delivered-to")
ENVELOPE += ("x-forwarded-to", "x-real-to", "apparently-to", "resent-to", "resent-cc", "bcc", "x-apparently-to")
RECEIVED_FOR = re.compile(r"\bfor\s+<?\s*([^\s<>;]+@[^\s<>;]+?)>?\s*(?:;|\(|$|\s)", re.I)
MIME_HEADER = re.compile(rb"(?i)\A\s*(?:content-|mime-version)[\w-]*[ \t]*:")
STUB = re.compile(r"(?i)html|does not support|не поддерживает|қолдамайды")
MARKUP = ("text/html", "text/enriched", "text/richtext", "application/xhtml+xml", "text/x-amp-html", "text/watch-html")
RICH_TEXT = ("text/rtf", "application/rtf", "application/x-rtf")
BINHEX = b"(This file must be converted with BinHex"
ENCRYPTED = re.compile(r"^-----BEGIN PGP MESSAGE-----", re.M)
USUAL_PREAMBLE = re.compile(rb"(?i)mime|multi-?part|formatted message")
logger = logging.getLogger(__name__)


def parse(raw):
    try:
        return _parse_mail(raw)
    except Exception as error:  # whatever a mail does to the reader, it is a mail and must be seen
        logger.exception("a mail could not be read")
        return _saved_from(raw, error)


@dataclass
class _Found:
    """What was found in a part and in the parts within it."""

    texts: list[tuple[str, str]] = field(default_factory=list)  # (plain or html, text)
    attachments: list[Attachment] = field(default_factory=list)
    enclosed: list[ParsedMail] = field(default_factory=list)
    reports: list = field(default_factory=list)
    notes: list = field(default_factory=list)
    item_class: str = ""

    def note(self, note, detail=""):
        if (note, detail) not in self.notes:
            self.notes.append((note, detail))

    def add(self, other):
        self.texts += other.texts
        self.add_files(other)

    def add_files(self, other):
        self.attachments += other.attachments
        self.enclosed += other.enclosed
        self.reports += other.reports
        self.notes += [note for note in other.notes if note not in self.notes]
        self.item_class = self.item_class or other.item_class


def _parse_mail(raw, depth=0):
    part = unpack.whole_mail(raw)
    found = _walk(part, depth, _charset_of_body(part))
    text = _joined(found.texts)
    if not text.strip():
        text = _text_of_files(found)
    if not text.strip() and not found.attachments:
        found.note(Note.EMPTY)
    return replace(
        _headers_of(part),
        text=text.strip("\n"),
        attachments=tuple(_named(found.attachments)),
        enclosed=tuple(found.enclosed),
        reports=tuple(found.reports),
        item_class=found.item_class,
        notes=tuple(found.notes),
    )


def _headers_of(part):
    hint = _charset_of_body(part)

    def mailboxes(*keys):
        return tuple(box for key in keys for raw in part.all(key) for box in headers.addresses(raw, hint))

    senders = [box for box in mailboxes("from", "sender", "reply-to", "return-path", "x-sender") if box.email]
    nameless = [box for box in mailboxes("from") if box.name]
    everything = tuple((key, headers.text(value, hint)) for key, value in part.headers)
    dates = [headers.date(value) for key in ("date", "resent-date") for value in part.all(key)]
    dates += [headers.date(value.rpartition(b";")[2]) for value in part.all("received")]
    return ParsedMail(
        subject=headers.text(part.first("subject") or part.first("thread-topic"), hint),
        sender=(senders or nameless or [None])[0],
        reply_to=mailboxes("reply-to"),
        to=mailboxes("to"),
        cc=mailboxes("cc"),
        envelope=_envelope(part, everything, mailboxes),
        return_path=_return_path(part),
        sent_at=next(filter(None, dates), None),
        message_id="".join(headers.identifiers(part.first("message-id"))[:1]),
        in_reply_to=tuple(key for raw in part.all("in-reply-to") for key in headers.identifiers(raw)),
        references=tuple(key for raw in part.all("references") for key in headers.identifiers(raw)),
        authentication=tuple(
            value for key, value in everything if key in ("authentication-results", "received-spf", "dkim-signature")
        ),
        headers=everything,
    )


def _return_path(part):
    """ "" for mail from nobody, whichever server wrote it down; None where nobody did."""
    paths = [raw for key in ("return-path", "x-envelope-from", "envelope-from") for raw in part.all(key)]
    paths += [raw for raw in part.all("from") if raw.strip() == b"<>"]
    return "".join(box.email for box in headers.addresses(paths[0])[:1]) if paths else None


def _envelope(part, everything, mailboxes):
    written = [box.email for box in mailboxes(*ENVELOPE)]
    received = [address for key, value in everything if key == "received" for address in RECEIVED_FOR.findall(value)]
    return tuple(dict.fromkeys(address.lower() for address in [*written, *received] if "@" in address))


def _charset_of_body(part):
    """What the text says about its charset, for header fields that say nothing about theirs."""
    declared = names.field(part.first("content-type"))["charset"]
    found = declared.encode() or re.search(rb"(?i)charset\s*=\s*[\"']?([A-Za-z0-9_.-]+)", part.body[:5000])
    charset = charsets.known(declared if declared else found[1].decode() if found else "")
    return "" if charset == "ascii" or charsets.ESCAPED_CHARSETS.match(charset) else charset


def _walk(part, depth, hint, default_type="text/plain"):
    """`hint` is the charset for names that say nothing about theirs."""
    kind = names.field(part.first("content-type"))
    content_type = kind.value if re.fullmatch(r"[\w.+-]+/[\w.+-]+", kind.value) else default_type
    if content_type.startswith("multipart/"):
        return _walk_multipart(part, kind, content_type, depth, hint)
    found = _Found()
    if content_type in REPORTS:
        found.reports.append((REPORTS[content_type], _fields_of_report(part.content)))
    elif content_type == "text/rfc822-headers" or content_type == "message/rfc822-headers":
        found.reports.append(("headers", _fields_of_report(part.content)))
    elif content_type in ("message/rfc822", "message/global", "message/news"):
        _add_enclosed(found, names.of_part(part, hint), part.content, depth)
    elif content_type == "message/partial" and not unpack.is_mail("", content_type, part.content):
        _add_plain(found, part.content, "")  # the second piece of a mail that a program cut up
    elif not depth and (boundary := mime.undeclared_boundary(part, content_type)):
        return _walk_multipart(
            part, replace(kind, parameters={"boundary": (boundary, None)}), "multipart/mixed", 0, hint
        )
    elif _is_text_of_mail(part, content_type):
        _add_text(found, part, kind, content_type)
    else:
        _add_file(found, part, content_type, depth, hint)
    return found


def _walk_multipart(part, kind, content_type, depth, hint):
    found = _Found()
    body = part.content if part.encoding in ("base64", "quotedprintable") else part.body
    boundary = kind.raw("boundary")
    before, parts, after = mime.split(body, boundary) if boundary else (body, [], b"")
    if not parts and (guess := mime.guessed_boundary(body)):
        before, parts, after = mime.split(body, guess)
    if not parts or depth >= mime.DEPTH_LIMIT:
        found.note(Note.TOO_DEEP if parts else Note.NO_BOUNDARY)
        _add_plain(found, body, "")
        return found
    default_type = "message/rfc822" if content_type == "multipart/digest" else "text/plain"
    inner = [_walk(mime.read(piece), depth + 1, hint, default_type) for piece in parts]
    _add_stray(found, before)
    if content_type == "multipart/alternative":
        _add_best_of(found, inner)
    else:
        for piece in inner:
            found.add(piece)
    _add_stray(found, after)
    return found


def _add_best_of(found, alternatives):
    """The plain text unless the HTML says more; the files of all."""
    for alternative in alternatives:
        found.add_files(alternative)
    readings = [alternative.texts for alternative in alternatives if _joined(alternative.texts).strip()]
    if readings:
        first, *others = readings
        best = first
        for other in others:
            if _says_more(_joined(other), _joined(best)):
                best = other
        found.texts += best


def _says_more(richer, poorer):
    """More than a fifth of its words are new, or the other is only "your program does not support HTML"."""
    rich, poor = _words(richer), _words(poorer)
    if len(poor) < 40 and STUB.search(poorer) and len(rich) > len(poor):
        return True
    return len(rich - poor) > 0.2 * len(rich) and len(rich) > len(poor)


def _words(text):
    return set(re.findall(r"\w+", re.sub(r"<?https?://\S+|\[[^\]]*\]", "", text).lower()))


def _add_stray(found, data):
    """Text outside all parts: footers of mailing lists, and letters of programs that forgot a boundary."""
    if len(data.strip()) > 10 and not USUAL_PREAMBLE.search(data) and not data.lstrip().startswith(b"--"):
        _add_plain(found, data, "")


def _is_text_of_mail(part, content_type):
    disposition = names.field(part.first("content-disposition")).value
    if content_type != "text/plain" and content_type not in (*MARKUP, *RICH_TEXT):
        return False
    if disposition == "attachment":
        return False
    return not names.of_part(part)


def _add_text(found, part, kind, content_type):
    declared = kind["charset"]
    data = plain.undo_forgotten(part.content)
    if content_type == "text/plain":
        is_flowed = kind["format"].lower() == "flowed"
        _add_plain(found, data, declared, is_flowed, kind["delsp"].lower() == "yes")
    elif content_type in RICH_TEXT:
        found.texts.append(("rtf", outlook.text_of_rtf(data)))
    else:
        decoded = _decoded(found, data, declared or markup.declared_charset(data))
        found.texts.append(("html", markup.to_text(decoded)))


def _add_plain(found, data, declared, is_flowed=False, delete_space=False):
    data, files = uuencoded.take_out(data)
    data, others = yencoded.take_out(data)
    decoded = _decoded(found, data, declared)
    if markup.is_markup(decoded):
        found.texts.append(("html", markup.to_text(decoded)))
    else:
        found.texts.append(("plain", plain.unflow(decoded, delete_space) if is_flowed else decoded))
    if BINHEX.decode() in decoded:
        found.note(Note.NOT_UNPACKED, "BinHex")
    if ENCRYPTED.search(decoded):
        found.note(Note.ENCRYPTED)
    for way, pieces in (("uuencode", files), ("yEnc", others)):
        for raw_name, content in pieces:
            name = names.file_name(raw_name, None, declared)
            found.attachments.append(Attachment(name, _type_of(name), content, inside=(way,)))


def _decoded(found, data, declared):
    decoded = charsets.decode(data, declared)
    if not decoded.is_declared and not data.isascii():
        found.note(Note.CHARSET_GUESSED, decoded.charset)
    if decoded.is_damaged:
        found.note(Note.TEXT_DAMAGED)
    return decoded.text


def _add_file(found, part, content_type, depth, hint):
    content = part.content if part.is_encoded else unpack.undo_forgotten_base64(part.content)
    name = names.of_part(part, hint) or names.visible(headers.text(part.first("content-description"), hint))
    disposition = names.field(part.first("content-disposition")).value
    file = Attachment(
        name,
        content_type,
        content,
        content_id="".join(headers.identifiers(part.first("content-id"))[:1]),
        is_inline=disposition == "inline" or (not disposition and bool(part.first("content-id"))),
    )
    _add_unpacked(found, file, depth)


def _add_unpacked(found, file, depth):
    """The file, and beside it what is packed in it."""
    try:
        item = unpack.outlook_item(file.content) if depth < mime.DEPTH_LIMIT else None
    except Exception as error:  # broken containers fail in as many ways as there are
        logger.info("%s could not be unpacked: %s", file.name, error)
        found.note(Note.NOT_UNPACKED, file.name)
        item = None
    if file.content_type == "application/mac-binhex40" or BINHEX in file.content[:500]:
        found.note(Note.NOT_UNPACKED, file.name)
    if signed.is_encrypted(file.content) or _is_encrypted(file):
        found.note(Note.ENCRYPTED)
    if item:
        _add_outlook_item(found, file, item, depth)
    elif applefiles.is_beside(file.content) or file.content_type == "application/pgp-encrypted":
        found.attachments.append(replace(file, is_container=True))
    elif (inner := applefiles.content(file.content)) is not None:
        _add_file_of_macintosh(found, file, *inner, depth)
    elif depth < mime.DEPTH_LIMIT and (inner := signed.content(file.content)) is not None:
        _add_signed(found, file, inner, depth)
    elif unpack.is_mail(file.name, file.content_type, file.content):
        _add_enclosed(found, file.name, file.content, depth)
    else:
        found.attachments.append(file)


def _is_encrypted(file):
    return file.content_type == "application/pgp-encrypted" or file.content.lstrip().startswith(
        b"-----BEGIN PGP MESSAGE"
    )


def _add_file_of_macintosh(found, file, raw_name, content, depth):
    name = file.name or names.file_name(raw_name, "mac-roman")
    found.attachments.append(replace(file, name=file.name or name, is_container=True))
    unpacked = _Found()
    _add_unpacked(unpacked, Attachment(name, _type_of(name), content), depth + 1)
    found.add_files(_within(unpacked, (file.name or "AppleSingle",)))


def _add_signed(found, file, inner, depth):
    """A signed mail is the mail itself in an envelope; a signed file stands beside its envelope, which proves it."""
    envelope = file.name or "smime.p7m"
    if "pkcs7-mime" in file.content_type and MIME_HEADER.match(inner):
        found.attachments.append(replace(file, name=envelope, is_container=True))
        part = mime.read(inner)
        within = _walk(part, depth + 1, _charset_of_body(part))
        found.texts += within.texts
        found.add_files(within)
        return
    found.attachments.append(replace(file, name=envelope))
    name = re.sub(r"(?i)\.(?:p7[ms]|cms|sig|sgn)\Z", "", envelope)
    content_type = _type_of(name)
    unpacked = _Found()
    _add_unpacked(unpacked, Attachment(name, content_type, inner), depth + 1)
    found.add_files(_within(unpacked, (envelope,)))


def _add_outlook_item(found, file, item, depth):
    if outlook.is_tnef(file.content):
        found.attachments.append(replace(file, name=file.name or "winmail.dat", is_container=True))
        found.item_class = item.string(outlook.ITEM_CLASS)
        _add_item(found, item, depth, inside=(file.name or "winmail.dat",))
        return
    mail = _mail_of_item(item, depth)
    name = file.name or _name_of_mail(mail, ".msg")
    found.attachments.append(replace(file, name=name))
    _enclose(found, mail, name)


def _add_item(found, item, depth, inside):
    """A winmail.dat is the mail itself in another dress: its text counts when the mail says nothing more."""
    text = charsets.clean(item.text)
    if text.strip():
        found.texts.append(("tnef", text))
    for file in item.files:
        if file.embedded:
            mail = _mail_of_item(file.embedded, depth + 1)
            _enclose(found, mail, file.name or _name_of_mail(mail, ""), inside)
            continue
        attachment = Attachment(
            file.name,
            file.string(outlook.FILE_TYPE) or _type_of(file.name),
            file.data(outlook.FILE_CONTENT),
            content_id=file.string(outlook.CONTENT_ID),
        )
        inner = _Found()
        _add_unpacked(inner, attachment, depth + 1)
        found.add_files(_within(inner, inside))


def _mail_of_item(item, depth):
    """A saved message as a mail; its headers are there when it came from outside."""
    found = _Found()
    _add_item(found, item, depth, inside=())
    sent = _headers_of(mime.read(item.string(outlook.HEADERS).encode() + b"\n\n"))
    sender = headers.Address(item.string(outlook.SENDER_NAME), item.string(outlook.SENDER_SMTP, outlook.SENDER_ADDRESS))
    return replace(
        sent,
        subject=sent.subject or " ".join(item.string(outlook.SUBJECT).split()),
        sender=sent.sender or (sender if sender.name or sender.email else None),
        sent_at=sent.sent_at or item.sent_at,
        text=_joined(found.texts).strip("\n"),
        attachments=tuple(_named(found.attachments)),
        enclosed=tuple(found.enclosed),
        item_class=item.string(outlook.ITEM_CLASS),
        notes=tuple(found.notes),
    )


def _add_enclosed(found, name, content, depth):
    if depth >= mime.DEPTH_LIMIT:
        found.note(Note.TOO_DEEP)
        found.attachments.append(Attachment(name or "message.eml", "message/rfc822", content))
        return
    mail = _parse_mail(content, depth + 1)
    name = name or _name_of_mail(mail, ".eml")
    if not name.lower().endswith((".eml", ".mht", ".mhtml")):
        name += ".eml"
    found.attachments.append(Attachment(name, "message/rfc822", content))
    _enclose(found, mail, name)


def _enclose(found, mail, name, inside=()):
    """The files of an enclosed mail stand among those of the mail, so that nobody has to unpack by hand."""
    found.enclosed.append(mail)
    inner = _Found(attachments=list(mail.attachments), notes=[])
    found.add_files(_within(inner, (*inside, name)))


def _within(inner, containers):
    inner.attachments = [replace(file, inside=(*containers, *file.inside)) for file in inner.attachments]
    return inner


def _joined(texts):
    """All texts in their order; one that says again what another said (HTML beside plain, winmail.dat) is left out."""
    kept = []
    for kind, text in texts:
        others = [other for other_kind, other in kept if other_kind != kind]
        if text.strip() and not any(_words(text) <= _words(other) for other in others):
            kept.append((kind, text))
    return "\n\n".join(text.strip("\n") for _kind, text in kept)


def _text_of_files(found):
    """A mail that says nothing itself: a body that was given a name, the mail enclosed, an invitation."""
    for file in found.attachments:
        if file.content_type in RICH_TEXT and not file.inside:
            return outlook.text_of_rtf(file.content)
        if file.content_type in ("text/plain", "text/html") and not file.inside:
            decoded = charsets.decode(file.content, markup.declared_charset(file.content)).text
            return markup.to_text(decoded) if file.content_type == "text/html" else decoded
    for mail in found.enclosed:
        if mail.text.strip():
            found.note(Note.FROM_ENCLOSED)
            return mail.text
    for file in found.attachments:
        if file.content_type == "text/calendar":
            return unpack.invitation(charsets.decode(file.content).text)
    return "\n".join(f"{name}: {value}" if name else "" for _kind, fields in found.reports for name, value in fields)


def _named(attachments):
    """Every file has a name with an ending."""
    for number, file in enumerate(attachments, 1):
        ending = "" if re.search(r"\.\w{1,8}$", file.name) else mimetypes.guess_extension(file.content_type) or ""
        if file.content_type == "text/calendar" and not file.name:
            yield replace(file, name="invitation.ics")
        elif not file.name:
            yield replace(file, name=f"attachment-{number}{ending}")
        else:
            yield file


def _type_of(name):
    return mimetypes.guess_type(name)[0] or "application/octet-stream"


def _name_of_mail(mail, ending):
    return names.visible(f"{mail.subject[:100] or 'message'}{ending}")


def _fields_of_report(content):
    """The fields of all groups of a report, one after the other; a group begins with an empty name."""
    fields = []
    for group in re.split(rb"(?:\r?\n){2,}", content.strip()):
        part = mime.read(group + b"\n\n")
        fields += [("", ""), *((name, headers.text(value)) for name, value in part.headers)]
    return tuple(fields[1:])


def _saved_from(raw, error):
    """The last resort: headers if they can be read, and the whole rest as text."""
    notes = ((Note.UNREADABLE, type(error).__name__),)
    try:
        part = mime.read(raw)
        return replace(_headers_of(part), text=charsets.decode(part.body).text, notes=notes)
    except Exception:
        return ParsedMail(text=charsets.decode(raw).text, notes=notes)
