"""Forms with files in them, read within a limit and kept in memory only."""

from aiohttp import BodyPartReader, web

MULTIPART = "multipart/form-data"


async def read_form(
    request: web.Request, most: int
) -> tuple[dict[str, str], list[tuple[str, bytes]]]:
    """The fields, and the names and bytes of the files; `most` bytes in all."""
    fields: dict[str, str] = {}
    attached: list[tuple[str, bytes]] = []
    taken = 0
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader):
            raise ValueError("a form in a form")
        content = bytearray()
        while chunk := await part.read_chunk():
            content += chunk
            taken += len(chunk)
            if taken > most:
                raise web.HTTPRequestEntityTooLarge(max_size=most, actual_size=taken)
        if part.filename is not None:
            attached.append((part.filename, bytes(content)))
        elif part.name:
            fields[part.name] = content.decode()
    return fields, attached
