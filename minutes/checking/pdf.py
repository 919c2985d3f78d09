"""A PDF: whole, open to read, and without what would act when somebody opens it.

This is a look at the file's own words, not a reading of it: it finds what a program writes, not what somebody hides
with skill. Documents come from coordinators and open in the reader's own sandbox; that is the rest of the defence.
"""

import re
import zlib

from .unfit import DAMAGED, PROTECTED, Unfit

ACTIVE = "This PDF holds scripts, attached files or commands. Print it to a new PDF, then add that one."
TWO_THINGS = "This file is a PDF and a zip file at once. Print it to a new PDF, then add that one."
TAIL, PIECE, MOST_READ, MOST_UNPACKED = 2048, 4096, 80_000_000, 20_000_000
ACTS = re.compile(rb"/(?:JavaScript|Launch|EmbeddedFiles?|RichMedia|XFA|GoToE)(?![A-Za-z0-9])")
ENCRYPTED = re.compile(rb"/Encrypt(?![A-Za-z0-9])")
HEX = re.compile(rb"#([0-9A-Fa-f]{2})")
# Names may stand in compressed streams of objects, which begin soon after they say that they are such.
OBJECT_STREAM = re.compile(rb"/ObjStm(?:(?!/ObjStm).){0,400}?stream\r?\n", re.S)


def checked(data: bytes) -> bytes:
    """The same bytes. Raises Unfit."""
    if b"%%EOF" not in data[-TAIL:]:
        raise Unfit(DAMAGED)
    if b"PK\x05\x06" in data[-70_000:]:
        raise Unfit(TWO_THINGS)
    words = spelled_out(data) + spelled_out(object_streams(data))
    if ENCRYPTED.search(words):
        raise Unfit(PROTECTED)
    if ACTS.search(words):
        raise Unfit(ACTIVE)
    return data


def spelled_out(data: bytes) -> bytes:
    """Names may be written with codes for their letters: /J#61vaScript."""
    return HEX.sub(lambda code: bytes([int(code[1], 16)]), data)


def object_streams(data: bytes) -> bytes:
    """What the compressed streams of objects say, and never more of it than fits. Raises Unfit.

    They are read piece by piece: thousands of short ones would each copy the whole rest of the file.
    """
    found, left = bytearray(), MOST_READ
    for start in OBJECT_STREAM.finditer(data):
        if left < 0 or len(found) > MOST_UNPACKED:
            raise Unfit(ACTIVE)
        unpacker = zlib.decompressobj()
        for at in range(start.end(), len(data), PIECE):
            left -= PIECE
            try:
                found += unpacker.decompress(data[at : at + PIECE], MOST_UNPACKED)
            except zlib.error:
                break  # not compressed, and so read with the rest
            if unpacker.eof or left < 0 or len(found) > MOST_UNPACKED:
                break
    return bytes(found)
