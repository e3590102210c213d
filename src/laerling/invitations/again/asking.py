"""The answering site's way to ask: one call of one database function, which looks nothing up and tells nothing."""

from django.db import connection


def ask(address: str) -> bool:
    """Store that somebody asks for the link of a tidied address; False where so many wait that no more are taken.

    Whether anybody has the address is not asked here, so the answer and its time are the same whatever is true.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT invitations_ask_again(%s)", [address])
        return bool(cursor.fetchone()[0])
