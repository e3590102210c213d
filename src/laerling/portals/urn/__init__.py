"""The pages of the urn: the key ceremony step by step, what was destroyed, and what was published at the close."""
