"""A person's consent that the centre writes in his or her name: to which words, when, until when."""

from django.db import transaction
from django.template import Context
from django.template.engine import Engine
from django.utils.formats import date_format
from django.utils.translation import override

from portal.languages import LANGUAGES, Text, text_in
from portal.models.accounts import REGISTRAR
from requests_registry.letters.drafting import check_role
from requests_registry.letters.wording import FOLDER
from requests_registry.models import Letter, LetterConsent, Letterhead
from requests_registry.questions.consent import kept_text
from requests_registry.recording import day_of


def texts(info_request):
    """What the person signs, in each language."""
    letterhead = Letterhead.objects.ours()
    return [_text(info_request, letterhead, language) for language in LANGUAGES]


def _text(info_request, letterhead, language):
    with override(language):
        context = {
            "sender": letterhead.sender_in(language),
            "number": info_request.number,
            "sent_on": date_format(info_request.sent_on or day_of(info_request.filed_at), "DATE_FORMAT"),
            "holder": text_in(info_request.holder.organisation, "name", language),
        }
        template = Engine.get_default().get_template(f"{FOLDER}/{language}/consent.txt")
        return Text(template.render(Context(context, autoescape=False)).strip(), language)


@transaction.atomic
def record_consent(info_request, *, by, at, form_key, language, name, iin, given_on, until):
    """Kept encrypted, with the very words that were signed; pressing the button twice records it once."""
    check_role(by, REGISTRAR)
    words = _text(info_request, Letterhead.objects.ours(), language)
    values = {
        "request": info_request,
        "name": name,
        "iin": iin,
        "text": kept_text(words, language=language, at=at),
        "given_on": given_on,
        "until": until,
        "recorded_at": at,
        "recorded_by": by,
    }
    return LetterConsent.objects.get_or_create(form_key=form_key, defaults=values)[0]


@transaction.atomic
def withdraw(consent, *, by, at):
    """From now on no letter is made in the person's name, which is kept only where a letter was sent in it."""
    check_role(by, REGISTRAR)
    consent = LetterConsent.objects.select_for_update().get(pk=consent.pk)
    if not consent.withdrawn_on:
        consent.withdrawn_on = day_of(at)
        if not consent.letters.filter(state=Letter.State.ISSUED).exists():
            consent.name = consent.iin = ""
        consent.save(update_fields=["withdrawn_on", "name", "iin"])
    return consent
