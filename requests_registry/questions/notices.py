"""What the asker of a question is told, stage by stage: in the language of the question, with a new private address."""

from dataclasses import dataclass

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy, override

from requests_registry import timeline
from requests_registry.mail.outbox import queue_mail
from requests_registry.questions import links

PURPOSE = "question"


@dataclass(frozen=True)
class Stage:
    name: str
    subject: str

    @property
    def template(self):
        return f"requests_registry/mail/question_{self.name}.txt"


RECEIVED = Stage("received", gettext_lazy("Please confirm your question"))
ANSWERED = Stage("answered", gettext_lazy("The answer to your question"))
REQUESTED = Stage("requested", gettext_lazy("Your question became an information request"))
REPLIED = Stage("replied", gettext_lazy("A reply came to the request made of your question"))
MOVED = Stage("moved", gettext_lazy("News of the request made of your question"))
CLOSED = Stage("closed", gettext_lazy("About your question"))


def tell(question, stage, *, at, event=None):
    """Put the mail of this stage into the outbox, in the caller's transaction. Who left a telephone only is called.

    `event` is what happened to the request, where that is the news.
    """
    if not question.email:
        return
    with override(question.language):
        link = settings.SITE_URL + links.give(question, at=at)
        body = render_to_string(stage.template, _words(question, link, event))
        mail = queue_mail(
            to=question.email,
            subject=str(stage.subject),
            body=body.strip() + "\n",
            language=question.language,
            at=at,
            purpose=PURPOSE,
        )
        question.mails.add(mail)


def _words(question, link, event):
    frequent = question.frequent_question
    return {
        "question": question,
        "link": link,
        "news": event and event.get_kind_display(),
        "details": event and timeline.details(event),
        "centre": settings.CENTRE_NAME[question.language],
        "frequent_question": frequent,
        "frequent_link": frequent and settings.SITE_URL + frequent.get_absolute_url(),
    }
