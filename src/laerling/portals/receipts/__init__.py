"""Call-backs: what gateways and mail providers tell of messages, kept as it comes; and whether one still may go."""
