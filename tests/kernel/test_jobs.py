from datetime import timedelta

import pytest
from procrastinate.exceptions import TaskNotFound

from laerling.kernel import jobs

pytestmark = pytest.mark.django_db


def test_waiting_jobs_are_found_by_name_and_id():
    jobs.enqueue("release.make_release", round_year=2026, account="a")

    names = ("release.make_release", "responses.export_urn")
    assert jobs.waiting(*names, round_year=2026) == {"release.make_release"}
    assert jobs.waiting(*names, round_year=2025) == frozenset()


def test_newest_job_says_how_it_goes():
    assert jobs.newest("release.make_release", round_year=2026) is None
    jobs.enqueue("release.make_release", round_year=2026, account="a")

    found = jobs.newest("release.make_release", round_year=2026)
    assert found.status == "waiting"
    assert found.lasted >= timedelta()


def test_job_that_does_not_exist_is_refused():
    with pytest.raises(TaskNotFound):
        jobs.enqueue("release.make_relese")
