import pytest
from django.template import Context, Template


@pytest.fixture
def render():
    """A template string rendered as any page's template would be."""
    return lambda source, **context: Template(source).render(Context(context))
