"""The addresses of each site."""
