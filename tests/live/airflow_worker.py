"""XComs of Airflow for the live tests: the calls of worker.py's protocol, answered by a real Airflow, of 2.x or 3.x."""
import base64
import datetime
import decimal
import os
import sys
import zoneinfo

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
sys.dont_write_bytecode = True

import worker  # noqa: E402

UTC = datetime.timezone.utc
BERLIN = zoneinfo.ZoneInfo('Europe/Berlin')
VALUES = {
    'plain': {'name': 'bob \u65e5', 'n': 1.5, 'whole': 1.0, 'list': [1, [2]], 'none': None, 'big': 2 ** 70},
    'tuple': (1, 'a', 2.5),
    'set': {1},
    'frozenset': frozenset({2}),
    'date': datetime.date(2026, 11, 29),
    'timedelta': datetime.timedelta(-1, 2, 3),
    'decimal': decimal.Decimal('1.5'),
    'int decimal': decimal.Decimal('10'),
    'utc': datetime.datetime(2026, 11, 29, 12, 30, 0, 5, tzinfo=UTC),
    'naive': datetime.datetime(2026, 11, 29, 12, 30, 0, 999999),
    'zone': datetime.datetime(2026, 7, 29, 12, 30, tzinfo=BERLIN),
    'before the hour twice': datetime.datetime(2026, 10, 25, 2, 30, tzinfo=BERLIN),
    'the hour twice': datetime.datetime(2026, 10, 25, 2, 30, fold=1, tzinfo=BERLIN),
    'old': datetime.datetime(1960, 1, 1, 0, 0, 0, 250000, tzinfo=UTC),
    'inside': {'at': datetime.datetime(2026, 11, 29, tzinfo=UTC), 'days': [datetime.date(2026, 1, 2)], 'ids': {7}},
}
PICKLED = dict(VALUES, raw={'raw': b'\x00\xff', 'pairs': [(1, 2)], 3: 'three'})


def model():
    try:
        from airflow.models.xcom import XComModel
        return XComModel
    except ImportError:
        from airflow.models.xcom import BaseXCom
        return BaseXCom


class Row:
    """What the model reads of its table's row."""

    def __init__(self, value):
        self.value = value


def pickling(on):
    os.environ['AIRFLOW__CORE__ENABLE_XCOM_PICKLING'] = str(on)


def airflow_values(pickled):
    return {name: repr(value) for name, value in (PICKLED if pickled else VALUES).items()}


def airflow_write(name, pickled):
    """The value of the row, in base64: bytes in 2.x, a string in 3.x."""
    pickling(pickled)
    stored = model().serialize_value(PICKLED[name])
    return base64.b64encode(stored.encode() if isinstance(stored, str) else stored).decode()


def airflow_task(name):
    """What a task of 3.x hands to the API server, as JSON; None in 2.x."""
    import json
    try:
        from airflow.sdk.bases.xcom import BaseXCom
    except ImportError:
        return None
    return json.dumps(BaseXCom.serialize_value(VALUES[name]))


def airflow_read(name, stored, pickled):
    pickling(pickled)
    raw = base64.b64decode(stored)
    value = model().deserialize_value(Row(raw.decode() if model().__name__ == 'XComModel' else raw))
    return [same(value, PICKLED[name]) and type(value) is type(PICKLED[name]), repr(value)]


def same(left, right):
    """Equal; an hour that comes twice in a zone never equals one in another zone (PEP 495), which Airflow's own are."""
    if isinstance(left, datetime.datetime) and left.tzinfo is not None and isinstance(right, datetime.datetime):
        return left.timestamp() == right.timestamp() and left.isoformat() == right.isoformat() and left.fold == right.fold
    return left == right


vars(worker).update({name: value for name, value in globals().items() if name.startswith('airflow_')})
worker.main()
