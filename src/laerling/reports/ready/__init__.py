"""The fixed set of reports: made as soon as a round's release is, lying ready when the results are out (M23)."""
