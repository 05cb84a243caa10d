"""Runs the program it is given under the limits of a confined process."""

import runpy
import sys

from services.chassis.confined import confine

if __name__ == "__main__":
    confine()
    runpy.run_path(sys.argv[1], run_name="__main__")
