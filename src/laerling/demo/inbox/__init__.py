"""The demo's mail server and inbox: every message the round sends ends here and can be read in the browser."""
