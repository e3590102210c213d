"""A phone that walks through the answering site, and what stands in the database meanwhile."""

import re
from datetime import UTC, datetime
from html import unescape

from django.conf import settings
from django.db import connection
from django.test import Client
from tests.invitations.people import OFFICE, invited, office
from tests.responses.round import prove

from laerling.invitations import queries as invitations
from laerling.invitations.models import Invitation
from laerling.kernel.types import SYSTEM
from laerling.organisations.models import TrainingOffice
from laerling.questionnaire import queries as questionnaires
from laerling.questionnaire.rules import pages_for
from laerling.responses import actions
from laerling.responses.models import Draft, Intake, RoundKey

# The answering site keeps no sessions and knows no accounts.
NOT_HERE = (
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "laerling.portals.shell.sessions.lifetime",
)

IN_OCTOBER = datetime(2026, 10, 20, 8, tzinfo=UTC)
BEFORE_IT_OPENS = datetime(2026, 10, 14, 21, 59, tzinfo=UTC)
AFTER_THE_LAST_DAY = datetime(2026, 12, 20, 23, 1, tzinfo=UTC)


def database_clock(moment):
    """Let PostgreSQL's clock show `moment`: it alone decides whether a round is open."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE kernel_clock SET clock_offset = %s - clock_timestamp()", [moment])


def round_with_key(folder):
    """Give the round of 2026 its key, with the holders' files in `folder`."""
    settings.HOME = folder
    if not RoundKey.objects.exists():
        made = actions.make_round_key(round_year=2026, to=folder / "holders", by=SYSTEM, now=IN_OCTOBER)
        prove(made.files)


def person(*, form="nb", profile=None):
    """Invite one apprentice of an office and return the path of their link."""
    office(OFFICE, "Byggopp")
    assert TrainingOffice.objects.filter(orgnr=OFFICE).exists()
    (invitation,) = invited(1, office_orgnr=OFFICE, form=form)
    member = invitation.member
    member.profile = {"county": "46", "office": OFFICE, "trade": "", "gender": "K"} if profile is None else profile
    member.save()
    return "/s/" + invitations.link(invitation.pk).rpartition("/")[2]


def questionnaire():
    return questionnaires.published("apprentice-2026")


def n_ballots():
    return Intake.objects.count()


def n_answered():
    return Invitation.objects.filter(answered=True).count()


def n_drafts():
    return Draft.objects.count()


def words(response):
    """Return what a page says, without its marks."""
    body = re.sub(r"<(script|style|svg).*?</\1>", " ", response.content.decode(), flags=re.DOTALL)
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body)))


class Phone(Client):
    """A browser: it keeps cookies and follows redirects."""

    def opens(self, link):
        return self.get(link, follow=True)

    def begins(self, link):
        """Open the link and press the button."""
        self.get(link)
        return self.post("/start", follow=True)

    def sends(self, page, /, go="next", *, follow=True, **answers):
        """Answer some of a page's questions, leave the rest, and press a button."""
        form = {f"answer-{code}": str(value) for code, value in answers.items()}
        return self.post(f"/sporsmal/{page}", {"go": go, **form}, follow=follow)

    def answers_all(self, link, **chosen):
        """Begin, give every question its first option or the one chosen, and come to the last page."""
        self.begins(link)
        given = {}
        for page in questionnaire().pages:
            asked = next((one for one in pages_for(questionnaire(), given) if one.code == page.code), None)
            if asked is None:
                continue
            answers = {q.code: chosen.get(q.code, q.options[0].value) for q in asked.questions}
            given |= answers
            response = self.sends(page.code, **answers)
        return response
