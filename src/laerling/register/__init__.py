"""VIGO, NOR and NLR extracts: read, checked, stored, with what is wrong found. In: files. Out: contracts, findings.

The only home of names, telephone numbers and e-mail addresses.
"""
