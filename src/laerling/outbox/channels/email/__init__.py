"""Mail over SMTP: assembled as bytes by ourselves, sent over one connection a batch, each outcome told for certain."""

from laerling.outbox.channels.email.smtp import send

__all__ = ["send"]
