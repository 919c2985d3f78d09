"""A picture: its size is asked before it is unpacked, and it is drawn anew, so that only the picture itself is kept."""

from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

from ..words import FileType
from .unfit import DAMAGED, Unfit

MOST_PIXELS = 36_000_000  # a page of A4 scanned at 600 dots to the inch
LONGEST_SIDE = 20_000
TOO_LARGE = "This picture has more than 36 million pixels, which is more than we unpack. Make it smaller, then add it."
FORMATS = {FileType.PNG: "PNG", FileType.JPEG: "JPEG"}
MODES = {FileType.PNG: ("1", "L", "LA", "P", "RGB", "RGBA"), FileType.JPEG: ("L", "RGB")}


def drawn_anew(kind: FileType, data: bytes) -> bytes:
    """The same picture, upright, without place, time, camera or remarks. Raises Unfit."""
    try:
        with Image.open(BytesIO(data), formats=[FORMATS[kind]]) as picture:
            refuse_giant(*picture.size)
            picture.load()
            return saved(kind, upright(picture, kind))
    except Image.DecompressionBombError as error:
        raise Unfit(TOO_LARGE) from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError) as error:
        raise Unfit(DAMAGED) from error


def refuse_giant(width: int, height: int) -> None:
    if width * height > MOST_PIXELS or max(width, height) > LONGEST_SIDE:
        raise Unfit(TOO_LARGE)


def upright(picture: Image.Image, kind: FileType) -> Image.Image:
    """Turned as its camera was held, in colours that its format keeps, and with nothing beside them."""
    ImageOps.exif_transpose(picture, in_place=True)
    if picture.mode not in MODES[kind]:
        see_through = kind == FileType.PNG and "A" in picture.getbands()
        picture = picture.convert("RGBA" if see_through else "RGB")
    picture.info = {name: value for name, value in picture.info.items() if name == "transparency"}
    return picture


def saved(kind: FileType, picture: Image.Image) -> bytes:
    written = BytesIO()
    quality = {"quality": 88} if kind == FileType.JPEG else {}
    picture.save(written, FORMATS[kind], **quality)
    return written.getvalue()
