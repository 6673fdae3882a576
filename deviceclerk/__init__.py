"""DeviceClerk: keeps what pupils hand in at the door, and knows who may be photographed.

The package itself holds nothing but its version; it imports nothing, so that any part starts fast.
"""

__version__ = "0.1.0"
