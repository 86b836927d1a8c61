"""Writes examples/data/settings.pkl, the file that the README's first command reads: the settings of an imaginary weather station.

Run by CPython 3.13; protocol 4 is what Python 3.8 to 3.13 write when nothing is asked for, so the file looks like most files out there.
"""
import pathlib
import pickle
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal

SETTINGS = {
    'name': 'Harbour station',
    'version': 3,
    'enabled': True,
    'owner': None,
    'interval': 1.0,
    'threshold': 0.25,
    'serial': 340282366920938463463374607431768211456,
    'price': Decimal('19.90'),
    'installed': date(2024, 2, 29),
    'last_seen': datetime(2025, 11, 20, 18, 30, 15, 250000, tzinfo=timezone.utc),
    'timeout': timedelta(minutes=2, seconds=30),
    'position': (59.9075, 10.7461),
    'tags': {'coast'},
    'key': b'\x00\xff\x10brine',
    'languages': ['en', 'nb', '\u65e5\u672c\u8a9e'],
    'limits': {'temperature': {'low': -40, 'high': 55.5}, 'wind': {'low': 0, 'high': 75}},
    'ports': {8080: 'web', 1883: 'mqtt'},
    'emoji': '\U0001f30a',
}

if __name__ == '__main__':
    target = pathlib.Path(__file__).resolve().parents[2] / 'examples' / 'data' / 'settings.pkl'
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(pickle.dumps(SETTINGS, protocol=4))
    print(f'{target.name}: {target.stat().st_size} bytes')
