"""How the house is put together on a machine: settings, database, processes."""
