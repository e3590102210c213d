"""The region time machine: a county as it would have been in another year, reckoned from released figures by adding only.

Beside the rounds as they were shown, and another thing: what is reckoned is marked, and never called a result of its own.
"""
