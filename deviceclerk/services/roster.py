"""Import of a parent app's export: reading it, the difference it makes, applying it whole, taking it back.

Reading needs no database and may take seconds; comparing and applying need the database and take less than one for
a school.
"""

from deviceclerk.services.rosterapplying import Applied, ImportView, Undone, apply, last_import, undo_import
from deviceclerk.services.rosterpreview import Preview, compare, preview
from deviceclerk.services.rosterreading import read_beside_known, read_export

__all__ = [
    "Applied",
    "ImportView",
    "Preview",
    "Undone",
    "apply",
    "compare",
    "last_import",
    "preview",
    "read_beside_known",
    "read_export",
    "undo_import",
]
