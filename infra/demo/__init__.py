"""A whole contest, played through HTTP alone: `python -m infra.demo`, or `make demo`."""
