"""Reports as mail servers send them, about a message of ours."""


def postfix(message, *, action="failed", status="5.1.1", said="smtp; 550 5.1.1 User unknown", quotes=True):
    """Postfix, and what follows RFC 3464 as it does."""
    original = f"Message-ID: {message.message_id}\r\n" if quotes else ""
    return f"""From: MAILER-DAEMON@mx.trust.example (Mail Delivery System)\r
To: network@dit-northwest.example\r
Return-Path: <>\r
Subject: Undelivered Mail Returned to Sender\r
Auto-Submitted: auto-replied\r
MIME-Version: 1.0\r
Content-Type: multipart/report; report-type=delivery-status; boundary="B"\r
\r
--B\r
Content-Description: Notification\r
Content-Type: text/plain; charset=us-ascii\r
\r
This is the mail system at host mx.trust.example. I'm sorry.\r
\r
--B\r
Content-Type: message/delivery-status\r
\r
Reporting-MTA: dns; mx.trust.example\r
Arrival-Date: Thu, 14 May 2026 12:00:00 +0100\r
\r
Final-Recipient: rfc822; {message.recipient}\r
Original-Recipient: rfc822;{message.recipient}\r
Action: {action}\r
Status: {status}\r
Diagnostic-Code: {said}\r
\r
--B\r
Content-Type: message/rfc822\r
\r
From: network@dit-northwest.example\r
To: {message.recipient}\r
{original}Subject: A subject\r
\r
A text\r
--B--\r
""".encode()


def headers_only(message):
    """Exchange and others give back the headers alone."""
    return postfix(message).replace(b"Content-Type: message/rfc822", b"Content-Type: text/rfc822-headers")


def exim(message):
    """Exim writes in its own words, with the message below."""
    return f"""Return-path: <>\r
From: Mail Delivery System <Mailer-Daemon@mx.trust.example>\r
To: network@dit-northwest.example\r
X-Failed-Recipients: {message.recipient}\r
Auto-Submitted: auto-replied\r
Subject: Mail delivery failed: returning message to sender\r
\r
This message was created automatically by mail delivery software.\r
\r
A message that you sent could not be delivered to one or more of its\r
recipients. This is a permanent error. The following address(es) failed:\r
\r
  {message.recipient}\r
    550 5.1.1 no such user here\r
\r
------ This is a copy of the message, including all the headers. ------\r
\r
From: network@dit-northwest.example\r
To: {message.recipient}\r
Message-ID: {message.message_id}\r
\r
A text\r
""".encode()


def complaint(message):
    """A provider passes on that its user called a message spam (RFC 5965)."""
    return f"""From: <abuse@provider.example>\r
To: network@dit-northwest.example\r
Subject: FW: A subject\r
MIME-Version: 1.0\r
Content-Type: multipart/report; report-type=feedback-report; boundary="C"\r
\r
--C\r
Content-Type: text/plain\r
\r
This is a spam report.\r
--C\r
Content-Type: message/feedback-report\r
\r
Feedback-Type: abuse\r
User-Agent: SomeGenerator/1.0\r
Version: 1\r
\r
--C\r
Content-Type: message/rfc822\r
\r
Message-ID: {message.message_id}\r
To: {message.recipient}\r
\r
A text\r
--C--\r
""".encode()
