"""How versions follow one another: relations, what cannot be true of them, and the series that come of it."""

import pytest
from tests.questionnaire.making import asked, scale, version, words

from laerling.questionnaire.rules import (
    QuestionnaireFault,
    Version,
    faults_beside,
    index_relations,
    parse,
    relations,
    series_of,
)

WHY = {"why": words("Fordi")}
SAME, ADJUSTED, NEW = ({"relation": kind} | (WHY if kind != "same" else {}) for kind in ("same", "adjusted", "new"))
FIRST = version(1, asked("a"), asked("b"), asked("c"))


def beside(text, *others):
    return [str(one) for one in faults_beside(parse(text), [parse(other) for other in others])]


def dated(*texts):
    read = [parse(text) for text in texts]
    lasts = [one.held.first - 1 for one in read[1:]] + [None]
    return [Version(one, one.held.first, last) for one, last in zip(read, lasts, strict=True)]


def test_version_without_faults_says_how_every_question_relates():
    second = version(2, asked("a", **SAME), asked("b", **ADJUSTED), asked("d", **NEW), dropped=["c"])
    assert beside(second, FIRST) == []
    assert [(one.code, one.kind) for one in relations(parse(second), parse(FIRST))] == [
        ("a", "same"),
        ("b", "adjusted"),
        ("d", "new"),
        ("c", "dropped"),
    ]


@pytest.mark.parametrize(
    ("questions", "dropped", "told"),
    [
        ([asked("a", **SAME), asked("b", **SAME)], [], "Question c of small-1 is neither asked nor dropped: say which, and why."),
        ([asked("a", **NEW), asked("b", **SAME), asked("c", **SAME)], [], "Question a cannot be new: an earlier version has a question with this code."),
        ([asked("d", **SAME)], ["a", "b", "c"], "Question d cannot be same: small-1 has no question with this code."),
        ([asked("d", **ADJUSTED)], ["a", "b", "c"], "Question d cannot be adjusted: small-1 has no question with this code."),
        ([asked("a", **SAME)], ["b", "c", "d"], "Question d cannot be dropped: small-1 has no question with this code."),
        (
            [asked("a", direction="down", **SAME), asked("b", **SAME), asked("c", **SAME)],
            [],
            "Question a cannot be the same: its options, their wording or the direction are not what they were.",
        ),
        (
            [asked("a", **SAME) | {"text": words("Hva ellers?")}, asked("b", **SAME), asked("c", **SAME)],
            [],
            "Question a is worded differently, or asked of others, than it was: say why it is the same still.",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_true_between_versions_is_told(questions, dropped, told):
    assert beside(version(2, *questions, dropped=dropped), FIRST) == [told]


def test_other_words_around_the_same_question_may_stand_with_a_reason():
    reworded = asked("a", relation="same", **WHY) | {"text": words("Hva ellers?")}
    assert beside(version(2, reworded, dropped=["b", "c"]), FIRST) == []


def test_another_scale_is_never_the_same():
    longer = version(2, asked("a", **SAME), asked("b", **ADJUSTED), dropped=["c"], scales={"steps": scale(4)})
    assert beside(longer, FIRST) == [
        "Question a cannot be the same: its options, their wording or the direction are not what they were."
    ]


def test_code_of_a_question_long_gone_is_never_used_again():
    second = version(2, asked("a", **SAME), dropped=["b", "c"])
    third = version(3, asked("a", **SAME), asked("b", **NEW))
    assert beside(third, FIRST, second) == [
        "Question b cannot be new: an earlier version has a question with this code."
    ]


def test_version_follows_one_that_is_published_and_that_no_other_follows():
    second = version(2, asked("a", **SAME), dropped=["b", "c"])
    assert beside(second) == ["The questionnaire follows small-1, which is not published."]
    other = second.replace('"small-2"', '"small-x"')
    assert beside(other, FIRST, second) == ["The questionnaire follows small-1, which small-2 follows already."]
    assert beside(version(1, asked("a")).replace('"small-1"', '"small-y"'), FIRST) == [
        "The questionnaire must say which version it follows: small-1."
    ]


def test_version_holds_from_after_the_one_it_follows():
    early = version(2, asked("a", **SAME), dropped=["b", "c"], rounds={"first": 2011})
    assert beside(early, FIRST) == [
        "The questionnaire must hold for rounds after those of small-1: from 2012 at the earliest."
    ]


def test_version_of_another_survey_follows_none_of_ours():
    other = version(2, asked("a", **SAME), dropped=["b", "c"], survey="other")
    assert beside(other, FIRST) == ["The questionnaire follows small-1, which is of another survey: small."]


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"relation": "new"}, "Question a must say why it is new or adjusted, in all three languages."),
        ({"relation": "adjusted"}, "Question a must say why it is new or adjusted, in all three languages."),
        ({"relation": "like"}, 'Question a must have relation "same", "adjusted" or "new".'),
        ({}, 'Question a must have relation "same", "adjusted" or "new".'),
        ({"relation": "new", "why": {"nb": "x", "en": "x"}}, "Question a (why) has no nynorsk text."),
    ],
)
def test_reason_stands_in_every_language(more, told):
    with pytest.raises(QuestionnaireFault) as caught:
        parse(version(2, asked("a", **more)))
    assert told in caught.value.faults


