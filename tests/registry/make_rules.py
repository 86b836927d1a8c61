"""Zones of dateutil with a rule for summer time, pickled, and the offsets that Python computes from them.

    python make_rules.py > rules-golden.json   with python-dateutil installed; the file is of the versions that it names
"""
import datetime
import json
import pickle
import random
import sys

import dateutil
from dateutil import relativedelta, tz

ZONES = [
    tz.tzstr('EST5EDT'), tz.tzstr('EST5EDT,M3.2.0,M11.1.0'), tz.tzstr('CET-1CEST,M3.5.0,M10.5.0/3'),
    tz.tzstr('AEST-10AEDT,M10.1.0,M4.1.0/3'), tz.tzstr('NZST-12NZDT,M9.5.0,M4.1.0/3'), tz.tzstr('EST5EDT4,J60/2,J300/1:30'),
    tz.tzstr('EST5EDT,4,1,0,7200,10,-1,0,7200,3600'), tz.tzstr('UTC+3'), tz.tzstr('LHST-10:30LHDT-11,M10.1.0,M4.1.0'),
    tz.tzrange('EST', -18000, 'EDT'), tz.tzrange('EST', -18000), tz.tzrange('CET', 3600, 'CEST', 7200,
        start=relativedelta.relativedelta(hours=2, month=3, day=31, weekday=relativedelta.SU(-1)),
        end=relativedelta.relativedelta(hours=2, month=10, day=31, weekday=relativedelta.SU(-1))),
    tz.tzrange('X', 0, 'Y', 5400, start=relativedelta.relativedelta(months=14, days=-3, leapdays=1, hour=5),
        end=relativedelta.relativedelta(month=2, day=30, leapdays=-1, weekday=relativedelta.FR(+3), minutes=90)),
]


def main():
    seeded = random.Random(18)
    rows = []
    for zone in ZONES:
        times = []
        for _ in range(60):
            when = datetime.datetime(seeded.choice([1999, 2000, 2023, 2024, 2100]), 1, 1) + datetime.timedelta(hours=seeded.randrange(8760))
            times.append(when.replace(minute=seeded.randrange(60), fold=seeded.randrange(2), tzinfo=zone))
        # Around the days on which clocks change.
        for year in (2023, 2024):
            for hour in range(8760):
                when = datetime.datetime(year, 1, 1, tzinfo=zone) + datetime.timedelta(hours=hour)
                if when.utcoffset() != (when - datetime.timedelta(hours=1)).utcoffset():
                    for minutes in (-120, -61, -60, -30, -1, 0, 1, 30, 59, 60, 61, 90):
                        for fold in (0, 1):
                            times.append((when + datetime.timedelta(minutes=minutes)).replace(fold=fold))
        of_zone = {
            'zone': str(zone),
            'pickles': [pickle.dumps(times[0], protocol).hex() for protocol in (2, 3, 4)],
            'times': [[t.year, t.month, t.day, t.hour, t.minute, t.fold, t.utcoffset().total_seconds()] for t in times],
        }
        rows.append(of_zone)
    versions = 'CPython %s, dateutil %s' % (sys.version.split()[0], dateutil.__version__)
    json.dump({'versions': versions, 'zones': rows}, sys.stdout, separators=(',', ':'))
    print()


main()
