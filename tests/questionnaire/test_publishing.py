from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.utils import translation

from laerling.audit.models import Event
from laerling.questionnaire import queries
from laerling.questionnaire.actions import AlreadyPublished, FaultyQuestionnaire, publish
from laerling.questionnaire.models import QuestionnaireVersion

SMALL = Path(__file__).with_name("small.toml").read_text(encoding="utf-8")

pytestmark = pytest.mark.django_db


@pytest.fixture
def small(by, now):
    return publish(SMALL, by=by, now=now)


def test_published_questionnaire_is_read_back_as_it_was_written(small):
    published = queries.published("small-1")
    assert small.is_new
    assert (small.n_pages, small.n_questions) == (2, 3)
    assert published.sha256 == small.sha256
    assert published.question("first").text.nn == "Kor ofte?"
    row = QuestionnaireVersion.objects.get(code="small-1")
    assert (str(row), row.content) == ("small-1", SMALL)


def test_published_is_parsed_once(small, django_assert_num_queries):
    first = queries.published("small-1")
    with django_assert_num_queries(1):
        assert queries.published("small-1") is first


def test_publishing_is_written_down_once(small, by, now):
    publish(SMALL, by=by, now=now)
    event = Event.objects.get(about="questionnaire:small-1")
    assert (event.what, event.details) == ("questionnaire.version.published", {"sha256": small.sha256})


def test_the_same_content_again_changes_nothing(small, by, now):
    again = publish(SMALL, by=by, now=now)
    assert not again.is_new
    assert again.sha256 == small.sha256


def test_another_content_under_the_same_code_is_refused(small, by, now):
    with pytest.raises(AlreadyPublished) as caught:
        publish(SMALL.replace("Hvor ofte?", "Hvor ofte da?"), by=by, now=now)
    with translation.override("nn"):
        assert str(caught.value).startswith("small-1 er alt publisert og kan ikkje endrast.")
    assert queries.published("small-1").question("first").text.nb == "Hvor ofte?"


@pytest.mark.parametrize(
    ("form", "language"),
    [('nb = "Hvor ofte?", ', "bokmål"), ('nn = "Kor ofte?", ', "nynorsk"), (', en = "How often?"', "English")],
)
def test_nothing_is_published_with_a_written_form_missing(form, language, by, now):
    with pytest.raises(FaultyQuestionnaire) as caught, translation.override("en"):
        publish(SMALL.replace(form, ""), by=by, now=now)
    assert f"Question first has no {language} text." in str(caught.value)
    assert not QuestionnaireVersion.objects.filter(code="small-1").exists()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE questionnaire_questionnaireversion SET content = content || ' ' WHERE code = 'small-1'",
        "UPDATE questionnaire_questionnaireversion SET published_at = now() WHERE code = 'small-1'",
        "DELETE FROM questionnaire_questionnaireversion WHERE code = 'small-1'",
    ],
)
def test_the_database_itself_refuses_changes(statement, small):
    with pytest.raises(DatabaseError, match="never change"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_the_fingerprint_must_be_that_of_the_content(now):
    with pytest.raises(DatabaseError, match="sha256_of_content"), transaction.atomic():
        QuestionnaireVersion.objects.create(
            code="forged", survey="small", content=SMALL, sha256="0" * 64, published_at=now
        )


def test_unknown_questionnaire_is_refused():
    with pytest.raises(queries.UnknownQuestionnaire):
        queries.published("never-made")


def test_every_home_has_the_survey_of_2026():
    assert "apprentice-2026" in queries.codes()
    assert len(queries.published("apprentice-2026").questions) == 48


def test_command_publishes_a_file(tmp_path: Path, capsys):
    file = tmp_path / "small.toml"
    file.write_text(SMALL, encoding="utf-8")
    call_command("publish_questionnaire", str(file))
    call_command("publish_questionnaire", str(file))
    first, second = capsys.readouterr().out.splitlines()
    assert first.startswith("small-1: published, 3 questions on 2 pages")
    assert second.startswith("small-1: published before, 3 questions on 2 pages")


@pytest.mark.parametrize("content", [None, b"\xff\xfe not text"])
def test_command_says_when_the_file_cannot_be_read(content, tmp_path: Path):
    file = tmp_path / "file.toml"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(CommandError, match="cannot be read as a text file in UTF-8"):
        call_command("publish_questionnaire", str(file))
