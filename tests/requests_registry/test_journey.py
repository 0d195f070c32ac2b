"""One request of each profile from a citizen's question to the judgment: every page, form, letter and date on the way."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format

from requests_registry.models import InformationRequest, Letter, OutgoingMail, Question
from requests_registry.staff import desk
from tests.requests_registry.asking import link_in, make_centre, typed
from tests.requests_registry.letters import make_letterhead
from tests.requests_registry.making import at, make_holder

pytestmark = pytest.mark.django_db
ASKED, SENT, RECEIVED = date(2026, 3, 2), date(2026, 3, 3), date(2026, 3, 5)


@pytest.fixture(autouse=True)
def in_russian():
    with translation.override("ru"):
        yield


class Walk:
    """A registrar who goes from page to page; the clock stands at the noon of the day that is given."""

    def __init__(self, client, daniyar):
        self.client, self.daniyar = client, daniyar

    def on(self, day):
        self.frozen = time_machine.travel(at(day), tick=False)
        self.frozen.start()
        self.client.force_login(self.daniyar)

    def rest(self):
        self.frozen.stop()

    def fill(self, url, **given):
        """Open a page, send its form with what stands in it and what is typed, and follow to the page after it."""
        page = self.client.get(url)
        assert page.status_code == 200, page.text
        form = page.context["form"]
        standing = {name: form[name].value() for name in form.fields if form[name].value() is not None}
        response = self.client.post(url, standing | given, follow=True)
        assert response.status_code == 200 and response.redirect_chain, response.context["form"].errors
        return response

    def step(self, number, name, **given):
        return self.fill(reverse("staff:step", args=[number, name]), **given)

    def letter(self, number, kind):
        """Draft a letter, fill its blank places, issue it."""
        self.fill(reverse("staff:letter-new", args=[number, kind]))
        letter = Letter.objects.last()
        words = {name: getattr(letter, name).replace("____", "вымышленное") for name in ("addressee", "body")}
        page = self.fill(letter.get_edit_url(), **words)
        assert page.context["obstacles"] == []
        form = page.context["form"]
        shown = {"version": form["version"].value(), "seen": form["seen"].value()}
        self.client.post(reverse("staff:letter-issue", args=[number, letter.pk]), shown)
        letter.refresh_from_db()
        return letter


@pytest.fixture
def walk(client, daniyar, rules):
    make_centre()
    make_letterhead()
    walk = Walk(client, daniyar)
    walk.on(ASKED)
    yield walk
    walk.rest()


def a_citizen_asks(client):
    client.logout()
    client.post(reverse("requests:ask"), typed(timezone.now()))
    opened = client.get(link_in(OutgoingMail.objects.get()), follow=True)
    client.post(opened.redirect_chain[-1][0])
    question = Question.objects.get()
    assert question.state == "waiting"
    return question


def a_letter_goes_out(walk, question, holder):
    """The registrar makes a request of the question, writes the letter and records the sending."""
    walk.rest()
    walk.on(SENT)
    assert [item.object_id for item in desk.questions(SENT)] == [question.pk]
    draft = f"{reverse('staff:draft')}?question={question.pk}"
    walk.fill(draft, holder=str(holder.organisation.name), subject="Что горело у завода", text="Прошу сообщить.")
    info_request = InformationRequest.objects.get()
    walk.letter(info_request.number, "request")
    assert question.mails.count() == 1  # nothing went to a holder yet, so the citizen is told of nothing
    walk.step(info_request.number, "submission", channel="chancellery")
    info_request.refresh_from_db()
    assert date_format(info_request.reply_due_on, "DATE_FORMAT") in question.mails.latest("pk").body
    question.refresh_from_db()
    assert (question.state, question.request) == ("requested", info_request)
    return info_request


def nobody_answers(walk, info_request):
    walk.rest()
    walk.on(RECEIVED)
    walk.step(info_request.number, "registration", received_on=RECEIVED, registration_number="ЗТ-17")
    info_request = InformationRequest.objects.get()
    late = info_request.reply_due_on + timedelta(days=1)
    assert [item.object_id for item in desk.overdue(late)] == [info_request.pk]
    walk.rest()
    walk.on(late)
    assert "просрочен" in walk.client.get(info_request.get_staff_url()).text.lower()
    assert f"{late - timedelta(days=1):%d}" in walk.letter(info_request.number, "reminder").body
    return late


def the_higher_body_is_silent(walk, info_request, day):
    letter = walk.letter(info_request.number, "complaint")
    walk.step(info_request.number, "complaint")
    filed = info_request.events.get(kind="complained")
    assert letter.outgoing_number in filed.changes["document"][1]
    over = info_request.clocks.get(kind="complaint_decision").due_on + timedelta(days=1)
    walk.rest()
    walk.on(over)
    call_command("daily")
    assert [item.object_id for item in desk.undecided(over)] == [info_request.pk]
    return over


def a_court_decides(walk, info_request):
    letter = walk.letter(info_request.number, "claim")
    walk.step(info_request.number, "court", court="Вымышленный суд")
    claimed = info_request.events.get(kind="claimed")
    assert letter.outgoing_number in claimed.changes["document"][1]
    day = timezone.localdate() + timedelta(days=60)
    walk.rest()
    walk.on(day)
    walk.step(info_request.number, "judgment", decided_on=day, decision="satisfied", document="№ 7")
    walk.step(info_request.number, "publish")
    walk.step(info_request.number, "closing", reason="Решение исполнено")


@pytest.mark.parametrize(
    ("profile", "path"),
    [
        ("STATE", ["drafted", "filed", "registered", "complained", "claimed", "judged", "published", "closed"]),
        ("COMPANY", ["drafted", "filed", "registered", "claimed", "judged", "published", "closed"]),
    ],
)
def test_from_the_question_of_a_citizen_to_the_judgment(walk, client, profile, path):
    holder = make_holder("journey", profile=profile)
    holder.higher_body = make_holder("journey-above").organisation if profile == "STATE" else None
    holder.save()
    info_request = a_letter_goes_out(walk, a_citizen_asks(client), holder)
    late = nobody_answers(walk, info_request)
    if profile == "STATE":
        the_higher_body_is_silent(walk, info_request, late)
    a_court_decides(walk, info_request)

    info_request.refresh_from_db()
    told = [event.kind for event in info_request.events.all()]
    assert [kind for kind in told if kind not in ("letter", "term_passed")] == path
    assert not info_request.clocks.open().exists()
    client.logout()
    assert client.get(info_request.get_absolute_url()).status_code == 200
    call_command("rebuild_requests", check=True)
