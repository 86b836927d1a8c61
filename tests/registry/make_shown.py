"""Asks the Python that runs it for str() and repr() of standard library values, for shown.test.ts.

    python3.13 tests/registry/make_shown.py > tests/registry/shown-golden.json
"""
import base64
import datetime
import decimal
import fractions
import ipaddress
import json
import pathlib
import pickle
import re
import uuid
import zoneinfo

HALF = datetime.timezone(datetime.timedelta(hours=5, minutes=30))
WEST = datetime.timezone(datetime.timedelta(hours=-8), "PST")
VALUES = [
    datetime.date(2024, 2, 29),
    datetime.time(12, 30, 5, 7),
    datetime.time(12, 30, tzinfo=HALF),
    datetime.datetime(2024, 2, 29, 1, 2, 3),
    datetime.datetime(2024, 2, 29, 1, 2, 3, 4, HALF),
    datetime.timedelta(days=1, seconds=2),
    datetime.timedelta(days=-1, microseconds=5),
    datetime.timedelta(0),
    datetime.timezone.utc,
    HALF,
    WEST,
    decimal.Decimal("1.50"),
    decimal.Decimal("-0E+3"),
    decimal.Decimal("NaN123"),
    decimal.Decimal("-Infinity"),
    fractions.Fraction(1, 2),
    fractions.Fraction(3),
    uuid.UUID(int=5),
    ipaddress.ip_address("10.0.0.1"),
    ipaddress.ip_network("10.0.0.0/8"),
    ipaddress.ip_interface("fe80::1/64"),
    pathlib.PurePosixPath("/a/b"),
    pathlib.PureWindowsPath("c:/a"),
    pathlib.PureWindowsPath("//server/share/x"),
    zoneinfo.ZoneInfo("Europe/Oslo"),
    re.compile("a", re.IGNORECASE | re.VERBOSE),
    re.compile(b"a"),
    re.compile("x" * 300),
]
rows = []
for value in VALUES:
    data = [base64.b64encode(pickle.dumps(value, protocol)).decode() for protocol in (0, 2, 4)]
    rows.append({"repr": repr(value), "str": str(value), "pickles": data})
print(json.dumps(rows, indent="\t"))
