"""How each step of lifecycle looks to a registrar: its form, its function, its words. The table itself is in lifecycle.py."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from requests_registry import forms, lifecycle


@dataclass(frozen=True)
class StepPage:
    step: lifecycle.Step
    form: type
    take: Callable
    title: str
    advice: str
    button: str = pgettext_lazy("button of a step", "Save")
    done: str = _("The step is recorded.")


PAGES = {
    page.step.name: page
    for page in (
        StepPage(
            lifecycle.SUBMISSION,
            forms.SubmissionForm,
            lifecycle.submit,
            _("Record the sending"),
            _(
                "From this day the reply date is counted, provisionally. Ask the chancellery for the registration number: "
                "from the day of receipt it is counted anew."
            ),
            _("The letter is sent"),
            _("The request is sent and its reply date is counted."),
        ),
        StepPage(
            lifecycle.REGISTRATION,
            forms.RegistrationForm,
            lifecycle.record_registration,
            _("Record the registration"),
            _(
                "From the day of receipt the law counts the days to answer. At a state body that is the day of "
                "registration. The provisional date is closed, and the true one opened."
            ),
            _("Save the registration"),
            _("The registration is recorded and the reply date is counted anew."),
        ),
        StepPage(
            lifecycle.REPLY,
            forms.ReplyForm,
            lifecycle.record_reply,
            _("Record a reply"),
            _(
                "A reply quotes the number and the date of the request and is in its language. A reply on paper "
                "counts as one by e-mail does."
            ),
            _("Save the reply"),
            _("The reply is recorded."),
        ),
        StepPage(
            lifecycle.REFUSAL,
            forms.RefusalForm,
            lifecycle.record_refusal,
            _("Record a refusal"),
            _(
                "A refusal names its grounds and comes within its own, shorter term: later it is itself late. Only the "
                "restricted part may be withheld, and emissions never."
            ),
        ),
        StepPage(
            lifecycle.ALREADY_PUBLISHED,
            forms.AlreadyPublishedForm,
            lifecycle.record_already_published,
            _("Answered: it is published already"),
            _(
                "The holder names where the information stands. If we ask once more, it must give the information itself."
            ),
        ),
        StepPage(
            lifecycle.TERMINATION,
            forms.TerminationForm,
            lifecycle.record_termination,
            _("The holder ended the procedure"),
            _("A state body may end its procedure by an act of its own. It can be complained of as a refusal can."),
        ),
        StepPage(
            lifecycle.EXTENSION,
            forms.ExtensionForm,
            lifecycle.extend,
            _("The holder extends its term"),
            _("Once only, by a decision made while the term runs. The notice has a term of its own."),
        ),
        StepPage(
            lifecycle.FORWARDING,
            forms.ForwardingForm,
            lifecycle.forward,
            _("The holder forwards the request"),
            _("Both holders stay in the history. The term begins anew when the second one receives the request."),
        ),
        StepPage(
            lifecycle.CLARIFICATION,
            forms.NoteForm,
            lifecycle.ask_for_clarification,
            _("The holder asks for a clarification"),
            _("A note only: the law stops no clock for it. Answer soon, so that it is no ground for a refusal."),
        ),
        StepPage(
            lifecycle.COSTS,
            forms.NoteForm,
            lifecycle.ask_for_costs,
            _("The holder asks for the costs of copying"),
            _("Only what copying or printing really costs may be asked (Law 401-V, art. 11(13)). No clock stops."),
        ),
        StepPage(
            lifecycle.DEFECT,
            forms.NoteForm,
            lifecycle.report_defect,
            _("The holder asks to mend a defect"),
            _("Mend it within the term that the holder set, and record that the request was sent anew."),
        ),
        StepPage(
            lifecycle.GIVING,
            forms.NoteForm,
            lifecycle.give,
            _("We gave what was asked"),
            _("The clarification was sent, or the costs are paid or not owed."),
        ),
        StepPage(
            lifecycle.RETURN,
            forms.NoteForm,
            lifecycle.send_back,
            _("The holder returns the request"),
            _("Its terms end here. The request may be mended and sent anew at any time; then they begin again."),
        ),
        StepPage(
            lifecycle.RESENDING,
            forms.ResendingForm,
            lifecycle.send_again,
            _("The request was sent anew"),
            _("The terms begin with the new sending, and again with the new registration."),
        ),
        StepPage(
            lifecycle.AUTHOR_WITHDRAWAL,
            forms.NoteForm,
            lifecycle.withdraw,
            _("The author withdraws the request"),
            _("All clocks stop. It can be opened again with a reason."),
        ),
        StepPage(
            lifecycle.COMPLAINT,
            forms.ComplaintForm,
            lifecycle.complain,
            _("Record a complaint"),
            _(
                "It is filed through the holder, which passes it on to the higher body. Against silence the time to "
                "complain runs from the first day of the delay."
            ),
        ),
        StepPage(
            lifecycle.DECISION,
            forms.DecisionForm,
            lifecycle.record_decision,
            _("Record the decision on the complaint"),
            _("The time to go to court runs from the day on which we received the decision."),
        ),
        StepPage(
            lifecycle.CLAIM,
            forms.ClaimForm,
            lifecycle.go_to_court,
            _("Record a claim to a court"),
            _(
                "Against a state body after the decision on the complaint or its silence; against a company at once, "
                "to a civil court, whose terms the portal does not count."
            ),
        ),
        StepPage(
            lifecycle.JUDGMENT,
            forms.JudgmentForm,
            lifecycle.record_judgment,
            _("Record the decision of the court"),
            _("The terms of an appeal are not counted here: ask the lawyer."),
        ),
        StepPage(
            lifecycle.PROSECUTOR,
            forms.CommunicationForm,
            lifecycle.appeal_to_prosecutor,
            _("Record an appeal to the prosecutor"),
            _(
                "Beside the complaint and the court. The terms of the prosecutor's office are its own: the portal counts none."
            ),
        ),
        StepPage(
            lifecycle.SUPERVISION,
            forms.CommunicationForm,
            lifecycle.record_supervision,
            _("Record the prosecutor's answer"),
            _("What it says is written into the number and date of the document, or into a reply of the holder."),
        ),
        StepPage(
            lifecycle.COMMUNICATION,
            forms.CommunicationForm,
            lifecycle.go_to_committee,
            _("Record a communication to the Compliance Committee"),
            _("There is no fixed term. The Committee looks at whether the remedies at home were used."),
        ),
        StepPage(
            lifecycle.CLOSING,
            forms.ReasonForm,
            lifecycle.close,
            _("Close the request"),
            _("Nothing is awaited any more. All clocks are closed; the page stays as it is."),
        ),
        StepPage(
            lifecycle.REOPENING,
            forms.ReasonForm,
            lifecycle.reopen,
            _("Open the request again"),
            _("It goes back to where it stood, with the terms that still matter."),
        ),
        StepPage(
            lifecycle.CORRECTION,
            forms.CorrectionForm,
            lifecycle.correct,
            _("Correct a date"),
            _(
                "The clocks that rest on it are closed and counted anew. The old day and the reason stay in the history."
            ),
        ),
        StepPage(
            lifecycle.PUBLICATION,
            forms.PublicationForm,
            lifecycle.publish,
            _("Publish the request"),
            _(
                "Everybody will read the letter, the replies and the history. Look once more for names, addresses, "
                "telephones and IINs of citizens."
            ),
            _("Publish"),
            _("The request is on the public register."),
        ),
        StepPage(
            lifecycle.UNPUBLISHING,
            forms.ReasonForm,
            lifecycle.unpublish,
            _("Take the request off the register"),
            _(
                "The page, the lists, the feed and the search will not show it any more. Its history and the "
                "reason stay."
            ),
            _("Take it off"),
            _("The request is seen by staff only."),
        ),
    )
}

# What a registrar is most likely to do next stands first; the rest is in groups that open.
GROUPS = (
    (_("The answer"), ("reply", "refusal", "already-published", "termination")),
    (
        _("The holder's moves"),
        ("registration", "extension", "forwarding", "clarification", "costs", "defect", "return"),
    ),
    (_("Our moves"), ("submission", "given", "resending", "withdrawal", "publish", "unpublish")),
    (_("Dispute"), ("complaint", "decision", "prosecutor", "supervision", "court", "judgment", "committee")),
    (_("Order"), ("closing", "reopening", "correction")),
)
LIKELY = ("submission", "registration", "given", "resending", "decision", "judgment", "reply", "publish", "complaint")
SHOWN_FIRST = 2


def first_and_groups(steps):
    """The pages of possible steps: the likeliest two, and all of them in their groups."""
    possible = {step.name for step in steps}
    likely = [PAGES[name] for name in LIKELY if name in possible][:SHOWN_FIRST]
    groups = [(title, [PAGES[name] for name in names if name in possible]) for title, names in GROUPS]
    return likely, [(title, pages) for title, pages in groups if pages]
