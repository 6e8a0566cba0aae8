"""What other systems and the browsers they send ask at the addresses of the provider."""
