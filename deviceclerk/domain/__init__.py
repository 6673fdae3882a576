"""What is allowed: pure rules as frozen dataclasses and functions, no I/O and no clock; imports nothing of ours."""
