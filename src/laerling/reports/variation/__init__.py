"""Variation between units and years (M27): how far figures lie apart, and how much of it chance would give anyway."""
