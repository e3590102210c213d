import json
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from laerling.responses import sealing
from laerling.responses.sealing import Ballot

PUBLIC, IDENTITY = sealing.new_round_key()
MAC_KEY = sealing.new_mac_key()

codes = st.text("abcdefghijklmnopqrstuvwxyz_0123456789", min_size=1, max_size=15)
answers = st.dictionaries(codes, st.integers(1, 9), max_size=60)
profiles = st.dictionaries(st.sampled_from(["county", "office", "trade"]), st.text(max_size=30))
ballots = st.builds(Ballot, st.integers(2012, 2099), codes, profiles, answers)


def _seal(ballot, **more):
    return sealing.seal(ballot, **{"public_key": PUBLIC, "mac_key": MAC_KEY} | more)


def _unseal(sealed, **more):
    return sealing.unseal(sealed, **{"identity": IDENTITY, "mac_key": MAC_KEY} | more)


def _payload(sealed):
    """What follows age's header; the header has a line of random length."""
    return sealed[sealed.index(b"\n", sealed.index(b"\n---") + 1) :]


@given(ballots)
def test_ballot_comes_out_as_it_went_in(ballot):
    assert _unseal(_seal(ballot)) == ballot


@given(ballots, ballots)
def test_size_tells_nothing_of_the_answers(one, another):
    assert len(_payload(_seal(one))) == len(_payload(_seal(another)))


@given(ballots)
def test_same_answers_never_look_the_same(ballot):
    assert _seal(ballot) != _seal(ballot)


@settings(max_examples=200)
@given(ballots, st.integers(0, 10_000), st.integers(1, 255))
def test_every_changed_byte_is_noticed(ballot, place, change):
    sealed = bytearray(_seal(ballot))
    sealed[place % len(sealed)] ^= change
    with pytest.raises(sealing.SealFault):
        _unseal(bytes(sealed))


@given(st.binary(max_size=3000))
def test_anything_else_does_not_open(rubbish):
    with pytest.raises(sealing.NotForThisKey):
        _unseal(rubbish)


def test_another_identity_does_not_open():
    with pytest.raises(sealing.NotForThisKey):
        _unseal(_seal(Ballot(2026, "q")), identity=sealing.new_round_key()[1])


def test_ballot_stuffed_without_the_mac_key_is_forged():
    with pytest.raises(sealing.Forged):
        _unseal(_seal(Ballot(2026, "q"), mac_key=b"guessed"))


def test_ballot_of_another_layout_is_not_understood():
    with pytest.raises(sealing.NotUnderstood):
        _unseal(_seal(Ballot(2026, "q", version=2)))


def test_values_that_are_no_answers_are_not_understood():
    with pytest.raises(sealing.NotUnderstood):
        _unseal(_seal(Ballot(2026, "q", answers={"one": "much"})))


def test_more_than_fits_is_refused_and_not_cut():
    with pytest.raises(sealing.TooLarge):
        _seal(Ballot(2026, "q", {"trade": "x" * 3000}))


def test_longest_answer_to_the_survey_fits_with_room_to_spare():
    from laerling.questionnaire.rules import parse
    from tests.walls.test_house import HOUSE

    file = HOUSE / "questionnaire" / "data" / "apprentice-2026.toml"
    questionnaire = parse(file.read_text(encoding="utf-8"))
    ballot = {question.code: max(question.scale.values) for question in questionnaire.questions}
    assert len(json.dumps(ballot)) < sealing.PADDED_BYTES * 0.6


def test_only_the_fingerprint_is_compared():
    assert sealing.fingerprint(PUBLIC) == sealing.fingerprint(sealing.public_key_of(IDENTITY))
    assert len({sealing.fingerprint(sealing.new_round_key()[0]) for _ in range(5)}) == 5


TOKEN = "abcdefghijklmnopqrstuvwxyz"
ABOUT = {"link_hash": b"h" * 32, "round_year": 2026, "questionnaire_sha256": "ab" * 32}


def _key(token=TOKEN, pepper=b"p" * 32, round_year=2026):
    return sealing.draft_key(token, pepper=pepper, round_year=round_year)


@given(answers)
def test_draft_comes_out_as_it_went_in(given_answers):
    about = sealing.draft_about(**ABOUT)
    locked = sealing.seal_draft(given_answers, key=_key(), about=about)
    assert sealing.open_draft(locked, key=_key(" " + TOKEN.upper()), about=about) == given_answers
    assert len(locked) == sealing.PADDED_BYTES + 12 + 16


@pytest.mark.parametrize(
    "other", [{"token": "b" * 26}, {"pepper": b"q" * 32}, {"round_year": 2027}], ids=lambda change: next(iter(change))
)
def test_draft_opens_with_the_persons_own_link_only(other):
    about = sealing.draft_about(**ABOUT)
    locked = sealing.seal_draft({"motivation": 4}, key=_key(), about=about)
    with pytest.raises(sealing.DraftUnreadable):
        sealing.open_draft(locked, key=_key(**other), about=about)


@pytest.mark.parametrize(
    "other",
    [{"link_hash": b"i" * 32}, {"round_year": 2027}, {"questionnaire_sha256": "cd" * 32}],
    ids=lambda change: next(iter(change)),
)
def test_draft_cannot_be_moved(other):
    locked = sealing.seal_draft({"motivation": 4}, key=_key(), about=sealing.draft_about(**ABOUT))
    with pytest.raises(sealing.DraftUnreadable):
        sealing.open_draft(locked, key=_key(), about=sealing.draft_about(**ABOUT | other))


@given(st.binary(max_size=100))
def test_rubbish_is_no_draft(rubbish):
    with pytest.raises(sealing.DraftUnreadable):
        sealing.open_draft(rubbish, key=_key(), about=b"")


def test_drafts_of_the_same_answers_never_look_the_same():
    drafts = [sealing.seal_draft({"motivation": 4}, key=_key(), about=b"") for _ in range(3)]
    assert all(one != another for one, another in combinations(drafts, 2))
