from django import template

from portal.languages import active_language
from requests_registry.articles import written
from requests_registry.letters.kinds import possible_kinds

register = template.Library()


@register.simple_tag
def article(notation):
    """{% article "EC 20(4)" %} in the words of the language that is being written."""
    return written(notation, active_language())


@register.inclusion_tag("requests_registry/staff/letters.html")
def letters_of(info_request, today):
    """The letters of a request and those that may be written: for the pages of the desk."""
    letters, kinds = info_request.letters.listed(), possible_kinds(info_request, today)
    return {"info_request": info_request, "letters": letters, "kinds": kinds}
