"""A photo as it is kept: upright, not larger than a page needs, and without what the camera wrote about the place."""

from io import BytesIO
from pathlib import Path

from django.core.files.base import ContentFile
from PIL import Image, ImageOps

from portal.documents import limits
from portal.documents.checks import RefusedFile

LONGEST_SIDE = 2400
QUALITY = 88


def prepared(file, name):
    """The file to keep instead of `file`; raises RefusedFile for what is no picture or has too many pixels."""
    try:
        with Image.open(file, formats=("JPEG", "PNG", "WEBP")) as image:
            if image.width * image.height > limits.IMAGE_PIXELS:
                raise RefusedFile("image_too_large", name)
            upright = ImageOps.exif_transpose(image).convert("RGB")
    except (OSError, ValueError, SyntaxError, MemoryError, Image.DecompressionBombError) as error:
        raise RefusedFile("image_broken", name) from error
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    kept = BytesIO()
    upright.save(kept, "JPEG", quality=QUALITY)
    return ContentFile(kept.getvalue(), name=f"{Path(name).stem}.jpg")
