"""The Directorate's letters: checked, proposed by one, published by another, and never changed."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from laerling.audit.models import Event
from laerling.invitations.models import Dispatch
from laerling.invitations.texts import (
    FORMS,
    LetterFault,
    OwnLine,
    Text,
    compose,
    faults,
    first_letters,
    histories,
    letters,
    tidied,
    versions_used,
)
from laerling.invitations.texts import actions as wording
from laerling.invitations.texts.models import LetterVersion
from laerling.kernel.types import Actor
from tests.invitations.people import NATION, NOW, VESTLAND, invited, ordered

ANNE, BERIT = Actor("person", "anne"), Actor("person", "berit")
MAIL = dict(first_letters()["invitation", "email"].texts)
SMS = dict(first_letters()["invitation", "sms"].texts)
SMS_ROOM = "x" * 300
MUCH_TOO_LONG = "Her står det så mye at ingen leser det. " * 120


def changed(texts, form="nb", **parts):
    return {**texts, form: replace(texts[form], **parts)}


def body(texts, old, new, form="nb"):
    assert old in texts[form].body
    return changed(texts, form, body=texts[form].body.replace(old, new))


def found(channel, texts):
    return {(fault.field, fault.code) for fault in faults(channel, tidied(channel, texts))}


BAD_MAIL = [
    (changed(MAIL, subject=""), "subject_nb", "letter_empty"),
    (changed(MAIL, "nn", body="  \n\u200b\n"), "body_nn", "letter_empty"),
    (changed(MAIL, subject="x" * 71), "subject_nb", "letter_subject_long"),
    (changed(MAIL, subject="Hei {navn}"), "subject_nb", "letter_placeholder"),
    (changed(MAIL, subject="Svar på eksempel.no"), "subject_nb", "letter_link"),
    (body(MAIL, "Hei {navn}", "<b>Hei</b> {navn}"), "body_nb", "letter_markup"),
    (body(MAIL, "Hei {navn}", "Hei {navn} <script>alert(1)</script>"), "body_nb", "letter_markup"),
    (body(MAIL, "Hei {navn}", "Hei {Navn}"), "body_nb", "letter_placeholder"),
    (body(MAIL, "Hei {navn}", "Hei {{navn}}"), "body_nb", "letter_placeholder"),
    (body(MAIL, "Hei {navn}", "Hei {navn} }"), "body_nb", "letter_placeholder"),
    (body(MAIL, "Hei {navn}", "Hei {navn}. Se https://eksempel.no/svar"), "body_nb", "letter_link"),
    (body(MAIL, "Hei {navn}", "Hei {navn}. Se eksempel\uff0eno"), "body_nb", "letter_link"),
    (body(MAIL, "{hjelp}", "hjelp@eksempel.no"), "body_nb", "letter_link"),
    (body(MAIL, "{hjelp}", "oss"), "body_nb", "letter_missing"),
    (body(MAIL, "{frist}", "{frist} eller {frist}"), "body_nb", "letter_missing"),
    (body(MAIL, "\n\n{egen_linje}\n\n", "\n\nHør: {egen_linje}\n\n"), "body_nb", "letter_own_line"),
    (body(MAIL, "Svar på Lærlingundersøkelsen: {lenke}", "{lenke}"), "body_nb", "letter_button"),
    (body(MAIL, "Ikke send meg flere påminnelser: {nei}", "Trykk {nei} her"), "body_nb", "letter_button"),
    (body(MAIL, "er fortrolige", "er anonyme"), "body_nb", "letter_not_true"),
    (body(MAIL, "Hei {navn}", f"Hei {{navn}}\n\n{MUCH_TOO_LONG}"), "body_nb", "letter_long"),
    ({"nb": MAIL["nb"], "nn": MAIL["nb"]}, "body_nn", "letter_forms_alike"),
]
BAD_SMS = [
    (body(SMS, "Hei!", "Hei {navn}!"), "body_nb", "letter_placeholder"),
    (body(SMS, "Hei!", "Hei! {nei}"), "body_nb", "letter_placeholder"),
    (body(SMS, "Hei!", "Se www.eksempel.no"), "body_nb", "letter_link"),
    (body(SMS, "{kontor}", "oss"), "body_nb", "letter_missing"),
    (body(SMS, "\n{egen_linje}\n", " {egen_linje} "), "body_nb", "letter_own_line"),
    (body(SMS, "Hei!", f"Hei! {SMS_ROOM}"), "body_nb", "letter_sms_long"),
    (body(SMS, "Hei!", "Hei 😀!"), "body_nb", "letter_sms_long"),
    (changed(SMS, "nn", body=""), "body_nn", "letter_empty"),
]


@pytest.mark.parametrize(("texts", "field", "code"), BAD_MAIL)
def test_letter_with_a_fault_is_refused_at_its_field(texts, field, code):
    assert (field, code) in found("email", texts)


@pytest.mark.parametrize(("texts", "field", "code"), BAD_SMS)
def test_sms_with_a_fault_is_refused_at_its_field(texts, field, code):
    assert (field, code) in found("sms", texts)


def test_every_fault_is_a_whole_sentence_about_figures_that_are_there():
    for channel, cases in (("email", BAD_MAIL), ("sms", BAD_SMS)):
        for texts, _field, _code in cases:
            for fault in faults(channel, tidied(channel, texts)):
                assert str(fault).endswith((".", "!"))
                assert "%" not in str(fault)


def test_text_is_kept_with_plain_ends_of_lines_and_nothing_that_nobody_sees():
    messy = changed(MAIL, body="\r\n" + MAIL["nb"].body.replace("\n\n", "  \r\n\r\n\r\n\r\n") + "\u200b\r\n")
    assert tidied("email", messy)["nb"] == MAIL["nb"]
    messy = changed(SMS, body=SMS["nb"].body.replace("\n", "\r\n\r\n").replace("Hei!", "«Hei»…"), subject="Emne")
    assert tidied("sms", messy)["nb"].body.startswith('"Hei"... ')
    assert tidied("sms", messy)["nb"].subject == ""
    assert found("sms", messy) == set()


def proposed(texts=None, *, by=ANNE, now=NOW, channel="email", kind="invitation", scope=NATION, version_id=None):
    texts = texts or body(MAIL, "Hei {navn}", "God dag {navn}")
    return wording.propose(
        version_id=version_id or uuid4(),
        round_year=2026,
        kind=kind,
        channel=channel,
        texts=texts,
        scope=scope,
        by=by,
        now=now,
    )


def publish(number=2, *, by=BERIT, now=NOW, scope=NATION, channel="email", kind="invitation"):
    wording.publish(round_year=2026, kind=kind, channel=channel, number=number, scope=scope, by=by, now=now)


def withdraw(number=2, *, by=ANNE, now=NOW, scope=NATION):
    wording.withdraw(round_year=2026, kind="invitation", channel="email", number=number, scope=scope, by=by, now=now)


def in_force(at=None):
    if at is None:
        return letters(2026)["invitation", "email"].number
    return versions_used(round_year=2026, kind="invitation", channels=["email"], ordered_at=at)["email"]


@pytest.mark.django_db
def test_letter_changes_when_a_second_person_publishes_it(django_assert_num_queries):
    proposed()
    assert in_force() == 1

    publish()

    with django_assert_num_queries(1):
        current = letters(2026)
    assert current["invitation", "email"].texts["nb"].body.startswith("God dag {navn}")
    assert [version.number for version in current.values()] == [2, 1, 1, 1]
    assert sorted(Event.objects.filter(what__startswith="invitations.letter").values_list("what", "scope")) == [
        ("invitations.letter.proposed", "nation:"),
        ("invitations.letter.published", ""),
    ]


@pytest.mark.django_db
def test_nobody_publishes_their_own():
    proposed()
    with pytest.raises(wording.NotYourOwn):
        publish(by=ANNE)
    with pytest.raises(IntegrityError), transaction.atomic():
        LetterVersion.objects.update(published_at=NOW, published_by=ANNE.id)
    assert in_force() == 1


@pytest.mark.django_db
def test_same_proposal_again_is_the_same_and_another_waits_its_turn():
    one = uuid4()
    assert proposed(version_id=one).pk == proposed(version_id=one).pk
    with pytest.raises(wording.AnotherWaits):
        proposed(body(MAIL, "Hei {navn}", "Hallo {navn}"), version_id=one)
    with pytest.raises(wording.AnotherWaits):
        proposed(by=BERIT)
    assert LetterVersion.objects.count() == 1
    # Other letters have their own turn.
    proposed(body(SMS, "Hei!", "Hallo!"), channel="sms")


@pytest.mark.django_db
def test_publishing_and_withdrawing_again_change_nothing():
    proposed()
    publish()
    publish(by=ANNE, now=NOW + timedelta(days=1))
    withdraw()
    withdraw(by=BERIT)
    row = LetterVersion.objects.get()
    assert (row.published_at, row.published_by, row.withdrawn_by) == (NOW, "berit", "anne")
    assert Event.objects.filter(what__startswith="invitations.letter").count() == 3


@pytest.mark.django_db
def test_withdrawn_proposal_is_never_published_and_the_next_gets_its_own_number():
    proposed()
    withdraw()
    with pytest.raises(wording.NotWaiting):
        publish()
    assert proposed().number == 3
    publish(3)
    assert in_force() == 3
    story = histories(2026)["invitation", "email"]
    assert [(row.version.number, row.state) for row in story.rows] == [
        (3, "in_force"),
        (2, "withdrawn"),
        (1, "replaced"),
    ]
    assert story.before(story.in_force).version.number == 1


@pytest.mark.django_db
def test_version_in_force_taken_back_lets_the_one_before_be_sent_again():
    proposed()
    publish()
    proposed(body(MAIL, "Hei {navn}", "Hallo {navn}"), now=NOW + timedelta(hours=1))
    publish(3, now=NOW + timedelta(hours=2))
    with pytest.raises(wording.NotWaiting):
        withdraw(2)
    story = histories(2026)["invitation", "email"]
    assert story.before(story.in_force).version.number == 2

    withdraw(3, now=NOW + timedelta(hours=3))

    assert in_force() == 2
    assert [in_force(NOW + timedelta(hours=hours)) for hours in (-1, 0, 1, 2, 3)] == [1, 2, 2, 3, 2]


@pytest.mark.django_db
def test_words_of_a_version_never_change_and_no_version_goes():
    proposed()
    changes = (
        lambda rows: rows.update(body_nb="Annet"),
        lambda rows: rows.update(number=7),
        lambda rows: rows.update(proposed_by="berit"),
        lambda rows: rows.delete(),
    )
    for change in changes:
        with pytest.raises(DatabaseError, match="versions of letters"), transaction.atomic():
            change(LetterVersion.objects.all())
    publish()
    with pytest.raises(DatabaseError, match="versions of letters"), transaction.atomic():
        LetterVersion.objects.update(published_by="cecilie")
    with pytest.raises(DatabaseError, match="versions of letters"), transaction.atomic():
        LetterVersion.objects.update(published_at=None, published_by="")


@pytest.mark.django_db
def test_what_cannot_be_sent_is_not_proposed():
    with pytest.raises(wording.NothingNew):
        proposed(MAIL)
    with pytest.raises(wording.UnknownVersion):
        proposed(scope=VESTLAND)
    with pytest.raises(wording.UnknownVersion):
        publish(2)
    with pytest.raises(wording.RoundIsOver):
        proposed(now=datetime(2026, 12, 31, tzinfo=UTC))
    for texts, _field, code in BAD_MAIL:
        with pytest.raises(LetterFault) as refusal:
            proposed(texts)
        assert refusal.value.code.startswith("letter_"), code
    assert not LetterVersion.objects.exists()


@pytest.mark.django_db
def test_county_can_neither_publish_nor_take_back():
    proposed()
    for change in (publish, withdraw):
        with pytest.raises(wording.UnknownVersion):
            change(scope=VESTLAND)


@pytest.mark.django_db
def test_version_of_one_round_is_not_sent_in_the_next():
    proposed()
    publish()
    assert letters(2027) == first_letters()


@pytest.mark.django_db
def test_dispatch_keeps_the_text_it_was_ordered_with():
    invited(6)
    ordered(own=OwnLine(nb="Hilsen oss.", nn="Helsing oss."))
    before = Dispatch.objects.get().body_nb
    proposed()
    publish(now=NOW + timedelta(hours=1))

    dispatch = Dispatch.objects.get()

    assert dispatch.body_nb == before
    assert "Hilsen oss." in before
    assert in_force(dispatch.ordered_at) == 1
    later = compose(round_year=2026, kind="invitation", channels=("email", "sms"), own=OwnLine(), sender="Vestland")
    assert later["email"]["nb"].body.startswith("God dag")
    assert set(later) == {"email", "sms"}
    assert all(later["sms"][form] == Text("", later["sms"][form].body) for form in FORMS)
