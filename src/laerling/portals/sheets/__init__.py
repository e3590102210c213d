"""Information sheets on paper: for apprentices, candidates, establishments, and whoever helps at a gathering (M21, M33)."""
