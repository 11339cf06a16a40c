"""What `make` calls. This file alone must parse on any Python 3, to say which one is needed."""

import sys

# A number, because this is read before anything else is known about the interpreter: 3.11 and newer.
if sys.hexversion < 0x030B0000:
    found = ".".join(str(part) for part in sys.version_info[:3])
    sys.exit("Python " + found + " is too old, 3.11 or newer is needed. Name one: make run PYTHON=python3.12")
