import hashlib
from pathlib import Path

import pytest

from laerling.questionnaire.rules import AllOf, AnyOf, Compare, QuestionnaireFault, parse

SMALL = Path(__file__).with_name("small.toml").read_text(encoding="utf-8")


def _faults(text: str) -> tuple[str, ...]:
    with pytest.raises(QuestionnaireFault) as caught:
        parse(text)
    return caught.value.faults


def test_parse_reads_every_part():
    small = parse(SMALL)
    assert (small.code, small.survey, small.title.in_("nn")) == ("small-1", "small", "Lita")
    assert [page.code for page in small.pages] == ["one", "two"]
    assert [question.code for question in small.questions] == ["first", "second", "third"]
    assert [option.value for option in small.question("first").options] == [3, 2, 1, 4]
    assert small.question("second").direction == "down"
    assert small.question("third").sensitive
    assert small.page("two").help.in_("en") == "Call someone"
    assert small.page("one").help is None
    assert small.page_of("third").code == "two"
    assert small.index("index_both").items == ("first", "second")
    assert small.sha256 == hashlib.sha256(SMALL.encode()).hexdigest()


def test_condition_of_the_page_joins_the_question_s_own():
    assert parse(SMALL).question("third").shown_if == AllOf(
        (
            Compare("first", frozenset({2, 3})),
            Compare("second", frozenset({1, 2, 3}), when_skipped=True),
        )
    )


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ('{ question = "second", is = [1] }', Compare("second", frozenset({1}))),
        ('{ question = "second", is = [1, 4] }', Compare("second", frozenset({1, 4}))),
        ('{ question = "second", at_least = 2 }', Compare("second", frozenset({2, 3}))),
        ('{ question = "second", at_most = 1 }', Compare("second", frozenset({1}))),
        (
            '{ any = [{ question = "first", is = [1] }, { question = "second", is_not = [1, 2] }] }',
            AnyOf((Compare("first", frozenset({1})), Compare("second", frozenset({3, 4}), when_skipped=True))),
        ),
    ],
)
def test_conditions_are_read_as_the_values_that_lead_on(written, read):
    text = SMALL.replace('shown_if = { question = "first", at_least = 2 }\n', "")
    text = text.replace('{ question = "second", is_not = [4] }', written)
    assert parse(text).question("third").shown_if == read


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        ("format = 1", "format = 3", "The questionnaire must say format = 1 or 2."),
        (
            'code = "small-1"',
            'code = "Small 1"',
            "The questionnaire has no proper code: small letters, figures and hyphens, at most 40 signs.",
        ),
        (', nn = "Lita"', "", "The questionnaire (title) has no nynorsk text."),
        ('nb = "Hvor ofte?", ', 'nb = " ", ', "Question first has no bokmål text."),
        (', en = "Rarely"', "", "Option 2 of scale often has no English text."),
        ('nn = "Ring nokon"', "", "The questionnaire (turn) has no nynorsk text."),
        ('code = "two"', 'code = "one"', "Two pages have the code one."),
        ('code = "third"', 'code = "second"', "Two questions or indices have the code second."),
        ('code = "index_both"', 'code = "first"', "Two questions or indices have the code first."),
        ('code = "index_both"', 'code = "answered"', "No question or index may have the code answered."),
        (
            'scale = "often"\nsensitive',
            'scale = "always"\nsensitive',
            "Question third uses the scale always, which does not exist.",
        ),
        ("sensitive = true", "sensitiv = true", "Question third has a key that is not known: sensitiv."),
        ("sensitive = true", 'sensitive = "yes"', "Question third must have sensitive as true or false."),
        ('help = "turn"', 'help = "left"', "Page two uses the help left, which does not exist."),
        ("value = 3, ", "value = 5, ", "Scale often must number its options 1, 2, 3 and so on, each once."),
        ("value = 3, ", "", "An option of scale often must have value as a whole number."),
        ("value = 4, ", "value = 0, ", "Scale often must number its options 1, 2, 3 and so on, each once."),
        (
            'en = "Never"',
            'en = "Never", outside = true',
            "Scale often must give the options outside the scale the highest values.",
        ),
        (
            'direction = "down"',
            'direction = "left"',
            'Question second must have direction "up", "down" or "none".',
        ),
        ('"first", at_least', '"fist", at_least', "Page two depends on fist, which does not exist."),
        ("at_least = 2", "at_leat = 2", "Page two has a condition that is not understood: "),
        ("is_not = [4]", "is_not = []", "Question third must have is_not as a list of whole numbers."),
        ("is_not = [4]", "is_not = [9]", "Question third depends on an option that second does not have."),
        (
            '"second", is_not',
            '"third", is_not',
            "Question third depends on third, which does not stand on an earlier page.",
        ),
        ("at_least = 2", "at_least = 4", "Question third can never be shown: no answers lead to it."),
        ('items = ["first", "second"]', 'items = ["fist"]', "Index index_both counts fist, which does not exist."),
        (
            'items = ["first", "second"]',
            'items = ["first", "first"]',
            "Index index_both counts first twice.",
        ),
        (
            'direction = "down"',
            'direction = "none"',
            "Index index_both counts second, which has no direction.",
        ),
        ("minimum_items = 1", "minimum_items = 3", "Index index_both must have minimum_items between 1 and 2."),
    ],
)
def test_each_fault_is_one_clear_sentence(before, after, fault):
    assert before in SMALL
    faults = _faults(SMALL.replace(before, after, 1))
    assert [sentence for sentence in faults if sentence.startswith(fault)], faults


