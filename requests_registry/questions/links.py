"""The private addresses of a question: random, and in the database as hashes only."""

import secrets
from hashlib import sha256

from django.urls import reverse

from requests_registry.models import Question, QuestionLink


def give(question, *, at):
    """A new address, without the language of the reader's choice: in the language of the page or mail that shows it."""
    token = secrets.token_urlsafe(24)
    QuestionLink.objects.create(question=question, token_hash=_hash(token), given_at=at)
    return reverse("requests:question", args=[token])


def find(token):
    """The question of this address, or None."""
    return (
        Question.objects.select_related("request__holder__organisation", "frequent_question")
        .filter(links__token_hash=_hash(token))
        .first()
    )


def _hash(token):
    return sha256(token.encode()).hexdigest()
