"""How much the door takes. The size of an upload is a setting, MAX_UPLOAD_MB."""

MEGABYTE = 1024 * 1024

PDF_PAGES = 10_000
PAGE_CHARACTERS = 100_000  # a dense page of law has 6,000
IMAGE_PIXELS = 80_000_000

ARCHIVE_BYTES = 300 * MEGABYTE  # unpacked
ARCHIVE_FILES = 5_000
ARCHIVE_DEPTH = 2  # an archive inside an archive is the last

READER_MEMORY = 1536 * MEGABYTE
READER_PROCESSOR_SECONDS = 600
CHECK_SECONDS = 30
READ_SECONDS = 900

READ_ATTEMPTS = 3  # a file that stopped the worker three times is not tried again
COVER_WIDTHS = (320, 960)
COVER_TALLEST = 2  # times its width; what is below is cut off
