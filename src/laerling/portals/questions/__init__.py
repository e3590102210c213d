"""The questionnaire over time: its versions, what is new in each, trying it out, and publishing the next."""
