"""Requests and holders in the words of schema.org: a question asked of an organisation, its answers, its addresses."""

from portal.markdown import as_plain_text


def question(info_request, replies, url):
    data = {
        "@context": "https://schema.org",
        "@type": "QAPage",
        "url": url,
        "mainEntity": {
            "@type": "Question",
            "name": info_request.subject,
            "text": info_request.text,
            "inLanguage": info_request.language,
            "dateCreated": info_request.sent_on.isoformat(),
            "dateModified": info_request.changed_at.isoformat(),
            "identifier": info_request.number,
            "answerCount": len(replies),
        },
    }
    if replies:
        data["mainEntity"]["acceptedAnswer"] = _answer(info_request, replies[-1])
        data["mainEntity"]["suggestedAnswer"] = [_answer(info_request, reply) for reply in replies[:-1]]
    return data


def frequent_question(frequent, url):
    """A question that many have, with the centre's answer."""
    return {
        "@context": "https://schema.org",
        "@type": "QAPage",
        "url": url,
        "mainEntity": {
            "@type": "Question",
            "name": str(frequent.question),
            "inLanguage": frequent.question.lang,
            "dateModified": frequent.changed_at.isoformat(),
            "answerCount": 1,
            "acceptedAnswer": {
                "@type": "Answer",
                "text": as_plain_text(frequent.answer),
                "inLanguage": frequent.answer.lang,
            },
        },
    }


def holder(holder, channels, url):
    """The organisation, and where requests for information reach it."""
    organisation = holder.organisation
    data = {
        "@context": "https://schema.org",
        "@type": "Organization",
        "url": url,
        "name": str(organisation.name),
        "contactPoint": [_contact(channel) for channel in channels if channel.is_email or channel.is_web],
    }
    if organisation.website:
        data["sameAs"] = organisation.website
    if organisation.region:
        data["areaServed"] = str(organisation.region.name)
    return data


def _contact(channel):
    where = "email" if channel.is_email else "url"
    return {"@type": "ContactPoint", "contactType": str(channel.get_kind_display()), where: channel.address}


def _answer(info_request, reply):
    return {
        "@type": "Answer",
        "text": reply.text,
        "inLanguage": reply.language,
        "dateCreated": reply.received_on.isoformat(),
        "author": {"@type": "Organization", "name": str(info_request.holder.organisation.name)},
    }
