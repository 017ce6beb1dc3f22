"""How many people aged 10 and over live in an area, by the year's end."""

from sqlalchemy import Column, Integer, SmallInteger, String, Table

from storage.tables.base import metadata

populations = Table(
    "populations",
    metadata,
    Column("area", String(10), primary_key=True),
    Column("year_ending", SmallInteger, primary_key=True, autoincrement=False),
    Column("aged_10_plus", Integer, nullable=False),
)
