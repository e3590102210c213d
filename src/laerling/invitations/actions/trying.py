"""Sending a test to oneself, through the very outbox that the real messages take.

Nobody of the sample is touched: names, offices and links are examples, and the link leads to a page that says so.
"""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID, uuid5

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from laerling.access.models import Account
from laerling.access.types import Scope
from laerling.audit import actions as audit
from laerling.invitations.actions.ordering import ChannelNotReady
from laerling.invitations.links import EXAMPLE, answering_url, decline_url
from laerling.invitations.mails import Letter, deadline, filled
from laerling.invitations.rules import Channel
from laerling.invitations.texts import FORMS, Text, WrittenForm, checked_line, compose, marks_of_a_test, sms_plain
from laerling.invitations.trials.models import AT_MOST_A_DAY, TrialDispatch
from laerling.invitations.types import DispatchOrder
from laerling.kernel import jobs
from laerling.kernel.clock import in_oslo
from laerling.kernel.errors import Refusal
from laerling.kernel.types import Actor
from laerling.outbox import actions as outbox
from laerling.outbox import queries as messages
from laerling.outbox.channels import email
from laerling.outbox.types import Outcome, OutgoingEmail, OutgoingSms
from laerling.register.rules import contacts
from laerling.rounds import queries as rounds

TRIAL_JOB: Final = "invitations.send_trial"
SOURCE: Final = "tests"
# How each channel is sent. Each takes what is to go out and the time, and tells what became of it.
SENDERS: Final[dict[Channel, Callable[..., Iterable[Outcome]]]] = {"email": email.send}
_EXAMPLES: Final = {"navn": "Kari Nordmann", "kontor": "Eksempel opplæringskontor"}
# The same again so soon is a button pressed twice.
_ONCE: Final = timedelta(seconds=10)
_PATIENCE: Final = timedelta(days=1)


class NoAddressOfOwn(Refusal):
    """The account has no e-mail address: an office's one-time sign-in."""

    code = "no_address_of_own"
    sentence = _(
        "This sign-in has no e-mail address. Make the access your own first; then you can send tests to yourself."
    )


class NotAMobile(Refusal):
    """What was written is no number that can get an SMS."""

    code = "not_a_mobile"
    status = 422
    sentence = _("This number cannot get an SMS. Write a Norwegian mobile number, such as 912 34 567.")


class TestsSpent(Refusal):
    """Five tests were sent today."""

    code = "tests_spent"
    status = 429
    sentence = _("You have sent %(most)s tests today. You can send more tomorrow.")


@transaction.atomic
def send_test(*, order: DispatchOrder, mobile: str = "", scope: Scope, by: Actor, now: datetime) -> TrialDispatch:
    """Send the messages of an order, as it stands, to the one who asks: at their own address and, if given, a mobile.

    Each written form is a message of its own. The same again within ten seconds changes nothing. Only the order's round,
    kind and own lines count. Raises UnknownRound, NoAddressOfOwn, NotAMobile, ChannelNotReady, TestsSpent and the
    refusals of `texts`.
    """
    account = Account.objects.filter(pk=by.id).first() if by.kind == "person" else None
    if account is None or not account.email:
        raise NoAddressOfOwn
    number = contacts.e164(mobile.strip())
    if mobile.strip() and not number:
        raise NotAMobile
    if number and "sms" not in SENDERS:
        raise ChannelNotReady
    this_round = rounds.get(order.round_year)
    wanted = TrialDispatch(
        account=account,
        round_id=this_round.year,
        scope=scope.key,
        asked_on=in_oslo(now).date(),
        asked_at=now,
        texts=_texts(order, scope, ("email", "sms") if number else ("email",)),
        mobile=number,
    )
    if twice := _just_asked(wanted, now):
        return twice
    _store(wanted)
    for form in FORMS:
        for channel in wanted.texts:
            _queue(wanted, form, channel, now)
    jobs.enqueue(TRIAL_JOB, trial_id=str(wanted.pk))
    audit.record("invitations.trial.sent", by=by, now=now, about=f"trial:{wanted.pk}", scope=scope.key)
    return wanted


