"""How long personal data is kept, and what was erased."""
