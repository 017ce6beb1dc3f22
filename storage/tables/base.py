"""What every table shares: one catalogue and one way to name constraints."""

from typing import Any

from sqlalchemy import BigInteger, Column, ColumnElement, Integer, MetaData, literal_column

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# SQLite numbers rows by itself only in a column that is exactly INTEGER.
RowId = BigInteger().with_variant(Integer(), "sqlite")


def one_of(column: Column[Any], *values: str) -> ColumnElement[bool]:
    """A condition that an index and a query can share: the values stand in it, not placeholders.

    A database uses a partial index only for a query that certainly asks for no more.
    """
    return column.in_([literal_column(f"'{value}'") for value in values])
