"""What every station stands on. A closed list: types, clock, errors, jobs, db."""
