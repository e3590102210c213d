"""Gatherings: apprentices of one office or county in one room, each answering for themselves, with help (M21).

In: who is invited, their links. Out: slips on paper, a room with a code that changes, seats that each claims for
themselves, and how many have delivered, without names.
"""
