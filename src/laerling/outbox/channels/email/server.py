"""Where mail is handed in, and whose name it bears."""

from dataclasses import dataclass
from uuid import UUID

from django.conf import settings

from laerling.outbox.channels.email.message import sender


@dataclass(frozen=True, slots=True)
class Server:
    """An SMTP server, the sender's names, and how many connections it likes at once.

    `bounces` is where reports of what could not be delivered go, with {id} for the message's id; empty for the sender.
    """

    host: str
    port: int
    user: str
    password: str
    tls: bool
    from_: str
    reply_to: str
    bounces: str = ""
    connections: int = 4

    @classmethod
    def of_settings(cls) -> "Server":
        """Return the server of Django's settings; replies go to the support address (M37)."""
        return cls(
            host=settings.EMAIL_HOST,
            port=settings.EMAIL_PORT,
            user=settings.EMAIL_HOST_USER,
            password=settings.EMAIL_HOST_PASSWORD,
            tls=settings.EMAIL_USE_TLS,
            from_=settings.DEFAULT_FROM_EMAIL,
            reply_to=settings.SUPPORT_EMAIL,
            bounces=settings.EMAIL_BOUNCES,
            connections=settings.EMAIL_CONNECTIONS,
        )

    @property
    def own_name(self) -> str:
        """The name to greet with: the sender's domain; the machine's own name is nobody's business."""
        return sender(self.from_)[1].rpartition("@")[2]

    def envelope_sender(self, message_id: UUID) -> str:
        """Return the address a message comes back to when it cannot be delivered; it tells which message that was."""
        return self.bounces.replace("{id}", str(message_id)) if self.bounces else sender(self.from_)[1]
