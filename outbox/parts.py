"""The parts of an e-mail as bytes. Their headers are our own and fixed: the library reads and writes each of them
several times, which took most of the time of sending."""

from base64 import encodebytes
from binascii import b2a_qp
from secrets import token_hex

END = b"\r\n"


def part(headers: dict[str, str], body: bytes) -> bytes:
    """Headers, an empty line, and the body."""
    return b"".join(f"{name}: {value}\r\n".encode("ascii") for name, value in headers.items()) + END + body


def words(kind: str, text: str) -> bytes:
    """Text of any length of line and in any letters, quoted where mail servers would change it."""
    headers = {"Content-Type": f"text/{kind}; charset=utf-8", "Content-Transfer-Encoding": "quoted-printable"}
    return part(headers, b2a_qp(END.join([*text.encode().splitlines(), b""])))


def base64(octets: bytes) -> bytes:
    """The same bytes to the last one, in lines of plain letters."""
    return encodebytes(octets).replace(b"\n", END)


def in_base64(kind: str, lines: bytes, **further: str) -> bytes:
    """What `base64` gave, once or in several places."""
    named = {name.replace("_", "-").title(): value for name, value in further.items()}
    headers = {"Content-Type": kind, "Content-Transfer-Encoding": "base64", **named}
    return part(headers, lines)


def together(kind: str, parts: list[bytes]) -> bytes:
    """Several parts as one, between lines that nobody can foresee."""
    boundary = token_hex(16)
    line = b"--" + boundary.encode("ascii")
    body = b"".join(line + END + each + END for each in parts) + line + b"--" + END
    return part({"Content-Type": f"multipart/{kind}; boundary={boundary}"}, body)
