"""The outbox: messages that must arrive exactly once, whatever stops in between."""

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    SmallInteger,
    String,
    Table,
    Text,
)

from storage.columns import Instant
from storage.tables.base import RowId, metadata, one_of

outgoing = Table(
    "outgoing",
    metadata,
    Column("id", RowId, primary_key=True),
    # Opaque, and sent along with the message: by it a doubtful send is looked up in Slack.
    Column("key", String(32), nullable=False, unique=True),
    Column("area", String(10), nullable=False),
    Column("method", String(12), nullable=False),  # post, ephemeral, update, file
    Column("person_id", RowId, ForeignKey("people.id"), nullable=False),
    Column("channel", String(20)),  # empty: the person's direct messages
    Column("ts", String(30)),  # of the message: to be updated, or once sent
    Column("thread_ts", String(30)),
    Column("body_sealed", LargeBinary),  # empty for reminders, which are worded when they are sent
    Column("urgency", SmallInteger, nullable=False),  # 0 first
    Column("state", String(10), nullable=False),  # waiting, sending, sent, failed, void
    Column("next_at", Instant, nullable=False),  # waiting: not before; sending: lease runs out
    Column("attempts", Integer, nullable=False, default=0),
    # When the last call began whose outcome is not known: set means "look it up first".
    Column("attempted_at", Instant),
    Column("problem", String(100)),
    Column("made_at", Instant, nullable=False),
    Column("sent_at", Instant),
    # Messages of one lane go one after the other, a second apart: the channel, or "@" and the
    # number of the person in whose direct messages they end.
    Column("lane", String(30)),
    # Which cases it says something of, by reference, comma-separated: whoever gets it must be
    # entitled to every one of them at the moment of sending.
    Column("about", Text),
)
# When a lane is free again; several processes keep to it together.
lanes = Table(
    "lanes",
    metadata,
    Column("name", String(30), primary_key=True),
    Column("free_at", Instant, nullable=False),
)
open_outgoing = one_of(outgoing.c.state, "waiting", "sending")
# Lane by lane in the order in which they are sent: of each a claim reads the first, however many
# wait behind it.
Index(
    "ix_outgoing_open",
    outgoing.c.lane,
    outgoing.c.urgency,
    outgoing.c.id,
    outgoing.c.next_at,
    sqlite_where=open_outgoing,
    postgresql_where=open_outgoing,
)
