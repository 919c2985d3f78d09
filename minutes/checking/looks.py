"""What a file that we do not take looks like, in words for the person who chose it."""

import re

OLD_OFFICE = "an old Office file, or one with a password. Save it as .docx, .xlsx, .pptx or PDF, without a password"
BEGINS_LIKE = {
    b"\xd0\xcf\x11\xe0": OLD_OFFICE,
    b"MZ": "a program for Windows",
    b"\x7fELF": "a program",
    b"#!": "a program",
    b"GIF8": "a GIF picture",
    b"BM": "a bitmap picture",
    b"II*\x00": "a TIFF picture",
    b"MM\x00*": "a TIFF picture",
    b"{\\rtf": "a rich text file",
    b"%!PS": "a PostScript file",
    b"Rar!": "a RAR archive",
    b"7z\xbc\xaf": "a 7-Zip archive",
    b"\x1f\x8b": "a compressed file",
    b"ID3": "a sound file",
    b"PK": "a damaged zip file",
}
# Each remark ends where it first can: there is one way to read it, and a file that has hundreds is read as fast.
REMARK = rb"<!--(?:(?!-->).)*-->|<\?xml(?:(?!\?>).)*\?>|<!doctype[^>]*>"
MARKUP = re.compile(rb"\s*(?:(?:" + REMARK + rb")\s*)*<([a-z][a-z0-9:]{0,20})", re.I | re.S)


def looks_like(data: bytes) -> str:
    """Name what this content is, as well as a short look tells."""
    for start, name in BEGINS_LIKE.items():
        if data.startswith(start):
            return name
    if data[8:12] == b"WEBP":
        return "a WebP picture"
    if data[4:8] == b"ftyp":
        return "a photo or film of a phone (HEIC or MP4). Export a photo as JPEG"
    head = data[:2000].removeprefix(b"\xef\xbb\xbf")
    if found := MARKUP.match(head):
        return "an SVG drawing" if b"svg" in found[1].lower() or b"<svg" in head.lower() else "a web page"
    return "something we do not know" if b"\0" in head else "plain text"
