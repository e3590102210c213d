"""The ordering portal: county, office and directorate follow a round, check the list, send, and see how many answer."""
