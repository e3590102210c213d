"""Disclosure control: opened answers become counts, counts become protected cells, cells become a frozen release."""
