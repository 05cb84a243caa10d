"""Who must not, or had better not, score whom, and how it is known."""
