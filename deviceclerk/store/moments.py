"""How a moment is kept: UTC as ISO text with microseconds, and the local offset in minutes apart from it."""

from datetime import UTC, datetime, timedelta, timezone


def to_text(moment: datetime) -> str:
    """An aware moment as '2026-11-20T07:27:13.000000Z': sorts as text in the order of time.

    Raises ValueError for a moment without an offset: nobody could say when it was.
    """
    if moment.tzinfo is None:
        raise ValueError("a moment needs its offset")
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def offset_minutes(moment: datetime) -> int:
    """The moment's offset from UTC in minutes: 60 for Dutch winter time."""
    offset = moment.utcoffset()
    if offset is None:
        raise ValueError("a moment needs its offset")
    return int(offset.total_seconds() // 60)


def from_text(text: str, minutes: int | None = None) -> datetime:
    """The moment back, at the offset it was told with, or (None) in this PC's present time zone."""
    moment = datetime.fromisoformat(text)
    return moment.astimezone(None if minutes is None else timezone(timedelta(minutes=minutes)))
