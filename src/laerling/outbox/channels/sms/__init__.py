"""SMS by way of a gateway: any that speaks HTTP, Kannel, or Altinn Notifications."""

from laerling.outbox.channels.sms.sending import CHUNK, is_set_up, look_up, repeats_safely, send

__all__ = ["CHUNK", "is_set_up", "look_up", "repeats_safely", "send"]
