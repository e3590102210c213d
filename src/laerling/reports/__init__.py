"""What is shown of a round: tables, comparisons, charts and files, from released cells only."""
