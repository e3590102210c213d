"""Earlier rounds, brought in as files (docs/history.md): read, checked line by line, and released like any other."""
