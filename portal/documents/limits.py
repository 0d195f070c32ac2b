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
INSPECTION_SECONDS = 60

READ_ATTEMPTS = 3  # a file that stopped the worker three times is not tried again
COVER_WIDTHS = (320, 960)
COVER_TALLEST = 2  # times its width; what is below is cut off

PICTURE_DPI = 200  # of a page that is rebuilt or recognised: small print stays readable
PICTURE_PIXELS = 16_000_000  # a larger page gets a coarser picture
SHOWN_WIDTH = 1000  # pixels of a page on which boxes are drawn

REDACTED_PAGES = 300
REDACTION_BOXES = 1_000
REDACTION_SECONDS = 3_600

RECOGNISED_PAGES = 300
RECOGNITION_SECONDS = 3_600
RECOGNITION_PAGE_SECONDS = 120

SHEET_ROWS = 200  # of a table on one page of its text
SHEET_PAGES = 500
SHEET_COLUMNS = 60
OFFICE_PAGE_CHARACTERS = 4_000
