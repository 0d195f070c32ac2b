from tests.mail.corpus import SAMPLES
from tests.mail.corpus.making import FOLDER

for sample in SAMPLES:
    (FOLDER / f"{sample.name}.eml").write_bytes(sample.raw)
