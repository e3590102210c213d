"""The answering site: a person with a link answers one theme per page, without account, script or trace (M20)."""
