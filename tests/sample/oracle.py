"""The right answer, written from the text of the register files' rules and from nothing else: plain and slow.

Contracts are rows as the file has them, by the file's own headings, dates as dates.
"""

from datetime import date, timedelta

ORDER = [
    "contract_type",
    "not_approved",
    "too_short",
    "interrupted",
    "ended",
    "ends_before_close",
    "no_establishment",
    "not_in_nor",
    "not_in_nlr",
    "duplicate_person",
]


def months_later(day, months):
    """The day so many calendar months on, one month at a time; the day of the month is kept where it exists."""
    year, month = day.year, day.month
    for _ in range(months):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    wanted = day.day
    while True:
        try:
            return date(year, month, wanted)
        except ValueError:
            wanted -= 1


def touches(row, first, last):
    """Walk the answering days one by one: is the contract interrupted on any of them?"""
    if row["Avbrudd fra"] is None:
        return False
    day = first
    while day <= last:
        if row["Avbrudd fra"] <= day and (row["Avbrudd til"] is None or day <= row["Avbrudd til"]):
            return True
        day += timedelta(days=1)
    return False


def places(row):
    """Return the office and the establishment of a contract, empty where there is none."""
    if row["Parttype"] == "K" and row["Orgnr"]:
        return row["Orgnr"], row["Orgnr medlemsbedrift"]
    return "", row["Orgnr"]


def why_not(row, rule, nor, nlr):
    """Return the reasons of one contract, the duplicate left out. `nor` and `nlr` map numbers to status."""
    full = months_later(row["Læretid fra"], rule["months"])
    is_long_enough = full < rule["D"] or (rule["mode"] == "at_least" and full == rule["D"])
    approved = row["Godkjentdato"] is not None and row["Godkjentdato"] <= rule["D"]
    office, establishment = places(row)
    applies = {
        "contract_type": row["Kontraktstype"] not in ("L", "O"),
        "not_approved": not approved,
        "too_short": not is_long_enough,
        "interrupted": touches(row, rule["O"], rule["L"]),
        "ended": row["Avslutningskode"] != "",
        "ends_before_close": row["Læretid til"] < rule["L"],
        "no_establishment": row["Orgnr"] == "",
        "not_in_nor": office != "" and nor.get(office) != "aktiv",
        "not_in_nlr": establishment != "" and nlr.get(establishment) != "godkjent",
    }
    return [reason for reason in ORDER if applies.get(reason)]


def sample(rows, rule, nor, nlr):
    """Return the lines of sample.csv and excluded.csv."""
    reasons = {row["Kontraktnr"]: why_not(row, rule, nor, nlr) for row in rows}
    good = [row for row in rows if not reasons[row["Kontraktnr"]]]
    for person in {row["PersonId"] for row in good}:
        theirs = [row for row in good if row["PersonId"] == person]
        latest = max(row["Læretid fra"] for row in theirs)
        winner = min(row["Kontraktnr"] for row in theirs if row["Læretid fra"] == latest)
        for row in theirs:
            if row["Kontraktnr"] != winner:
                reasons[row["Kontraktnr"]] = ["duplicate_person"]
    by_number = sorted(rows, key=lambda row: row["Kontraktnr"])
    asked = [(row["Kontraktnr"], row["PersonId"]) for row in by_number if not reasons[row["Kontraktnr"]]]
    excluded = [
        (row["Kontraktnr"], row["PersonId"], "+".join(reasons[row["Kontraktnr"]]))
        for row in by_number
        if reasons[row["Kontraktnr"]]
    ]
    return asked, excluded


def is_running(row, rule, nor, nlr):
    """Return whether a contract counts for its supervisor."""
    office, establishment = places(row)
    return all(
        (
            row["Kontraktstype"] in ("L", "O"),
            row["Godkjentdato"] is not None and row["Godkjentdato"] <= rule["D"],
            row["Læretid fra"] <= rule["D"] <= row["Læretid til"],
            row["Avslutningskode"] == "",
            not touches(row, rule["O"], rule["L"]),
            row["Faglig leder id"] != "",
            nlr.get(establishment) == "godkjent",
            office == "" or nor.get(office) == "aktiv",
        )
    )


def supervisors(rows, rule, nor, nlr):
    """Return the lines of supervisors.csv."""
    running = [row for row in rows if is_running(row, rule, nor, nlr)]
    found = []
    for establishment in sorted({places(row)[1] for row in running}):
        contracts = {}
        for row in running:
            if places(row)[1] == establishment:
                contracts.setdefault(row["Faglig leder id"], []).append(row)
        best = min(contracts, key=lambda leader: (*standing(contracts[leader]), leader))
        found.append((establishment, best, len({row["PersonId"] for row in contracts[best]})))
    return found


ALPHABET = "abcdefghijklmnopqrstuvwxyzæøå"


def standing(contracts):
    """Return what ranks a supervisor, the best lowest: persons, contracts in one trade, the place of that trade's name."""
    n_persons = len({row["PersonId"] for row in contracts})
    names = {row["Programområde"] for row in contracts}
    n_of = {name: sum(1 for row in contracts if row["Programområde"] == name) for name in names}
    most = max(n_of.values())
    first = min([ALPHABET.find(letter) for letter in name.lower()] for name in names if n_of[name] == most)
    return (-n_persons, -most, first)
