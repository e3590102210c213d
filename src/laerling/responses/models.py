"""Drafts, the urn and what came of it. A ballot has a random id, no time, no order and no key to anybody."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Length

from laerling.responses.keys import HOLDERS, PAIRS
from laerling.responses.rules import DESTROYED_BY_HAND, DESTROYED_BY_US
from laerling.rounds.models import Round

models.BinaryField.register_lookup(Length)


class Draft(models.Model):
    """What a person has filled in so far, locked under a key made from their own link."""

    link_hash = models.BinaryField(primary_key=True, max_length=32)
    # No foreign-key check: it would lock the round's row at every page that is saved.
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False)
    sealed = models.BinaryField()

    class Meta:
        """All drafts have one size; much else would be somebody's storage."""

        constraints = [models.CheckConstraint(condition=Q(sealed__length__lte=4096), name="draft_size")]

    def __str__(self) -> str:
        """Return nothing that names a link."""
        return "draft"


class Intake(models.Model):
    """A sealed ballot as it came in; the next mix moves it to the urn."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # No foreign-key check: it would lock the round's row at every answer.
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False)
    sealed = models.BinaryField()

    class Meta:
        """A ballot is padded to 2,048 bytes and carries age's header, never less and little more."""

        constraints = [
            models.CheckConstraint(condition=Q(sealed__length__gt=2048, sealed__length__lte=4096), name="intake_size")
        ]

    def __str__(self) -> str:
        """Return the id, which says nothing."""
        return str(self.id)


class Urn(models.Model):
    """All sealed ballots of a round that have been mixed: written anew in random order at every mix."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False)
    sealed = models.BinaryField()

    def __str__(self) -> str:
        """Return the id, which says nothing."""
        return str(self.id)


class RoundKey(models.Model):
    """The public half of a round's key. Its fingerprint is pinned in a file outside the database."""

    round = models.OneToOneField(Round, on_delete=models.PROTECT, related_name="+", primary_key=True)
    public_key = models.CharField(max_length=200)
    fingerprint = models.CharField(max_length=64)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        """Return the fingerprint."""
        return self.fingerprint


class HolderKey(models.Model):
    """The public half of a key holder's own key, handed in before the round's key is made. The private half is theirs."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="+")
    holder = models.CharField(max_length=1)
    public_key = models.CharField(max_length=200)
    handed_in_at = models.DateTimeField()
    handed_in_by = models.CharField(max_length=60)

    class Meta:
        """Three holders, one key each, and no key twice."""

        constraints = [
            models.CheckConstraint(condition=Q(holder__in=HOLDERS), name="holderkey_holder"),
            models.UniqueConstraint(fields=["round", "holder"], name="holderkey_once"),
            models.UniqueConstraint(fields=["round", "public_key"], name="holderkey_own"),
        ]

    def __str__(self) -> str:
        """Return the holder's letter."""
        return self.holder


class KeyChallenge(models.Model):
    """A riddle sealed to the round's key: who can read it has two holders' keys. The newest counts.

    `answers` holds the SHA-256 of the right answer for each pair of holders; the answers themselves are in `sealed` only.
    """

    round = models.OneToOneField(Round, on_delete=models.PROTECT, related_name="+", primary_key=True)
    fingerprint = models.CharField(max_length=64)
    sealed = models.TextField()
    answers = models.JSONField()
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        """Return which key it is sealed to."""
        return self.fingerprint


class KeyProof(models.Model):
    """Two holders have shown that they can open what is sealed to the round's key."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="+")
    fingerprint = models.CharField(max_length=64)
    holders = models.CharField(max_length=2)
    proven_at = models.DateTimeField()
    handed_in_by = models.CharField(max_length=60)

    class Meta:
        """Two different holders of three. The database asks for the newest proof whenever somebody answers."""

        constraints = [models.CheckConstraint(condition=Q(holders__in=PAIRS), name="keyproof_holders")]
        indexes = [models.Index(fields=["round", "proven_at"], name="keyproof_newest")]

    def __str__(self) -> str:
        """Return the pair's letters."""
        return self.holders


class KeyRehearsal(models.Model):
    """A whole dry run with a throw-away key: sealed, exported, opened by each pair, and refused at the real tables."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="+")
    held_at = models.DateTimeField()
    held_by = models.CharField(max_length=60)
    went_well = models.BooleanField()
    report = models.JSONField(default=dict)

    def __str__(self) -> str:
        """Return whether it went well."""
        return "went well" if self.went_well else "failed"


class DestructionRecord(models.Model):
    """Something that could lead from people to answers, or open answers, is destroyed: what, when, by whom and how.

    `destroyed_by` is an account, or a part of the system. `witness` is who saw it, for what people destroy by hand.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="+")
    what = models.CharField(max_length=12)
    destroyed_at = models.DateTimeField()
    destroyed_by = models.CharField(max_length=60)
    how = models.CharField(max_length=400, blank=True)
    witness = models.CharField(max_length=100, blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        """Each thing is destroyed once. What the system does not do itself needs a way and a witness."""

        constraints = [
            models.UniqueConstraint(fields=["round", "what"], name="destruction_once"),
            models.CheckConstraint(
                condition=Q(what__in=[*DESTROYED_BY_US, *DESTROYED_BY_HAND]), name="destruction_what"
            ),
            models.CheckConstraint(
                condition=Q(what__in=DESTROYED_BY_US) | (~Q(how="") & ~Q(witness="")), name="destruction_witnessed"
            ),
        ]

    def __str__(self) -> str:
        """Return what was destroyed."""
        return self.what


class Opening(models.Model):
    """What happened to a round's urn: closed with a count and a root hash, exported, opened.

    `questions` are the codes of the opened answers' columns, in order.
    """

    round = models.OneToOneField(Round, on_delete=models.PROTECT, related_name="+", primary_key=True)
    closed_at = models.DateTimeField()
    n_ballots = models.PositiveIntegerField()
    root_hash = models.CharField(max_length=64)
    exported_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    n_ok = models.PositiveIntegerField(null=True, blank=True)
    n_rejected = models.PositiveIntegerField(null=True, blank=True)
    questions = models.JSONField(default=list)
    report = models.JSONField(default=dict)

    class Meta:
        """What came out and what was left out is what went in."""

        constraints = [
            models.CheckConstraint(
                condition=Q(opened_at=None, n_ok=None, n_rejected=None)
                | Q(opened_at__isnull=False, n_ballots=models.F("n_ok") + models.F("n_rejected")),
                name="opening_accounts_for_all",
            )
        ]

    def __str__(self) -> str:
        """Return the root hash."""
        return self.root_hash


class OpenedAnswer(models.Model):
    """One person's answers after the opening: a coarse profile and one number per question, 0 = skipped."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="+")
    county = models.TextField(blank=True)
    office = models.TextField(blank=True)
    establishment = models.TextField(blank=True)
    programme = models.TextField(blank=True)
    trade = models.TextField(blank=True)
    gender = models.TextField(blank=True)
    kind = models.TextField(blank=True)
    year = models.TextField(blank=True)
    answers = ArrayField(models.SmallIntegerField())

    def __str__(self) -> str:
        """Return the id, which says nothing."""
        return str(self.id)