def test_where_the_whole_version_breaks_nothing_is_the_same_and_all_share_the_reason():
    broken = {"series_break": words("Alt er nytt"), "dropped": []}
    with pytest.raises(QuestionnaireFault, match="the whole version breaks with the earlier"):
        parse(version(2, asked("a", **SAME), **broken))
    second = parse(version(2, asked("a", relation="adjusted"), **broken))
    assert relations(second, None)[0].why.nb == "Alt er nytt nb"


@pytest.mark.parametrize(
    ("rounds", "is_right"),
    [
        ({"first": 2012, "last": 2017}, True),
        ({"first": 2012}, True),
        ({"first": 2017, "last": 2012}, False),
        ({}, False),
    ],
)
def test_version_says_which_rounds_it_held_for(rounds, is_right):
    text = version(1, asked("a"), rounds=rounds)
    if is_right:
        assert parse(text).held.last == rounds.get("last")
    else:
        with pytest.raises(QuestionnaireFault, match="hold for rounds"):
            parse(text)


def test_series_goes_on_while_the_question_is_the_same_and_breaks_where_it_is_not():
    second = version(2, asked("a", **SAME), asked("b", **ADJUSTED), dropped=["c"])
    third = version(3, asked("a", **SAME), asked("b", **SAME), asked("d", **NEW))
    chain = dated(FIRST, second, third)
    assert [(one.first_round, one.last_round) for one in series_of("a", chain)] == [(2011, None)]
    assert [(one.first_round, one.last_round, one.begins_as) for one in series_of("b", chain)] == [
        (2011, 2011, "new"),
        (2012, None, "adjusted"),
    ]
    assert [(one.first_round, one.last_round) for one in series_of("c", chain)] == [(2011, 2011)]
    assert [one.versions for one in series_of("d", chain)] == [("small-3",)]
    assert series_of("b", chain)[1].begins_because.nn == "Fordi nn"
    assert series_of("stranger", chain) == ()


def _index(*items, minimum=1):
    return {"indices": [{"code": "index_all", "title": words("Alle"), "items": list(items), "minimum_items": minimum}]}


@pytest.mark.parametrize(
    ("more", "kind", "because_of"),
    [
        (_index("a", "b"), "adjusted", ("b",)),
        (_index("a"), "adjusted", ("b",)),
        (_index("a", "d"), "adjusted", ("d", "b")),
        (_index("a", "c"), "adjusted", ("b", "c")),
    ],
)
def test_index_is_comparable_when_its_questions_are(more, kind, because_of):
    first = version(1, asked("a"), asked("b"), asked("c"), **_index("a", "b"))
    second = version(2, asked("a", **SAME), asked("b", **ADJUSTED), asked("c", **SAME), asked("d", **NEW), **more)
    (found,) = index_relations(parse(second), parse(first))
    assert (found.kind, found.because_of) == (kind, because_of)


def test_index_of_the_same_questions_is_the_same_and_one_that_asks_for_more_answers_is_not():
    first = version(1, asked("a"), asked("b"), **_index("a", "b"))
    same, stricter = (
        version(2, asked("a", **SAME), asked("b", **SAME), **_index("a", "b", minimum=minimum)) for minimum in (1, 2)
    )
    kinds = [index_relations(parse(text), parse(first))[0].kind for text in (same, stricter)]
    assert kinds == ["same", "adjusted"]
