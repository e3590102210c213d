"""Links, dispatches, SMS quota and reminders. In: the frozen sample. Out: who may answer, who has (a boolean)."""
