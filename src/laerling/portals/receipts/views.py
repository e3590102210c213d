"""What providers call: reports of SMS, events of mails, and the question whether a message still may go."""

import logging
from typing import Any, Final
from uuid import UUID

from anymail.exceptions import AnymailError
from anymail.signals import AnymailTrackingEvent, tracking
from anymail.webhooks.brevo import BrevoTrackingWebhookView
from anymail.webhooks.mailgun import MailgunTrackingWebhookView
from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.db import transaction
from django.dispatch import receiver
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse

from laerling.access.policy import whole
from laerling.access.rows import seen_by
from laerling.invitations import queries as invitations
from laerling.kernel import clock, jobs
from laerling.outbox import actions as outbox
from laerling.outbox.channels import call_backs
from laerling.outbox.channels.gateways import AltinnGateway
from laerling.portals.receipts import reading
from laerling.portals.receipts.door import called_back, turn_away, with_secret

logger = logging.getLogger(__name__)

# Those that repeat the Message-ID of a letter handed in over SMTP. The door has asked for the secret already; where the
# provider signs its calls as well, anymail looks at that.
_PROVIDERS: Final[dict[str, Any]] = {
    name: type(view.__name__, (view,), {"warn_if_no_basic_auth": False})
    for name, view in (
        ("brevo", BrevoTrackingWebhookView),
        ("mailgun", MailgunTrackingWebhookView),
    )
}
_TAKEN: Final = "ok\n"


@called_back("GET", "POST")
@with_secret
def sms(request: HttpRequest, *, provider: str) -> HttpResponse:
    """Keep what the SMS gateway tells. GET too: Kannel can only call an address."""
    gateway = None if isinstance(settings.SMS_GATEWAY, AltinnGateway) else settings.SMS_GATEWAY
    if gateway is None or gateway.as_http().name != provider:
        raise Http404
    try:
        receipts = reading.sms_receipts(request, gateway.as_http())
    except ValueError:
        return HttpResponse("The report is not JSON.\n", status=400, content_type="text/plain")
    if not receipts:
        logger.warning("A report of the SMS gateway was not understood; see the report's words in LAERLING_SMS.")
    outbox.store_receipts(receipts, now=clock.now())
    return HttpResponse(_TAKEN, content_type="text/plain")


@called_back("POST", "HEAD")
@with_secret
def email(request: HttpRequest, *, provider: str) -> HttpResponseBase:
    """Keep what the mail provider tells; django-anymail knows its language."""
    if provider != settings.EMAIL_PROVIDER or provider not in _PROVIDERS:
        raise Http404
    try:
        answer: HttpResponseBase = _PROVIDERS[provider].as_view()(request)
    except (AnymailError, SuspiciousOperation, ValueError, KeyError) as fault:
        logger.warning("An event of the mail provider was not understood: %s", type(fault).__name__)
        return HttpResponse("The event is not understood.\n", status=400, content_type="text/plain")
    return answer


@called_back("GET")
def may_go(request: HttpRequest, *, message_id: UUID, shown: str) -> HttpResponse:
    """Tell Altinn, just before it sends, whether the person has not answered; nothing else can be asked."""
    if not call_backs.is_ours(shown, call_backs.proof(message_id)):
        turn_away(request)
    with seen_by(whole("nation", "", "")):
        may = invitations.still_wanted(message_id)
    if may is None:
        raise Http404
    return JsonResponse({"sendNotification": may})


@receiver(tracking)
def keep(event: AnymailTrackingEvent, esp_name: str, **_given: object) -> None:
    """Keep what one event of a mail provider tells. Who complains is not written to any more."""
    receipt = reading.email_receipt(event, esp_name.lower()[:20])
    if receipt is None:
        return
    with transaction.atomic():
        outbox.store_receipts([receipt], now=clock.now())
        if receipt.reason == reading.COMPLAINT:
            jobs.enqueue("invitations.follow_complaint", message_id=str(receipt.message_id))
