"""Ten thousand messages with HTML and a calendar leave at 300 a second or more, over one connection that is kept."""

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import timezone

from meetings import calendars
from outbox import html, post, sending
from outbox.models import Message, State
from tests.factories import make_meeting

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres, pytest.mark.deep]
TEXT = (
    "Your next meeting\n\n"
    + "We meet on Thursday 14 May 2026, 2pm to 4pm (UK time), in Room 2 at Prestwich – café.\n\n" * 10
)


@pytest.fixture
def quick_server(settings) -> Iterator[None]:
    command = [sys.executable, str(Path(__file__).parent / "quick_server.py")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", int(server.stdout.readline())
        yield
        server.kill()


def test_ten_thousand_messages_leave_at_300_a_second_or_more(quick_server):
    now, meeting = timezone.now(), make_meeting()
    calendar = calendars.one(meeting).decode().replace("VERSION:2.0\r\n", "VERSION:2.0\r\nMETHOD:REQUEST\r\n")
    words = {"subject": "Your next meeting – café", "text": TEXT, "html": html.page("Your next meeting", TEXT)}
    Message.objects.bulk_create(
        [
            Message(
                key=f"speed:{number}",
                message_id=post.new_message_id(),
                name="meetings/reminder",
                about=f"meeting:{number % 6}",
                recipient=f"person{number}@trust.example",
                calendar=calendar,
                created_at=now,
                next_attempt_at=now,
                **words,
            )
            for number in range(10_000)
        ],
        batch_size=1000,
    )

    start, cpu = time.monotonic(), time.process_time()
    for _ in sending.send_waiting(timezone.now):
        pass
    took = time.monotonic() - start

    sys.stdout.write(
        f"10,000 in {took:.1f} s, {10_000 / took:.0f} a second; {time.process_time() - cpu:.1f} s of our own\n"
    )
    assert Message.objects.filter(state=State.SENT).count() == 10_000
    assert 10_000 / took >= 300
