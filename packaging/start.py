"""What the bundle starts."""

import multiprocessing
import sys

from cxdesk.__main__ import main

if __name__ == "__main__":
    multiprocessing.freeze_support()
    sys.exit(main())
