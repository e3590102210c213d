"""The reporting portal (rapportportal): what the answers say, for those who are to use them. Released cells only."""
