"""A real SMTP server that takes, refuses, postpones or hangs up, as it is told."""

import socket
from email import message_from_bytes, policy

from aiosmtpd.controller import Controller


class MailServer:
    """`accepted` holds the mails that it took. A word for the recipient or the data is said in place of "250 OK"."""

    def __init__(self):
        self.accepted = []
        self.envelopes = []
        self.recipient_answer = self.data_answer = "250 OK"
        self.at_recipient = self.after_taking = lambda server: None  # what happens then, with the connection
        self.controller = Controller(self, hostname="127.0.0.1", port=_free_port())

    @property
    def port(self):
        return self.controller.port

    def __enter__(self):
        self.controller.start()
        return self

    def __exit__(self, *_error):
        self.controller.stop()

    async def handle_RCPT(self, server, session, envelope, address, options):
        self.at_recipient(server)
        if self.recipient_answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.recipient_answer

    async def handle_DATA(self, server, session, envelope):
        if not self.data_answer.startswith("250"):
            return self.data_answer
        self.accepted.append(message_from_bytes(envelope.content, policy=policy.default))
        self.envelopes.append((envelope.mail_from, *envelope.rcpt_tos))
        self.after_taking(server)
        return "250 OK"


def hang_up(server):
    server.transport.abort()


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
