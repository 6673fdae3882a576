"""The tables. Events and answers are only ever added to; what changes is derived from them.

Times are kept in UTC as ISO text with microseconds, which sorts and reads the same in every database, with
the local offset in minutes beside the moment at which something happened.
"""

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    text,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _moment(name: str, *, nullable: bool = False) -> Column[str]:
    return Column(name, String(32), nullable=nullable)


# The school's choices, one row a setting, JSON in `value`.
setting = Table(
    "setting",
    metadata,
    Column("key", String(60), primary_key=True),
    Column("value", Text, nullable=False),
)

import_ = Table(
    "import",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("file", String(255), nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("profile", String(60)),
    Column("layout", String(10), nullable=False),
    Column("exported_on", Date),
    Column("year", Integer, nullable=False),
    _moment("imported_at"),
    Column("actor", String(120), nullable=False, server_default=""),
    _moment("undone_at", nullable=True),
)

# The questions of an import: which purpose and medium it had a column for.
import_question = Table(
    "import_question",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("import_id", ForeignKey("import.id"), nullable=False),
    Column("purpose", String(80), nullable=False),
    Column("medium", String(10), nullable=False),
    Column("heading", String(255), nullable=False),
    Index("ix_import_question_import_id", "import_id"),
)

# What an import did to people, with the facts before it as JSON, so that an undo restores exactly what was.
import_change = Table(
    "import_change",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("import_id", ForeignKey("import.id"), nullable=False),
    Column("person_id", ForeignKey("person.id"), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("before", Text),
    Index("ix_import_change_import_id", "import_id"),
)

person = Table(
    "person",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("role", String(10), nullable=False),
    Column("number", String(40)),
    Column("first_name", String(120), nullable=False),
    Column("prefix", String(40), nullable=False),
    Column("last_name", String(120), nullable=False),
    Column("name_key", String(280), nullable=False),
    Column("group_name", String(80), nullable=False),
    Column("born", Date),
    Column("left_on", Date),
    # The import that brought the person in, and, when that import was undone before anything else happened to
    # the person, when: such a person counts nowhere, but what the import said remains provable.
    Column("brought_by", ForeignKey("import.id")),
    _moment("void_since", nullable=True),
    Index("ix_person_group_name", "group_name"),
    Index("ix_person_number", "number"),
    Index("ix_person_name_key", "name_key"),
)

device = Table(
    "device",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("person_id", ForeignKey("person.id"), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("pocket", Integer),
    _moment("registered_at"),
    _moment("removed_at", nullable=True),
    Index("ix_device_person_id", "person_id"),
)

# A code of a device, a badge or a command; a device code without a device is a blank tag, not yet claimed.
code = Table(
    "code",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("code", String(12), nullable=False, unique=True),
    Column("purpose", String(10), nullable=False),
    Column("device_id", ForeignKey("device.id")),
    Column("person_id", ForeignKey("person.id")),
    Column("command", String(20)),
    _moment("issued_at"),
    _moment("claimed_at", nullable=True),
    _moment("revoked_at", nullable=True),
    Column("replaced_by", ForeignKey("code.id")),
    Index("ix_code_device_id", "device_id"),
)

event = Table(
    "event",
    metadata,
    # The number that orders events; times never do.
    Column("number", Integer, primary_key=True),
    Column("scan_id", String(40), nullable=False, unique=True),
    Column("kind", String(12), nullable=False),
    Column("outcome", String(20), nullable=False),
    Column("tier", String(12), nullable=False),
    Column("device_id", ForeignKey("device.id")),
    Column("code_id", ForeignKey("code.id")),
    # Of a refused scan: its text where it has the shape of a code, else only its length.
    Column("raw", String(12)),
    Column("raw_length", Integer),
    Column("state_after", String(12)),
    # The event whose state is in force after this one: itself, or for an undo the one that it restores.
    Column("in_force", Integer),
    Column("phase", String(3), nullable=False),
    Column("source", String(20), nullable=False),
    Column("actor", String(120), nullable=False, server_default=""),
    _moment("happened_at"),
    Column("offset_minutes", Integer, nullable=False),
    # The local calendar day on which it happened, for the daily list.
    Column("day", Date, nullable=False),
    _moment("recorded_at"),
    Column("reason", Text, nullable=False, server_default=""),
    Column("notes", Text, nullable=False, server_default=""),
    Column("undoes", ForeignKey("event.number")),
    # Whose device, absence or badge it was; the group whose day was closed.
    Column("person_id", ForeignKey("person.id")),
    Column("group_name", String(80)),
    # Of what is done by hand: why, by a code; who allowed or decided it; who got the device; until when.
    Column("reason_code", String(20), nullable=False, server_default=""),
    Column("decided_by", String(120), nullable=False, server_default=""),
    Column("handed_to", String(160), nullable=False, server_default=""),
    _moment("due", nullable=True),
    Index("ix_event_device_id_number", "device_id", "number"),
    Index("ix_event_day_number", "day", "number"),
    # The migrations say the same to PostgreSQL; said here as well, every start of the program would load all that
    # SQLAlchemy knows of it, and the first scan would wait for that.
    Index("ix_event_undoes", "undoes", sqlite_where=text("undoes IS NOT NULL")),
    Index("ix_event_person_id_day", "person_id", "day", sqlite_where=text("person_id IS NOT NULL")),
)

# A device that its pupil may keep for some days (a medical aid); never why.
exemption = Table(
    "exemption",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("device_id", ForeignKey("device.id"), nullable=False),
    Column("first", Date, nullable=False),
    Column("last", Date, nullable=False),
    _moment("recorded_at"),
    Column("actor", String(120), nullable=False, server_default=""),
    _moment("ended_at", nullable=True),
    Index("ix_exemption_device_id", "device_id"),
)

answer = Table(
    "answer",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("person_id", ForeignKey("person.id"), nullable=False),
    Column("purpose", String(80), nullable=False),
    Column("medium", String(10), nullable=False),
    Column("respondent", String(20), nullable=False),
    Column("value", String(12), nullable=False),
    Column("raw", Text, nullable=False),
    # The answer's own date if it has one; `counts_from` is the date that the rules use.
    Column("answered_on", Date),
    Column("counts_from", Date, nullable=False),
    Column("year", Integer, nullable=False),
    Column("origin", String(10), nullable=False),
    # Whether the cell differs from what the previous import said, or a person entered it.
    Column("changed", Boolean, nullable=False),
    Column("import_id", ForeignKey("import.id")),
    Column("sheet", String(120)),
    Column("row", Integer),
    Column("column", String(4)),
    Column("source_note", Text),
    _moment("recorded_at"),
    Column("actor", String(120), nullable=False, server_default=""),
    Index("ix_answer_person_id_purpose_medium", "person_id", "purpose", "medium", "number"),
    Index("ix_answer_import_id", "import_id"),
)

# What the school does with images: an outing, a sports day. The lists are JSON: purposes and media by key, groups
# by name; no group stands for the whole school.
activity = Table(
    "activity",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String(160), nullable=False),
    Column("day", Date, nullable=False),
    Column("groups", Text, nullable=False),
    Column("purposes", Text, nullable=False),
    Column("media", Text, nullable=False),
    _moment("recorded_at"),
    Column("actor", String(120), nullable=False, server_default=""),
    _moment("removed_at", nullable=True),
)

# A pupil or parent who says no to one activity: overrides a yes, and can only restrict.
activity_withdrawal = Table(
    "activity_withdrawal",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("activity_id", ForeignKey("activity.id"), nullable=False),
    Column("person_id", ForeignKey("person.id"), nullable=False),
    Column("respondent", String(20), nullable=False),
    Column("source_note", Text, nullable=False, server_default=""),
    _moment("recorded_at"),
    Column("actor", String(120), nullable=False, server_default=""),
    # Taken back by whoever said it; it stays on record.
    _moment("ended_at", nullable=True),
    Column("ended_by", String(120), nullable=False, server_default=""),
    Index("ix_activity_withdrawal_activity_id", "activity_id"),
    Index("ix_activity_withdrawal_person_id", "person_id"),
)

# Where images were published, and who is in them.
publication = Table(
    "publication",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("activity_id", ForeignKey("activity.id")),
    Column("purpose", String(80), nullable=False),
    Column("media", Text, nullable=False),
    Column("place", Text, nullable=False),
    Column("published_on", Date, nullable=False),
    _moment("recorded_at"),
    Column("actor", String(120), nullable=False, server_default=""),
    # The whole publication was taken down.
    Column("ended_on", Date),
    Index("ix_publication_activity_id", "activity_id"),
)

publication_person = Table(
    "publication_person",
    metadata,
    Column("publication_id", ForeignKey("publication.id"), primary_key=True),
    Column("person_id", ForeignKey("person.id"), primary_key=True),
    # Why it could be published then: the numbers of the answers that it rested on, JSON.
    Column("because", Text, nullable=False, server_default="[]"),
    Index("ix_publication_person_person_id", "person_id"),
)

# Somebody is to be taken out of a publication: asked for, or since a consent was withdrawn; open until done.
removal = Table(
    "removal",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("publication_id", ForeignKey("publication.id"), nullable=False),
    Column("person_id", ForeignKey("person.id")),
    Column("reason", String(20), nullable=False),
    Column("asked_on", Date, nullable=False),
    Column("source_note", Text, nullable=False, server_default=""),
    _moment("recorded_at"),
    Column("actor", String(120), nullable=False, server_default=""),
    Column("done_on", Date),
    Column("done_by", String(120), nullable=False, server_default=""),
    Index("ix_removal_publication_id", "publication_id"),
)

# Who looked at whose consent, and when: for which activity or groups, on the screen or on paper.
consent_view = Table(
    "consent_view",
    metadata,
    Column("id", Integer, primary_key=True),
    _moment("at"),
    Column("actor", String(120), nullable=False, server_default=""),
    Column("activity_id", ForeignKey("activity.id")),
    Column("groups", Text, nullable=False, server_default="[]"),
    Column("purposes", Text, nullable=False, server_default="[]"),
    Column("how", String(10), nullable=False),
    Index("ix_consent_view_at", "at"),
)

# What a person chose for a row of an export that was in doubt: whom it is about, or, without a person, that it is
# left out. The row is known again by what it said of itself, within one school year; the newest counts.
row_choice = Table(
    "row_choice",
    metadata,
    Column("id", Integer, primary_key=True),
    # The import with which it was made; it goes when that is taken back.
    Column("import_id", ForeignKey("import.id"), nullable=False),
    Column("number", String(40)),
    Column("name_key", String(300), nullable=False),
    Column("group_key", String(80), nullable=False),
    Column("born", Date),
    # The same as it was read, for the list of choices.
    Column("name", String(300), nullable=False),
    Column("group_name", String(80), nullable=False),
    Column("year", Integer, nullable=False),
    Column("person_id", ForeignKey("person.id")),
    _moment("recorded_at"),
    Column("actor", String(120), nullable=False, server_default=""),
    Index("ix_row_choice_person_id", "person_id"),
)

APPEND_ONLY = (event, answer)
