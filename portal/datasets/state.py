"""What the address asks a dataset's page to show. The whole state is the query string; nonsense is left out, and said."""

from urllib.parse import urlencode

from django.utils.translation import gettext as _

from portal.charts import MOST_SERIES
from portal.filters import NOT_FILTERS


class State:
    """The values of the page's parameters that make sense, in the order given; `notes` says what did not."""

    def __init__(self, params, known):
        self.notes = []
        self._params = params
        for name in params:
            if name not in known and name not in NOT_FILTERS:
                self.notes.append(_("“%(name)s” was left out: this page has no such setting.") % {"name": name[:60]})

    def one_of(self, name, choices, default, note):
        """The value of `choices` ({text: value}) that the address names, else the default."""
        text = self._params.get(name, "").strip()
        if text and text not in choices:
            self._leave_out(text, note)
        return choices.get(text, default)

    def some_of(self, name, choices, note):
        chosen = {}
        for text in self._params.getlist(name):
            if text in choices:
                chosen[text] = choices[text]
            elif text.strip():
                self._leave_out(text, note)
        if len(chosen) > MOST_SERIES:
            self.notes.append(_("A chart holds %(most)s lines; the others were left out.") % {"most": MOST_SERIES})
        return list(chosen.values())[:MOST_SERIES]

    def _leave_out(self, text, note):
        shown = text.replace("\x00", "")[:60]
        sentence = note % {"value": shown}
        if sentence not in self.notes:
            self.notes.append(sentence)


def address(parameters, fragment=""):
    """A link of the same page: ?year=2022&region=KZ-23#lines"""
    query = urlencode([(name, value) for name, value in parameters if value], doseq=True)
    return f"?{query}" + (f"#{fragment}" if fragment else "")
