import pytest

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("", "nb"),
        ("en-GB,en;q=0.9", "nb"),
        ("nn-NO,nn;q=0.9,nb;q=0.8", "nn"),
        ("no,nn;q=0.5", "nb"),
        ("pl,en;q=0.8,nn;q=0.1", "nn"),
    ],
)
def test_page_without_a_choice_is_norwegian(client, asked, shown):
    response = client.get("/logg-inn/", headers={"accept-language": asked})
    assert response.headers["Content-Language"] == shown


def test_language_that_is_chosen_goes_before_the_browsers(client):
    client.cookies["language"] = "en"
    response = client.get("/logg-inn/", headers={"accept-language": "nn"})
    assert response.headers["Content-Language"] == "en"


def test_language_that_does_not_exist_is_passed_over(client):
    client.cookies["language"] = "xx"
    assert client.get("/logg-inn/").headers["Content-Language"] == "nb"
