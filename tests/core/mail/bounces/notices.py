"""Mails with which mails come back, as servers write them."""

NUMBER = "0123456789abcdef0123456789abcdef"
MESSAGE_ID = f"<{NUMBER}@moteplass.example>"
OLENA = "olena@example.org"
HEAD = """\
Return-Path: <>
From: MAILER-DAEMON@mx.example.org (Mail Delivery System)
To: {to}
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type={kind}; boundary="between"

This is a MIME-encapsulated message.

--between
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you that your message could not be delivered.

"""
STATUS = """\
--between
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.org

Final-Recipient: rfc822; {recipient}
Action: {action}
Status: {status}
Diagnostic-Code: {words}

"""
COMPLAINT = """\
--between
Content-Type: message/feedback-report

Feedback-Type: {kind}
User-Agent: SomeGenerator/1.0
Version: 1

"""
RETURNED = """\
--between
Content-Type: {type}

Message-ID: {message_id}
Subject: Velkommen
To: {recipient}

Hei, Olena

"""


def dsn(
    *,
    status: str = "5.1.1",
    action: str = "failed",
    words: str = "smtp; 550 5.1.1 <olena@example.org>: Recipient address rejected: User unknown",
    message_id: str = MESSAGE_ID,
    to: str = "retur@moteplass.example",
    recipient: str = OLENA,
    returned: str = "message/rfc822",
) -> bytes:
    """A delivery status notification (RFC 3464) as Postfix writes it."""
    text = HEAD.format(to=to, kind="delivery-status")
    text += STATUS.format(recipient=recipient, action=action, status=status, words=words)
    if returned:
        text += RETURNED.format(type=returned, message_id=message_id, recipient=recipient)
    return f"{text}--between--\n".encode()


def complaint(kind: str = "abuse", message_id: str = MESSAGE_ID) -> bytes:
    """A report of a complaint (RFC 5965)."""
    text = HEAD.format(to="retur@moteplass.example", kind="feedback-report")
    text += COMPLAINT.format(kind=kind)
    text += RETURNED.format(type="message/rfc822", message_id=message_id, recipient=OLENA)
    return f"{text}--between--\n".encode()


EXIM = f"""\
Return-path: <>
X-Failed-Recipients: {OLENA}
Auto-Submitted: auto-replied
From: Mail Delivery System <Mailer-Daemon@mail.example.org>
To: retur@moteplass.example
Subject: Mail delivery failed: returning message to sender

This message was created automatically by mail delivery software.

A message that you sent could not be delivered to one or more of its
recipients. This is a permanent error. The following address(es) failed:

  {OLENA}
    Unrouteable address

------ This is a copy of the message, including all the headers. ------

Message-ID: {MESSAGE_ID}
Subject: Velkommen
To: {OLENA}

Hei, Olena
""".encode()

QMAIL = f"""\
Return-Path: <>
From: MAILER-DAEMON@example.org
To: retur@moteplass.example
Subject: failure notice

Hi. This is the qmail-send program at example.org.
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.

<{OLENA}>:
Sorry, no mailbox here by that name. (#5.1.1)

--- Below this line is a copy of the message.

Return-Path: <retur@moteplass.example>
Message-ID: {MESSAGE_ID}
Subject: Velkommen

Hei, Olena
""".encode()

EXCHANGE = f"""\
Return-Path: <>
From: <postmaster@kommune.example>
To: retur@moteplass.example
Subject: Undeliverable: Velkommen

Delivery has failed to these recipients or groups:

{OLENA}
The recipient's mailbox is full and can't accept messages now.

Remote Server returned '554 5.2.2 mailbox full'

-----Original message headers:-----

Message-ID: {MESSAGE_ID}
Subject: Velkommen
""".encode()

HOLIDAY = f"""\
From: Olena <{OLENA}>
To: retur@moteplass.example
Subject: Out of office: Velkommen
Auto-Submitted: auto-replied
In-Reply-To: {MESSAGE_ID}

I am away until Monday. If it is 550 5.1.1 urgent, call me.
""".encode()

ANSWER = f"""\
From: Olena <{OLENA}>
To: retur@moteplass.example
Subject: Re: Velkommen
In-Reply-To: {MESSAGE_ID}

Thank you! The user is unknown to me: who is Kari?

----- Original message -----
Message-ID: {MESSAGE_ID}
""".encode()
