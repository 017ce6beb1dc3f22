"""The 42 MAPPA areas of England and Wales, by code and name."""

from collections.abc import Mapping

from mappa.choices import read_choice

AREAS: Mapping[str, str] = {
    "AVO": "Avon and Somerset",
    "BED": "Bedfordshire",
    "CAM": "Cambridgeshire",
    "CHE": "Cheshire",
    "CLE": "Cleveland",
    "CUM": "Cumbria",
    "DER": "Derbyshire",
    "DEV": "Devon and Cornwall",
    "DOR": "Dorset",
    "DUR": "Durham",
    "DYF": "Dyfed-Powys",
    "ESS": "Essex",
    "GLO": "Gloucestershire",
    "GMP": "Greater Manchester",
    "GWE": "Gwent",
    "HAM": "Hampshire",
    "HER": "Hertfordshire",
    "HUM": "Humberside",
    "KEN": "Kent",
    "LAN": "Lancashire",
    "LEI": "Leicestershire",
    "LIN": "Lincolnshire",
    "LON": "London",
    "MER": "Merseyside",
    "NOR": "Norfolk",
    "NWA": "North Wales",
    "NYO": "North Yorkshire",
    "NPT": "Northamptonshire",
    "NBR": "Northumbria",
    "NOT": "Nottinghamshire",
    "SWA": "South Wales",
    "SYO": "South Yorkshire",
    "STA": "Staffordshire",
    "SUF": "Suffolk",
    "SUR": "Surrey",
    "SUS": "Sussex",
    "THA": "Thames Valley",
    "WAR": "Warwickshire",
    "WME": "West Mercia",
    "WMI": "West Midlands",
    "WYO": "West Yorkshire",
    "WIL": "Wiltshire",
}


def read_area(text: str) -> str:
    """The area's code, from its code or name."""
    return read_choice(text, AREAS, "area")
