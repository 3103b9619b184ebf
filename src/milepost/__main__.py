"""`python -m milepost`: the command line."""

from __future__ import annotations

from milepost.surfaces.cli.main import main

if __name__ == "__main__":
    main()
