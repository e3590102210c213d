"""How fast somebody is going: the one thing the shell keeps."""

from django.db import models


class Pace(models.Model):
    """How much of an allowance is used up. `key` is a hash of whom and of what; neither can be read from it.

    Each use adds its share of time to `used_until`, and time gives it back. Kept in an unlogged table: a crash of the
    database forgives everybody, and that is all it costs.
    """

    key = models.CharField(max_length=64, primary_key=True)
    used_until = models.DateTimeField()

    def __str__(self) -> str:
        """Return the key."""
        return self.key
