"""RTF read as text (or as the HTML that Outlook wraps in it)."""

import re

TOKEN = re.compile(rb"\\([a-z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-z])|([{}])|[\r\n]+|([^\\{}\r\n]+)")
SILENT = {"fonttbl", "colortbl", "stylesheet", "info", "pict", "object", "generator", "themedata", "listtable"}
SILENT |= {"listoverridetable", "rsidtbl", "xmlnstbl", "latentstyles", "datastore", "header", "footer", "pntext"}
BREAKS = {"par": "\n", "line": "\n", "row": "\n", "sect": "\n", "page": "\n", "cell": "\t", "tab": "\t"}
SIGNS = {"emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”", "bullet": "•"}
CHARSETS = {204: "cp1251", 238: "cp1250", 161: "cp1253", 162: "cp1254", 186: "cp1257", 0: "cp1252"}


def to_text(rtf, decode):
    """(text, whether it is HTML that was wrapped in RTF); `decode(bytes, charset)` gives the letters."""
    return _Reader(rtf, decode).read()


class _Reader:
    def __init__(self, rtf, decode):
        self.rtf = rtf
        self.decode = decode
        self.is_markup = rb"\fromhtml" in rtf[:1000]
        page = re.search(rb"\\ansicpg(\d+)", rtf[:1000])
        self.charset = f"cp{int(page[1])}" if page else "cp1251"
        self.fonts = {
            int(number): CHARSETS.get(int(charset), self.charset)
            for number, charset in re.findall(
                rb"\\f(\d+)[^{}\\]*(?:\\[a-eg-z][a-z]*\d*)*?\\fcharset(\d+)", rtf[:20_000]
            )
        }
        self.out = []
        self.pending = bytearray()
        self.font = self.charset
        self.silent = False  # the group is not shown
        self.is_rtf_only = False  # \htmlrtf: what only a reader of RTF should see
        self.skip = 0
        self.unicode_skip = 1

    def read(self):
        stack = []
        for token in TOKEN.finditer(self.rtf):
            word, number, byte, symbol, brace, letters = token.groups()
            if brace == b"{":
                stack.append((self.silent, self.is_rtf_only, self.font, self.unicode_skip))
            elif brace == b"}":
                self._flush()
                if stack:
                    self.silent, self.is_rtf_only, self.font, self.unicode_skip = stack.pop()
            elif word:
                self._word(word.decode("ascii"), int(number) if number else None)
            elif byte:
                self._byte(int(byte, 16))
            elif symbol:
                self._symbol(symbol)
            elif letters:
                self._letters(letters)
        self._flush()
        text = "".join(self.out).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        return text.strip(), self.is_markup

    def _word(self, word, number):
        if word == "u" and number is not None:
            self._show(chr(number % 65536))
            self.skip = self.unicode_skip
        elif word == "uc":
            self.unicode_skip = number or 0
        elif word == "f" and number is not None:
            self._flush()
            self.font = self.fonts.get(number, self.charset)
        elif word == "htmlrtf":
            self._flush()
            self.is_rtf_only = number != 0
        elif word == "htmltag":
            self.silent = not self.is_markup
        elif word in SILENT:
            self.silent = True
        elif word in BREAKS or word in SIGNS:
            self._show(BREAKS.get(word) or SIGNS[word])

    def _symbol(self, symbol):
        if symbol == b"*":
            self.silent = True  # an extension; \htmltag shows itself again
        elif symbol == b"~":
            self._show(" ")
        elif symbol in b"\\{}":
            self._letters(symbol)
        elif symbol in b"\r\n":
            self._show("\n")

    def _byte(self, byte):
        if self.skip:
            self.skip -= 1
        elif self._is_shown():
            self.pending.append(byte)

    def _letters(self, letters):
        skipped, self.skip = min(self.skip, len(letters)), 0
        if self._is_shown():
            self.pending += letters[skipped:]

    def _show(self, text):
        if self._is_shown():
            self._flush()
            self.out.append(text)

    def _flush(self):
        if self.pending:
            self.out.append(self.decode(bytes(self.pending), self.font))
            self.pending.clear()

    def _is_shown(self):
        return not self.silent and not (self.is_markup and self.is_rtf_only)
