#!/usr/bin/env python
"""For those who know Django: the same as `alongside`."""

from alongside.cli import main

if __name__ == "__main__":
    main()
