"""What became of the mails that we sent, as the mails that came tell it."""

from django.db.models import Q

from requests_registry import counting
from requests_registry.mail.kinds import Kind
from requests_registry.models import InformationRequest, OutgoingMail
from requests_registry.workdays import ONE_DAY

State = OutgoingMail.State
PROOF_WITHIN = 2  # working days after which a letter that nobody confirmed is looked after
MOST_IDENTIFIERS = 200

NEWS = {
    Kind.BOUNCE: State.BOUNCED,
    Kind.DELAY: State.DELAYED,
    Kind.DELIVERY_RECEIPT: State.ARRIVED,
    Kind.READ_RECEIPT: State.ARRIVED,
    Kind.AUTOMATIC_REPLY: State.ARRIVED,
    Kind.LETTER: State.ANSWERED,
}
# What each piece of news can be news to. An answer proves more than any report of a server.
FOLLOWS = {
    State.DELAYED: (State.SENT,),
    State.ARRIVED: (State.SENT, State.DELAYED),
    State.BOUNCED: OutgoingMail.ON_ITS_WAY,
    State.ANSWERED: (*OutgoingMail.ON_ITS_WAY, State.BOUNCED),
}


def hear(inbound, identifiers, info_request):
    """Write down what a mail that came says about those of ours that it names or, naming none, the last letter."""
    state = NEWS[inbound.kind]
    concerned = _concerned(inbound.kind, identifiers, info_request)
    inbound.is_told_by_ours = concerned.exists()
    concerned.filter(state__in=FOLLOWS[state]).update(state=state, news=inbound, **OutgoingMail.NOT_SET_ASIDE)


def unhear(inbound):
    """The mail was somebody else's answer."""
    OutgoingMail.objects.filter(news=inbound).update(state=State.SENT, news=None)
    inbound.is_told_by_ours = False


def without_proof(on):
    """Letters that a mail server took, and nobody has confirmed for two whole working days."""
    sent_by = counting.work_calendar().working_days_before(on - ONE_DAY, PROOF_WITHIN)
    waiting = OutgoingMail.objects.letters().filter(state=State.SENT, request__state=InformationRequest.State.SENT)
    return waiting.filter(sent_at__date__lte=sent_by).without_a_later_letter()


def _concerned(kind, identifiers, info_request):
    """An answer is one to the last letter, too, whichever of our mails it names."""
    named = Q(message_id__in=identifiers[:MOST_IDENTIFIERS])
    if info_request is None or (kind != Kind.LETTER and OutgoingMail.objects.filter(named).exists()):
        return OutgoingMail.objects.filter(named)
    letters = info_request.outgoing_mails.letters().filter(state__in=OutgoingMail.LEFT)
    last = letters.order_by("-sent_at", "-pk").values_list("pk", flat=True).first()
    return OutgoingMail.objects.filter(named | Q(pk=last))
