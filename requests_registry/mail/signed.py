"""What stands inside a signed envelope (S/MIME, CMS, as ЭЦП makes it). The signature itself is not checked here. Pure."""

SIGNED_DATA = bytes.fromhex("2a864886f70d010702")
ENVELOPED_DATA = bytes.fromhex("2a864886f70d010703")
SEQUENCE, OBJECT, EXPLICIT, OCTETS, OCTETS_IN_PIECES = 0x30, 0x06, 0xA0, 0x04, 0x24
DEEPEST = 20


def content(data):
    """The bytes that were signed; None where this is no such envelope, or holds the signature alone."""
    try:
        return _signed(data)
    except (IndexError, ValueError):  # cut off, encrypted, or something else that begins alike
        return None


def is_encrypted(data):
    """The same envelope, closed for those whom the sender chose."""
    return data[:1] == bytes([SEQUENCE]) and bytes([OBJECT, len(ENVELOPED_DATA)]) + ENVELOPED_DATA in data[:20]


def _signed(data):
    if data[:1] != bytes([SEQUENCE]):
        return None
    kind, *rest = _children(data, SEQUENCE)
    if kind != (OBJECT, SIGNED_DATA) or not rest:
        return None
    ((_tag, envelope),) = _elements(rest[0][1])
    _version, _digests, (_tag, inner), *_rest = _elements(envelope)
    parts = _elements(inner)
    if len(parts) < 2 or parts[1][0] != EXPLICIT:
        return None
    return b"".join(_octets(tag, value) for tag, value in _elements(parts[1][1]))


def _children(data, tag):
    found, value, _end = _element(data, 0)
    return _elements(value) if found == tag else []


def _octets(tag, value, depth=0):
    """A string of bytes; some programs cut it into pieces."""
    if tag == OCTETS:
        return value
    if tag != OCTETS_IN_PIECES or depth > DEEPEST:
        raise ValueError("no bytes")
    return b"".join(_octets(*piece, depth + 1) for piece in _elements(value))


def _elements(data):
    """[(tag, value)] of what stands side by side."""
    found, at = [], 0
    while at < len(data) and data[at : at + 2] != b"\0\0":
        tag, value, at = _element(data, at)
        found.append((tag, value))
    return found


def _element(data, at, depth=0):
    """(tag, value, where the next one begins); a length that is not told ends with two zero bytes."""
    tag, length, start = data[at], data[at + 1], at + 2
    if depth > DEEPEST:
        raise ValueError("too deep")
    if length == 0x80:
        end = start
        while data[end] or data[end + 1]:
            _tag, _value, end = _element(data, end, depth + 1)
        return tag, data[start:end], end + 2
    if length > 0x80:
        size = length & 0x7F
        length, start = int.from_bytes(data[start : start + size], "big"), start + size
    if start + length > len(data):
        raise ValueError("cut off")
    return tag, data[start : start + length], start + length
