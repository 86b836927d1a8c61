"""Objects that their own arguments lead back to, and what a Python makes of their pickles.

python own_arguments.py             what this Python writes: [[name, protocol, base64, outcome], ...]
python own_arguments.py BASE64...   what this Python reads: [outcome, ...]
"""
import base64
import json
import pickle
import sys


class Stated:
    times = 0

    def __init__(self, *holders):
        self.holders = list(holders)

    def __reduce__(self):
        return Stated, tuple(self.holders), {'state': self}

    def __setstate__(self, state):
        self.times += 1
        assert state['state'] is self


class Filled(list):
    def __init__(self, holder):
        self.holder = holder

    def __reduce__(self):
        return Filled, (self.holder,), None, iter([1, 2])


class Both(Filled):
    times = 0

    def __reduce__(self):
        return Both, (self.holder,), {'state': 1}, iter([1, 2]), iter([(0, 3)])

    def __setstate__(self, state):
        self.times += 1


def values():
    for count in 1, 2, 3:
        holders = [[] for _ in range(count)]
        value = Stated(*holders)
        for holder in holders:
            holder.append(value)
        yield 'Stated %d' % count, value
    for kind in Filled, Both:
        holder = {}
        value = holder['own'] = kind(holder)
        value.extend([1, 2])
        yield kind.__name__, value


def outcome(data):
    value = pickle.loads(data)
    if isinstance(value, Stated):
        return [value.times, all(holder == [value] for holder in value.holders)]
    return [getattr(value, 'times', None), list(value), value.holder['own'] is value]


def written():
    for name, value in values():
        for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
            data = pickle.dumps(value, protocol)
            yield name, protocol, base64.b64encode(data).decode(), outcome(data)


given = [base64.b64decode(text) for text in sys.argv[1:]]
print(json.dumps([outcome(data) for data in given] if given else list(written())))
