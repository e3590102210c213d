import pytest
from django.db import connection
from django.db.utils import IntegrityError

from laerling.audit.models import Event
from laerling.invitations import actions, keys, queries
from laerling.invitations.models import Invitation
from laerling.invitations.tokens import link_hash, token
from laerling.sample.models import Sample
from tests.invitations.people import contacted, frozen_sample, invited, members

pytestmark = pytest.mark.django_db


def test_create_invites_every_member_once(by, now):
    members(3)
    assert actions.create_invitations(round_year=2026, by=by, now=now) == 3
    assert actions.create_invitations(round_year=2026, by=by, now=now) == 0
    members(2, office_orgnr="312000015", county="03")
    assert actions.create_invitations(round_year=2026, by=by, now=now) == 2
    assert set(Invitation.objects.values_list("county_code", "office_orgnr", "contacts_at_most", "n_contacts")) == {
        ("46", "", 4, 0),
        ("03", "312000015", 4, 0),
    }
    assert [event.details for event in Event.objects.filter(what="invitations.invitations.created")] == [
        {"n": 3},
        {"n": 2},
    ]


def test_the_database_knows_the_hash_of_the_link_only(by, now):
    (invitation,) = invited(1)
    own = token(keys.link_key(2026), invitation.pk, 1)
    assert bytes(invitation.link_hash) == link_hash(own)
    assert queries.link(invitation.pk) == f"http://127.0.0.1:8001/s/{own}"
    assert queries.personal_tokens(2026) == ()
    contacted()
    assert queries.personal_tokens(2026) == (own,)


def test_create_needs_a_frozen_sample(by, now):
    with pytest.raises(actions.SampleNotFrozen) as refusal:
        actions.create_invitations(round_year=2026, by=by, now=now)
    assert "2026" in str(refusal.value)
    Sample.objects.filter(pk=frozen_sample().pk).update(frozen_at=None)
    with pytest.raises(actions.SampleNotFrozen):
        actions.create_invitations(round_year=2026, by=by, now=now)


def test_a_lost_key_is_never_replaced_behind_the_links_already_sent(by, now):
    invited(1)
    keys.destroy_link_key(2026)
    members(1)
    with pytest.raises(keys.LinkKeyMissing):
        actions.create_invitations(round_year=2026, by=by, now=now)


def test_answered_is_marked_once_and_declined_too():
    one, other = invited(2)
    assert actions.mark_answered(link_hash=bytes(one.link_hash)) is True
    assert actions.mark_answered(link_hash=bytes(one.link_hash)) is False
    assert actions.mark_answered(link_hash=b"unknown") is False
    assert actions.mark_declined(link_hash=bytes(other.link_hash)) is True
    assert actions.mark_declined(link_hash=bytes(other.link_hash)) is False
    flags = Invitation.objects.order_by("pk").values_list("answered", "declined")
    assert list(flags) == [(True, False), (False, True)]


def test_only_its_own_functions_may_mark(django_user_model):
    with connection.cursor() as cursor:
        for role in ("laerling_answering", "laerling_staff", "laerling_reporting", "laerling_worker"):
            for name in ("invitations_mark_answered(bytea)", "invitations_mark_declined(bytea)"):
                cursor.execute("SELECT has_function_privilege(%s, %s, 'EXECUTE')", [role, name])
                assert cursor.fetchone() == (False,)


def test_no_column_tells_when_somebody_answered():
    kinds = {field.name: field.get_internal_type() for field in Invitation._meta.get_fields()}
    assert "DateTimeField" not in kinds.values()
    assert [name for name, kind in kinds.items() if kind == "DateField"] == ["contacted_on", "next_contact_on"]


def test_the_database_keeps_the_contact_counter_within_the_round(by, now):
    (invitation,) = invited(1)
    contacted(invitation, times=4)
    with pytest.raises(IntegrityError):
        contacted(invitation, times=5)


def test_rewriting_leaves_no_trace_of_who_answered_when(transactional_db):
    people = invited(6)
    for person in people[::2]:
        actions.mark_answered(link_hash=bytes(person.link_hash))
    assert _writers() > 1
    assert actions.rewrite_invitations(round_year=2026) == 6
    assert _writers() == 1


def _writers():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(DISTINCT xmin::text) FROM invitations_invitation")
        return cursor.fetchone()[0]
