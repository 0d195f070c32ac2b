"""The report as plain text, in the order of a press release: for editors of news, who paste and do not click."""

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from events import wording
from events.page import roles_of


def release(event, report, url):
    return "\n\n".join(filter(None, _paragraphs(event, report, url))) + "\n"


def _paragraphs(event, report, url):
    yield event.title
    yield "\n".join(filter(None, (wording.when(event), ", ".join(filter(None, (event.place, event.address))))))
    yield report.lead
    yield "\n".join(f"– {point.text}" for point in report.points.all())
    yield report.body
    yield report.special_focus
    for quote in report.quotes.all():
        yield _quote(quote)
    for question in report.questions.all():
        yield _("Question: %(question)s") % {"question": question.question} + "\n" + _answer(question)
    if report.recommendations.all():
        yield _("Recommendations:") + "\n" + "\n".join(map(_recommendation, report.recommendations.all()))
    yield report.significance
    yield "\n".join(_organisations(event))
    yield "\n".join(filter(None, (url, _source(report))))


def _quote(quote):
    said_by = ", ".join(filter(None, (quote.person.name, quote.post)))
    note = " " + _("(translation)") if quote.is_translation else ""
    return f"«{quote.text}» – {said_by}{note}"


def _answer(question):
    return _("Answer: %(answer)s") % {"answer": question.answer} if question.answer else _("Not answered yet.")


def _recommendation(recommendation):
    addressee = f"{recommendation.addressee}: " if recommendation.addressee else ""
    return f"– {addressee}{recommendation.text} ({recommendation.get_status_display()})"


def _organisations(event):
    for label, organisations in roles_of(event):
        yield f"{capfirst(label)}: " + ", ".join(str(organisation.name) for organisation in organisations)


def _source(report):
    return _("Source: %(source)s") % {"source": report.source} if report.source else ""
