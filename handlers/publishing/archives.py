"""Office files with nothing in them of the moment when they were made."""

from collections.abc import Callable, Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

MOMENT = (1980, 1, 1, 0, 0, 0)  # the first that the format knows


Changes = Mapping[str, Callable[[bytes], bytes]]  # by the name of a part


def timeless(content: bytes, changes: Changes | None = None) -> bytes:
    """The same archive, each part of it with the same time, some of them changed on the way."""
    out = BytesIO()
    with ZipFile(BytesIO(content)) as given, ZipFile(out, "w", ZIP_DEFLATED) as made:
        for name in given.namelist():
            part = given.read(name)
            change = (changes or {}).get(name)
            info = ZipInfo(name, MOMENT)
            info.compress_type = ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            made.writestr(info, change(part) if change else part)
    return out.getvalue()
