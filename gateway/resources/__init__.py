"""The HTTP API, by who uses it."""
