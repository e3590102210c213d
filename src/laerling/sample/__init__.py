"""Who is asked and why, drawn from the register; preliminary, final, frozen. In: contracts. Out: members, exclusions."""
