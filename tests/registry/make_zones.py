# -*- coding: utf-8 -*-
"""Aware datetimes and times with the zones of libraries, pickled, and what Python says of them.

    python make_zones.py NAME   prints a line of JSON; NAME says which libraries are installed

zones-golden.jsonl.gz holds the lines of four runs (gzip -9n):

    CPython 2.7.18    py2   pytz==2019.3 python-dateutil==2.8.2
    CPython 3.8.18    mid   pytz==2022.7 python-dateutil==2.9.0.post0 pendulum==2.0.5
    CPython 3.10.13   old   pytz==2019.3 python-dateutil==2.8.2 pendulum==2.1.2 iso8601==2.1.0 tzdata
    CPython 3.13.0    new   pytz==2026.6 python-dateutil==4.0.0 pendulum==3.3.0 tzdata
"""
from __future__ import print_function

import binascii
import datetime
import json
import pickle
import sys

WINTER = datetime.datetime(2024, 1, 15, 8, 30, 15, 250)
SUMMER = datetime.datetime(2024, 7, 1, 12, 0)
TWICE = datetime.datetime(2024, 10, 27, 2, 30)


def zones():
    """(name, aware datetime) for every zone that can be made here."""
    try:
        import pytz
    except ImportError:
        pytz = None
    if pytz:
        for when in (WINTER, SUMMER):
            yield 'pytz.utc', when.replace(tzinfo=pytz.utc)
            yield 'pytz Etc/GMT+5', when.replace(tzinfo=pytz.timezone('Etc/GMT+5'))
            for key in ('Europe/Berlin', 'America/New_York', 'Asia/Kolkata'):
                zone = pytz.timezone(key)
                yield 'pytz ' + key, zone.localize(when)
                yield 'pytz unlocalized ' + key, when.replace(tzinfo=zone)
            yield 'pytz FixedOffset 90', when.replace(tzinfo=pytz.FixedOffset(90))
            yield 'pytz FixedOffset -720', when.replace(tzinfo=pytz.FixedOffset(-720))
        for dst in (True, False):
            yield 'pytz twice', pytz.timezone('Europe/Berlin').localize(TWICE, is_dst=dst)
    try:
        from dateutil import tz
    except ImportError:
        tz = None
    if tz:
        for when in (WINTER, SUMMER, TWICE):
            yield 'dateutil tzutc', when.replace(tzinfo=tz.tzutc())
            yield 'dateutil tzoffset', when.replace(tzinfo=tz.tzoffset('here', 5400))
            yield 'dateutil tzoffset unnamed', when.replace(tzinfo=tz.tzoffset(None, -3600))
            if when is WINTER:
                yield 'dateutil gettz', when.replace(tzinfo=tz.gettz('America/New_York'))
            elif when is TWICE:
                yield 'dateutil gettz', when.replace(tzinfo=tz.gettz('Europe/Berlin'))
            else:
                yield 'dateutil tzfile', when.replace(tzinfo=tz.tzfile('/usr/share/zoneinfo/Asia/Kolkata'))
            yield 'dateutil tzlocal', when.replace(tzinfo=tz.tzlocal())
            yield 'dateutil tzrange', when.replace(tzinfo=tz.tzrange('EST', -18000))
            yield 'dateutil tzstr', when.replace(tzinfo=tz.tzstr('EST5EDT'))
        if hasattr(TWICE, 'fold'):
            yield 'dateutil twice', TWICE.replace(tzinfo=tz.gettz('Europe/Berlin'), fold=1)
    try:
        import pendulum
    except ImportError:
        pendulum = None
    if pendulum:
        for when in (WINTER, SUMMER):
            if when is SUMMER:
                yield 'pendulum zone', when.replace(tzinfo=pendulum.timezone('Europe/Berlin'))
            yield 'pendulum UTC', when.replace(tzinfo=pendulum.timezone('UTC'))
            yield 'pendulum fixed', when.replace(tzinfo=pendulum.timezone(5400))
    try:
        from zoneinfo import ZoneInfo
    except ImportError:
        ZoneInfo = None
    if ZoneInfo:
        class Sub(ZoneInfo):
            pass
        Sub.__module__ = 'app.zones'
        Sub.__qualname__ = 'Sub'
        sys.modules['app'] = sys.modules['app.zones'] = type(sys)('app.zones')
        sys.modules['app.zones'].Sub = Sub
        for when in (WINTER, SUMMER):
            yield 'zoneinfo subclass', when.replace(tzinfo=Sub('Europe/Berlin'))
            yield 'zoneinfo subclass, not cached', when.replace(tzinfo=Sub.no_cache('Asia/Kolkata'))
    try:
        import iso8601
        yield 'iso8601', iso8601.parse_date('2024-07-01T12:00:00+05:30')
    except ImportError:
        pass
    try:
        import psycopg2.tz
        yield 'psycopg2', SUMMER.replace(tzinfo=psycopg2.tz.FixedOffsetTimezone(offset=datetime.timedelta(minutes=90), name='x'))
    except (ImportError, TypeError):
        pass
    if hasattr(datetime, 'timezone'):
        yield 'timezone', SUMMER.replace(tzinfo=datetime.timezone(datetime.timedelta(minutes=-90), 'mine'))


def rows():
    for name, when in zones():
        # A tzfile of dateutil 2 and a zone of pendulum 2 bring all their transitions along.
        is_long = name.startswith(('dateutil gettz', 'dateutil tzfile', 'dateutil twice', 'pendulum zone'))
        original = when
        for protocol in (pickle.HIGHEST_PROTOCOL,) if is_long else range(pickle.HIGHEST_PROTOCOL + 1):
            try:
                data = pickle.dumps(original, protocol)
            except Exception:
                continue
            # What is read again has lost what the protocol has no place for, such as the fold.
            when = pickle.loads(data)
            yield {
                'name': name,
                'protocol': protocol,
                'pickle': binascii.hexlify(data).decode(),
                'iso': when.isoformat(),
                'offset': (when.utcoffset().days * 86400 + when.utcoffset().seconds),
                'tzname': when.tzname(),
            }
        if is_long:
            continue
        clock = original.timetz()
        try:
            data = pickle.dumps(clock, 2)
        except Exception:
            continue
        yield {'name': name + ', time', 'protocol': 2, 'pickle': binascii.hexlify(data).decode(), 'iso': clock.isoformat()}


print(json.dumps({'python': '.'.join(map(str, sys.version_info[:3])), 'libraries': sys.argv[1], 'rows': list(rows())}, sort_keys=True))
