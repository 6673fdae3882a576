"""What reading a zip file can raise when it is damaged, forged or packed in a way that nobody knows."""

import struct
import zipfile
import zlib
from typing import Final

UNREADABLE: Final = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    KeyError,  # a part that the list names is not there
    EOFError,
    OSError,
    NotImplementedError,  # zipfile's word for a compression or version that it does not know
    ValueError,
)