def test_follow_up_of_a_sensitive_question_must_be_sensitive():
    text = SMALL.replace("sensitive = true\n", "").replace('direction = "down"', "sensitive = true", 1)
    assert _faults(text) == ("Question third depends on second, which is sensitive, and must be sensitive too.",)


def test_contradiction_along_the_way_is_a_dead_end():
    contradiction = '{ all = [{ question = "first", is = [1] }, { question = "second", is = [1] }] }'
    text = SMALL.replace('{ question = "second", is_not = [4] }', contradiction)
    assert _faults(text) == ("Question third can never be shown: no answers lead to it.",)


def test_all_faults_are_told_at_once():
    text = SMALL.replace(', nn = "Lita"', "").replace('help = "turn"', 'help = "left"').replace(', en = "Why?"', "")
    assert _faults(text) == (
        "Page two uses the help left, which does not exist.",
        "Question third has no English text.",
        "The questionnaire (title) has no nynorsk text.",
    )


def test_scale_that_nobody_uses_is_a_fault():
    unused = '\n[scales.spare]\noptions = [{ value = 1, nb = "a", nn = "b", en = "c" }]\n'
    assert _faults(SMALL + unused) == (
        "Scale spare needs at least two options on the scale.",
        "Scale spare is used by no question.",
    )


@pytest.mark.parametrize(
    "text",
    [
        "",
        "format = 1\npages = 3",
        "= =",
        'format = 1\nscales = "x"',
        "[[pages]]\nquestions = 1",
        "[[indices]]\nitems = 3",
    ],
)
def test_anything_else_gets_sentences_and_no_crash(text):
    faults = _faults(text)
    assert faults
    assert all(sentence.endswith(".") for sentence in faults)


@pytest.mark.parametrize(
    ("language", "words"), [("nb", "Liten"), ("nn", "Lita"), ("en", "Small"), ("nn-no", "Lita"), ("se", "Liten")]
)
def test_text_is_bokmaal_unless_another_form_is_asked_for(language, words):
    assert parse(SMALL).title.in_(language) == words


def test_what_is_not_there_is_a_key_error():
    small = parse(SMALL)
    for look_up in (small.question, small.page, small.page_of, small.index):
        with pytest.raises(KeyError):
            look_up("stranger")
