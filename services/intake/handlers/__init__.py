"""Use cases of the registry desk: each decides by the domain's rules within one transaction."""
