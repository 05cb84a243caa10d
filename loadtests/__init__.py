"""How much Darkhorse takes, beside a floor measured in the same run: `make load`."""
