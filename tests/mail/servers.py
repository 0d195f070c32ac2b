"""Real servers: one for SMTP that takes, refuses, postpones or hangs up, as it is told, and one for IMAP."""

import socket
import socketserver
from email import message_from_bytes, policy
from threading import Thread

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


class Mailbox(socketserver.ThreadingTCPServer):
    """A real IMAP server with one folder: mails by UID and what was marked. `context` makes it speak TLS."""

    allow_reuse_address = daemon_threads = True

    def __init__(self, raws, context=None):
        self.raws = dict(enumerate(raws, 1))
        self.flagged, self.expunged, self.logins = set(), False, []
        self.validity = 7
        self.context = context
        super().__init__(("127.0.0.1", 0), _MailboxSession)

    def get_request(self):
        connection, address = super().get_request()
        return (self.context.wrap_socket(connection, server_side=True) if self.context else connection), address

    def handle_error(self, request, client_address):
        """A client that hangs up is no news."""

    @property
    def port(self):
        return self.server_address[1]

    def __enter__(self):
        Thread(target=self.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_error):
        self.shutdown()
        self.server_close()


class _MailboxSession(socketserver.StreamRequestHandler):
    def handle(self):
        self.say(b"* OK ready")
        for line in self.rfile:
            tag, command, *words = line.decode().split()
            getattr(self, command.lower(), lambda *words: None)(*words)
            self.server.expunged |= command.upper() == "EXPUNGE"
            self.say(f"{tag} OK done".encode())
            if command.upper() == "LOGOUT":
                return

    def say(self, line):
        self.wfile.write(line + b"\r\n")

    def capability(self):
        self.say(b"* CAPABILITY IMAP4rev1")

    def login(self, name, password):
        self.server.logins.append((name.strip('"'), password.strip('"')))

    def select(self, _folder):
        self.say(f"* {len(self.server.raws)} EXISTS".encode())
        self.say(f"* OK [UIDVALIDITY {self.server.validity}] valid".encode())

    def logout(self):
        self.say(b"* BYE")

    def uid(self, command, *words):
        getattr(self, command.lower())(*words)

    def search(self, *criteria):
        first = next((int(word.partition(":")[0].strip("(")) for word in criteria if ":" in word), 1)
        wanted = [uid for uid in self.server.raws if uid >= first] or [max(self.server.raws)]  # n:* is never empty
        self.say(f"* SEARCH {' '.join(map(str, wanted))}".encode())

    def fetch(self, uid, *_what):
        raw = self.server.raws[int(uid)]
        self.say(f"* {uid} FETCH (UID {uid} BODY[] {{{len(raw)}}}".encode())
        self.wfile.write(raw)
        self.say(b")")

    def store(self, uid, *_flags):
        self.server.flagged.add(int(uid))
