"""The pages of the questions portal, one module a family."""
