"""A whole installation for one journey, as on a real machine: production settings, gunicorn over TLS, tick, mail.

It stands on the PostgreSQL of the run, in a database of its own.
"""

import contextlib
import json
import os
import secrets
import ssl
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage, Message
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlsplit

import psycopg2
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.postgres import free_port

ROOT = Path(__file__).parents[2]
PATIENCE = 60


@dataclass
class PostOffice:
    """A mail server on loopback that keeps what arrives."""

    arrived: list[EmailMessage] = field(default_factory=list)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        message = message_from_bytes(envelope.content or b"", policy=policy.default)
        assert envelope.rcpt_tos == [message["To"]], "one recipient each"
        self.arrived.append(message)
        return "250 Taken"

    def to(self, address: str) -> list[EmailMessage]:
        return [message for message in self.arrived if message["To"] == address]

    def subjects(self, address: str) -> list[str]:
        return [message["Subject"] for message in self.to(address)]

    def wait(self, address: str, saying: str) -> str:
        """Give the text of the newest message to this address whose subject or text says so, once it has arrived."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            for message in reversed(self.to(address)):
                text = message.get_body(("plain",)).get_content()
                if saying in f"{message['Subject']}\n{text}":
                    return text
            time.sleep(0.1)
        raise AssertionError(f"{address} got no message that says {saying!r}, only {self.subjects(address)}")


@dataclass
class Installation:
    folder: Path
    address: str
    post: PostOffice
    env: dict[str, str]

    def manage(self, *words: str) -> str:
        """Run manage.py as the person who looks after the machine does."""
        command = [sys.executable, "manage.py", *words]
        done = subprocess.run(command, cwd=ROOT, env=self.env, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def ask(self, path: str) -> tuple[int, Message, bytes]:
        """What a program that trusts the certificate is answered."""
        trusting = ssl.create_default_context(cafile=str(self.folder / "certificate.pem"))
        try:
            with urllib.request.urlopen(self.address + path, timeout=20, context=trusting) as answer:
                return answer.status, answer.headers, answer.read()
        except HTTPError as refused:
            with refused:
                return refused.code, refused.headers, refused.read()

    def wait_until_all_is_sent(self) -> None:
        until = time.monotonic() + PATIENCE
        while json.loads(self.ask("/readyz")[2])["oldest_unsent_seconds"] is not None:
            assert time.monotonic() < until, "messages wait and nobody sends them"
            time.sleep(0.1)

    def start(self, *command: str) -> subprocess.Popen[bytes]:
        with (self.folder / "log").open("ab") as log:
            return subprocess.Popen([sys.executable, *command], cwd=ROOT, env=self.env, stdout=log, stderr=log)


@contextlib.contextmanager
def installation(folder: Path) -> Iterator[Installation]:
    """Set a network up from nothing, run it, and take it down."""
    with contextlib.ExitStack() as stack:
        post = PostOffice()
        mail = Controller(post, hostname="127.0.0.1", port=free_port(), ready_timeout=PATIENCE)
        mail.start()
        stack.callback(mail.stop)
        port, certificate = free_port(), make_certificate(folder)
        database = stack.enter_context(own_database())
        site = Installation(folder, f"https://localhost:{port}", post, environment(folder, port, database, mail.port))
        site.manage("collectstatic", "--noinput")
        site.manage("prepare")
        serve = [
            "-m",
            "gunicorn",
            "dit_network.wsgi",
            "--workers",
            "2",
            "--no-control-socket",
            "--bind",
            f"127.0.0.1:{port}",
        ]
        for command in ([*serve, *certificate], ["manage.py", "tick", "--loop", "--every", "0.2"]):
            stack.callback(stop, site.start(*command))
        wait_until_ready(site)
        yield site


def environment(folder: Path, port: int, database: str, mail_port: int) -> dict[str, str]:
    """What the person who sets the network up writes down, and nothing else of this machine but its paths."""
    return {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "dit_network.settings.production",
        "SECRET_KEY": secrets.token_urlsafe(50),
        "ALLOWED_HOSTS": "localhost",
        "PUBLIC_ADDRESS": f"https://localhost:{port}",
        "CONTROLLER_NAME": "A network of practitioners",
        "CONTROLLER_CONTACT": "data@localhost",
        "CALENDAR_DOMAIN": "calendar.localhost",
        "DEFAULT_FROM_EMAIL": "The network <network@localhost>",
        "EMAIL_URL": f"smtp://127.0.0.1:{mail_port}",
        "DATABASE_URL": database,
        "STATIC_ROOT": str(folder / "static"),
    }


def make_certificate(folder: Path) -> list[str]:
    """A certificate for localhost that nobody trusts, valid today."""
    key, name = (
        ec.generate_private_key(ec.SECP256R1()),
        x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")]),
    )
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem, no_password = serialization.Encoding.PEM, serialization.NoEncryption()
    (folder / "key.pem").write_bytes(key.private_bytes(pem, serialization.PrivateFormat.PKCS8, no_password))
    (folder / "certificate.pem").write_bytes(certificate.public_bytes(pem))
    return ["--keyfile", str(folder / "key.pem"), "--certfile", str(folder / "certificate.pem")]


@contextlib.contextmanager
def own_database() -> Iterator[str]:
    """An empty database beside the one of the tests."""
    cluster, name = os.environ["DATABASE_URL"], f"journey_{secrets.token_hex(4)}"

    def do(statement: str) -> None:
        with contextlib.closing(psycopg2.connect(cluster)) as connection:
            connection.autocommit = True
            connection.cursor().execute(statement)

    do(f"CREATE DATABASE {name}")
    try:
        yield urlsplit(cluster)._replace(path=f"/{name}").geturl()
    finally:
        do(f"DROP DATABASE {name} WITH (FORCE)")


def wait_until_ready(site: Installation) -> None:
    until = time.monotonic() + PATIENCE
    while True:
        with contextlib.suppress(OSError):
            if site.ask("/readyz")[0] == 200:
                return
        assert time.monotonic() < until, "the installation does not get ready"
        time.sleep(0.1)


def stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    process.wait(timeout=PATIENCE)
