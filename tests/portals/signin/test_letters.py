"""Letters about accounts as mail: in their reader's form, once, with what became of them."""

import pytest
from tests.outbox.servers import free_port, inbox

from laerling.access import actions as access
from laerling.access.models import Account, AccountLetter
from laerling.kernel import clock
from laerling.outbox.models import Message
from laerling.portals.signin import post, tasks

pytestmark = pytest.mark.django_db


@pytest.fixture
def box(settings):
    with inbox() as found:
        settings.EMAIL_PORT = found.port
        yield found


def send(letter, now):
    post.queue(letter.id, now=now)
    return post.send_waiting(now=now)


def mails(box):
    return [(to, mail["Subject"], mail.get_content()) for to, mail in box.mails]


@pytest.mark.parametrize(
    ("form", "subject", "words"),
    [
        ("nb", "Du er invitert til Lærlingundersøkelsen", "Åpne lenken"),
        ("nn", "Du er invitert til Lærlingundersøkinga", "Opne lenkja"),
    ],
)
def test_invitation_is_written_in_the_readers_form_and_carries_the_link(box, by, now, form, subject, words):
    access.invite(email="ny@eksempel.no", name="Nina", written_form=form, by=by, now=now)
    assert send(AccountLetter.objects.get(), now) == 1

    ((to, about, text),) = mails(box)
    assert (to, about) == ("ny@eksempel.no", subject)
    assert words in text
    assert "/lenke/" in text
    assert Message.objects.get().state == "accepted"


def test_every_kind_of_letter_can_be_written_in_both_forms(by, now):
    account = access.create_account(email="kari@eksempel.no", name="Kari", password="x" * 20, by=by, now=now)
    from laerling.access import queries
    from laerling.access.actions import letters

    kinds = ["invitation", "reset", "new_email", "password_changed", "email_changed"]
    kinds += ["factor_added", "factor_removed", "factor_renewed", "door_connected", "access_given", "access_changed"]
    kinds += ["access_ended", "administrator_given", "confirm_people", "confirm_reminder"]
    for form in ("nb", "nn"):
        Account.objects.update(written_form=form)
        for kind in kinds:
            letter = letters.post(account, kind, now=now)
            (facts,) = queries.letters([letter.id])
            mail = post._mail(letter.id, facts)
            assert mail.language == form
            assert "Kari" in mail.text
            assert ("/lenke/" in mail.text) is (kind in {"invitation", "reset", "new_email"})


@pytest.mark.parametrize(
    ("kind", "address"),
    [
        ("access_given", "/?for=county:46"),
        ("administrator_given", "/tilgang/under/"),
        ("confirm_people", "/tilgang/bekreft/?for=county:46"),
        ("confirm_reminder", "/tilgang/bekreft/?for=county:46"),
    ],
)
def test_letter_about_access_names_the_unit_and_leads_to_it(by, now, settings, kind, address):
    from laerling.access import queries
    from laerling.access.actions import letters

    account = access.create_account(email="kari@eksempel.no", name="Kari", password="x" * 20, by=by, now=now)
    (facts,) = queries.letters([letters.post(account, kind, unit="county:46", now=now).id])
    mail = post._mail(facts.id, facts)
    assert "Vestland fylkeskommune" in mail.text
    assert f"{settings.STAFF_URL}{address}\n" in mail.text


def test_letter_waits_while_the_server_is_away_and_goes_once(settings, by, now):
    settings.EMAIL_PORT = free_port()
    access.invite(email="ny@eksempel.no", name="Nina", by=by, now=now)
    letter = AccountLetter.objects.get()
    send(letter, now)
    assert Message.objects.get().state == "queued"
    with inbox() as box:
        settings.EMAIL_PORT = box.port
        later = now.replace(hour=9)
        for _ in range(3):
            post.queue(letter.id, now=later)
            post.send_waiting(now=later)
        assert len(box.mails) == 1


def test_link_that_is_spent_meanwhile_is_not_sent(box, by, now):
    access.invite(email="ny@eksempel.no", name="Nina", by=by, now=now)
    letter = AccountLetter.objects.get()
    post.queue(letter.id, now=now)
    AccountLetter.objects.update(used_at=now)
    assert post.send_waiting(now=now) == 0


def test_jobs_do_it_all(box, by):
    access.create_account(email="kari@eksempel.no", name="Kari", password="x" * 20, by=by, now=clock.now())
    access.ask_for_reset(email="kari@eksempel.no", now=clock.now())
    from laerling.access.models import ResetRequest
    from laerling.access.tasks import answer_reset_request
    from laerling.access.tasks import tidy as forget

    answer_reset_request(request_id=str(ResetRequest.objects.get().id))
    tasks.send_letter(letter_id=str(AccountLetter.objects.get().id))
    tasks.send_waiting()
    tasks.tidy()
    forget()
    assert [to for to, *_rest in mails(box)] == ["kari@eksempel.no"]
