from django import template

from portal.languages import active_language
from requests_registry.letters.articles import written

register = template.Library()


@register.simple_tag
def article(notation):
    """{% article "EC 20(4)" %} in the words of the language that is being written."""
    return written(notation, active_language())
