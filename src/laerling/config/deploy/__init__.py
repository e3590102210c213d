"""Whether a process is set up as one that holds people's data must be: facts are gathered, rules judge them."""

from laerling.config.deploy.facts import gather
from laerling.config.deploy.rules import findings

__all__ = ["findings", "gather"]
