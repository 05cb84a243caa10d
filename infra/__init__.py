"""How the system is run: here, in containers, and for show. Nothing in the product imports it."""