def waiting_trials() -> tuple[UUID, ...]:
    """Return the tests of which something has not left yet, the oldest first."""
    return tuple(TrialDispatch.objects.filter(done_at=None).order_by("asked_at").values_list("pk", flat=True))


def send_trial(*, trial_id: UUID, now: datetime) -> None:
    """Send what is due of a test; when nothing of it waits any more, forget the mobile number. Safe to repeat.

    What could not be sent within a day is given up.
    """
    trial = TrialDispatch.objects.select_related("account").filter(pk=trial_id, done_at=None).first()
    if trial is None:
        return
    for form in FORMS:
        for channel in trial.texts:
            _send(trial, form, channel, now)
        if now >= trial.asked_at + _PATIENCE:
            outbox.cancel(batch=_batch(trial, form), reason="gave_up", now=now)
    if all(messages.next_due(_batch(trial, form)) is None for form in FORMS):
        TrialDispatch.objects.filter(pk=trial.pk, done_at=None).update(done_at=now, mobile="")


def _texts(order: DispatchOrder, scope: Scope, channels: tuple[Channel, ...]) -> dict[str, Any]:
    composed = compose(
        round_year=order.round_year,
        kind=order.kind,
        channels=channels,
        own=checked_line(order.own),
        sender=scope.unit_name,
    )
    return {
        channel: {form: {"subject": text.subject, "body": text.body} for form, text in texts.items()}
        for channel, texts in composed.items()
    }


def _just_asked(wanted: TrialDispatch, now: datetime) -> TrialDispatch | None:
    lately = TrialDispatch.objects.filter(account=wanted.account, scope=wanted.scope, asked_at__gt=now - _ONCE)
    return lately.filter(texts=wanted.texts, asked_at__lte=now).first()


def _store(wanted: TrialDispatch) -> None:
    """Take the lowest free of the day's places by inserting: of many racers one gets each. Raises TestsSpent."""
    for wanted.number in range(1, AT_MOST_A_DAY + 1):
        try:
            with transaction.atomic():
                wanted.save(force_insert=True)
        except IntegrityError:
            continue
        return
    raise TestsSpent(most=AT_MOST_A_DAY)


def _batch(trial: TrialDispatch, form: WrittenForm) -> UUID:
    return uuid5(trial.pk, form)


def _queue(trial: TrialDispatch, form: WrittenForm, channel: Channel, now: datetime) -> None:
    itself = TrialDispatch.objects.filter(pk=trial.pk).values_list("pk")
    batch = _batch(trial, form)
    outbox.queue(batch=batch, source=SOURCE, references=itself, channel=channel, not_before=now, now=now)


def _send(trial: TrialDispatch, form: WrittenForm, channel: Channel, now: datetime) -> None:
    itself = TrialDispatch.objects.filter(pk=trial.pk).values_list("pk")
    claimed = outbox.claim(batch=_batch(trial, form), channel=channel, eligible=itself, limit=1, now=now)
    if not claimed:
        return
    ids = [message.id for message in claimed]
    try:
        written = [_written(one, trial, form, channel) for one in ids]
    except BaseException:
        outbox.release(ids=ids)
        raise
    outcomes = list(SENDERS[channel](written, now=now))
    outbox.release(ids=[outcome.message_id for outcome in outcomes if outcome.reason == "not_begun"])
    outbox.settle([outcome for outcome in outcomes if outcome.reason != "not_begun"], now)


def _written(
    message_id: UUID, trial: TrialDispatch, form: WrittenForm, channel: Channel
) -> OutgoingEmail | OutgoingSms:
    text = Text(**trial.texts[channel][form])
    between = "\n\n" if channel == "email" else "\n"
    body = f"{marks_of_a_test()[channel][form]}{between}{text.body}"
    values = {
        **_EXAMPLES,
        "frist": deadline(rounds.get(trial.round_id).closes_on),
        "hjelp": settings.SUPPORT_EMAIL,
        "lenke": answering_url(EXAMPLE),
        "nei": decline_url(EXAMPLE),
    }
    if channel == "sms":
        return OutgoingSms(message_id, trial.mobile, sms_plain(filled(body, values)))
    mail = Letter(f"TEST: {text.subject}", [(form, body)]).fill(values)
    return OutgoingEmail(message_id, trial.account.email or "", mail.subject, mail.text, mail.html, form, "")
