"""The consent to hold a person's data, in the parts that Law 94-V asks for, and its words kept as they were shown."""

from hashlib import sha256

from django.conf import settings
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from portal.languages import active_language, text_in
from portal.models import Organisation
from requests_registry.models import ConsentText
from requests_registry.models.questions import CONFIRM_WITHIN, KEPT_FOR

AGREEMENT = gettext_lazy("I agree that the centre holds these data to answer me")
PUBLICATION = gettext_lazy("The words of my question may also be published, without my address")


def operator():
    """The centre that runs the portal, as the directory of organisations names it."""
    return Organisation.objects.filter(kind=Organisation.Kind.CENTRE).order_by("pk").first()


def parts():
    """What a person agrees to, in the language of the page: (what the part is about, its words)."""
    return [
        (_("Who holds the data"), _operator_named()),
        (_("Which data"), _("the words of your question, and the e-mail address or telephone number that you give")),
        (_("What for"), _("to answer your question and to tell you how it goes on; for nothing else")),
        (_("How long"), _term()),
        (_("Given to others"), _("to nobody; the data stay on the territory of Kazakhstan")),
        (
            _("Published"),
            _("no; for the words of the question there is a separate choice below, and your address never"),
        ),
        (_("How to withdraw"), _("at any time on the private page of your question: the data are erased at once")),
    ]


def as_text():
    """All that a person agrees to; whether he agreed to the last line is told by the question."""
    lines = [f"{label}: {words}" for label, words in parts()]
    return "\n".join([*lines, str(AGREEMENT), f"({PUBLICATION})"])


def as_html():
    facts = format_html_join("", "<div><dt>{}</dt><dd>{}</dd></div>", parts())
    rights = format_html('<a href="{}">{}</a>', reverse("page", args=["personal-data"]), _("Your rights to your data"))
    return format_html('<dl class="facts">{}</dl><p>{}</p>', facts, rights)


def digest_of(text):
    return sha256(text.encode()).hexdigest()


def kept_text(text, *, language, at):
    """The row with these very words, written when the first person agrees to them."""
    given = {"language": language, "text": text, "first_given_at": at}
    return ConsentText.objects.get_or_create(digest=digest_of(text), defaults=given)[0]


def _operator_named():
    centre = operator()
    if centre is None:
        return settings.CENTRE_NAME[active_language()]
    name = str(text_in(centre, "name", active_language()))
    return _("%(centre)s, BIN %(bin)s") % {"centre": name, "bin": centre.bin} if centre.bin else name


def _term():
    days = CONFIRM_WITHIN.days
    unconfirmed = ngettext(
        "if you do not confirm the address, %(days)d day", "if you do not confirm the address, %(days)d days", days
    ) % {"days": days}
    return _("%(months)d months after the question is settled; then they are erased; %(unconfirmed)s") % {
        "months": KEPT_FOR.days // 30,
        "unconfirmed": unconfirmed,
    }
