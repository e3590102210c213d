"""An invented Norway: register files with believable people, firms and faults, and nobody real in them."""
