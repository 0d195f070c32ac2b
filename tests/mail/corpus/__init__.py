"""Mails that people's programs send, each named by what is odd about it. Fictional people, example domains.

python -m tests.mail.corpus        writes tests/data/mail/*.eml and the table of docs/mail.md anew
"""

from tests.mail.corpus.charsets import CHARSETS
from tests.mail.corpus.files import FILES
from tests.mail.corpus.gateways import GATEWAYS
from tests.mail.corpus.machines import MACHINES
from tests.mail.corpus.people import PEOPLE
from tests.mail.corpus.shapes import SHAPES

SAMPLES = [*CHARSETS, *SHAPES, *FILES, *GATEWAYS, *MACHINES, *PEOPLE]
BY_NAME = {sample.name: sample for sample in SAMPLES}
