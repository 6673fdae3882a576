"""The script that PyInstaller freezes."""

import sys

from deviceclerk.__main__ import main

sys.exit(main())
