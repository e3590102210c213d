"""A survey year: its dates, quotas, thresholds and legal texts, as data with a source. Out: what holds now, what is next."""
