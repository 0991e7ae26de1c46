"""``python -m lexome`` is the command line."""

import sys

from lexome.apps.cli import main

sys.exit(main())
