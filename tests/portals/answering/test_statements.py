"""How often the database is asked: counted to the last statement, transactions' own too, whatever the number of people."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.invitations.people import invited
from tests.portals.answering import walking

from laerling.portals.answering import printing, visits
from laerling.questionnaire import queries as questionnaires

# Each statement is a transaction of its own: nothing begins or commits one, so nothing of that kind is counted.
pytestmark = pytest.mark.django_db(transaction=True)

EVERY_PAGE = {"school_before": 2, "plan": 2, "feedback": 3, "talks": 2, "bullied": 3, "office_contact": 1}


class Counting(walking.Phone):
    """A phone that notes the statements of each of its requests."""

    def __init__(self):
        super().__init__()
        self.asked = []

    def request(self, **request):
        with CaptureQueriesContext(connection) as captured:
            response = super().request(**request)
        statements = [query["sql"] for query in captured]
        self.asked.append((f"{request['REQUEST_METHOD']} {request['PATH_INFO']}", statements))
        return response

    def most(self, method, path):
        return max(len(statements) for name, statements in self.asked if name.startswith(f"{method} {path}"))

    @property
    def n_statements(self):
        return sum(len(statements) for _name, statements in self.asked)


def walked(link):
    """Return the phone of somebody who met every page there is, from the link to the thanks."""
    counting = Counting()
    counting.opens(link)
    page = counting.get("/start")
    counting.asked.pop()
    resume_at = page.content.decode().partition('name="page" value="')[2].partition('"')[0]
    counting.post("/start", {"page": resume_at}, follow=True)
    given = {}
    for page in walking.questionnaire().pages:
        answers = {q.code: EVERY_PAGE.get(q.code, q.options[-1].value) for q in page.questions}
        given |= answers
        counting.sends(page.code, **answers)
    assert counting.post("/levere", follow=True).request["PATH_INFO"] == "/takk"
    return counting


def test_completion_takes_forty_statements_at_most_and_a_page_four(open_round):
    few = walked(walking.person())
    invited(200)
    many = walked(walking.person())

    for counting in (few, many):
        assert sum(name.startswith("POST /sporsmal") for name, _ in counting.asked) == 12
        assert counting.most("POST", "/sporsmal") == 2
        assert counting.most("POST", "/levere") == 2
    assert many.n_statements == 40
    assert many.most("GET", "/") == 1
    transactions = [one for _, statements in many.asked for one in statements if one[:5] in {"BEGIN", "COMMI", "SAVEP"}]
    assert transactions == []


def test_first_visitor_of_a_process_asks_a_little_more(open_round):
    printing.forget()
    visits._round.cache_clear()
    questionnaires._parsed.cache_clear()

    first = walked(walking.person())

    assert first.most("GET", "/") <= 4
    assert first.n_statements <= 43


def test_page_sent_with_nothing_new_is_not_written_again(link):
    counting = Counting()
    counting.begins(link)
    for _ in range(2):
        counting.sends("choice", follow=False, motivation=4)

    assert [len(statements) for name, statements in counting.asked if name == "POST /sporsmal/choice"] == [2, 1]


def test_two_windows_that_save_at_once_lose_nothing(link, monkeypatch):
    one, another = Counting(), walking.Phone()
    one.begins(link)
    another.begins(link)
    real = visits.Visit.keep
    raced = []

    def keep(visit, journey, *, was):
        if not raced:
            raced.append(True)
            another.sends("wellbeing", follow=False, thriving=5)
        return real(visit, journey, was=was)

    monkeypatch.setattr(visits.Visit, "keep", keep)
    one.sends("choice", follow=False, motivation=4)

    assert one.most("POST", "/sporsmal/choice") <= 8
    assert 'id="thriving-5" value="5" checked' in one.get("/sporsmal/wellbeing").content.decode()
    assert 'id="motivation-4" value="4" checked' in one.get("/sporsmal/choice").content.decode()
