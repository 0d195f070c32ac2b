from tests.mail.corpus import SAMPLES
from tests.mail.corpus.making import FOLDER
from tests.mail.corpus.table import DOCUMENT, document

for sample in SAMPLES:
    (FOLDER / f"{sample.name}.eml").write_bytes(sample.raw)
DOCUMENT.write_text(document())
