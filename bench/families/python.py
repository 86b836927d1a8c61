"""CPython's part of the bench of families.

python python.py make SEED FORMAT INDEX LARGEST FILE   writes the bytes; prints what the family is
python python.py real                                  prints the names of data that nobody drew (SEED is real, INDEX its name)
python python.py time FORMAT FILE SECONDS OPTIONS      prints the times in a process that did nothing else
"""
import gc
import json
import os
import pickle
import pickletools
import resource
import statistics
import sys
import time

import real
from draw import Family

CLOCK = time.process_time if os.environ.get('BENCH_CLOCK') == 'cpu' else time.perf_counter


def measure(work, seconds):
    """The median time of a call; calls that are short are repeated until a round takes a millisecond."""
    gc.collect()
    gc.disable()
    start = CLOCK()
    result = work()
    once = CLOCK() - start
    repeat = max(1, min(20000, int(0.001 / max(once, 1e-7))))
    times = []
    spent = 0.0
    while len(times) < 3 or (spent < seconds and len(times) < 40):
        result = None
        gc.collect()
        start = CLOCK()
        for _ in range(repeat):
            result = work()
        spent += CLOCK() - start
        times.append((CLOCK() - start) / repeat)
    gc.enable()
    del result
    return statistics.median(times)


def call(work):
    start = CLOCK()
    work()
    return CLOCK() - start


def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def has_order(form, data):
    sets = ('EMPTY_SET', 'FROZENSET')
    return form == 'json' or not any(opcode.name in sets for opcode, _, _ in pickletools.genops(data))


def make(seed, form, index, largest, file):
    if seed == 'real':
        value = real.interned(real.cases()[index]())
        protocol, options = 5, {}
        out = {'about': 'real data', 'protocol': protocol, 'options': options, 'shape': 'real'}
    else:
        family = Family(seed, form, index, int(largest))
        value = family.build()
        protocol, options = family.protocol, family.options
        out = {'about': family.about(), 'protocol': protocol, 'options': options, 'shape': family.shape}
    if form == 'json':
        data = json.dumps(value, **options).encode('utf8', 'surrogatepass')
    else:
        data = pickle.dumps(value, protocol)
    # Strings in sets come in another order in each process.
    words = (b'draw', b'set', b'datetime', b'builtin')
    if len(data) < 200_000 and has_order(form, data) and not any(word in data for word in words):
        # The text of the value that is read, which Brine's repr of the same bytes has to equal.
        out['repr'] = repr(json.loads(data) if form == 'json' else pickle.loads(data))
    with open(file, 'wb') as stream:
        stream.write(data)
    out['bytes'] = len(data)
    print(json.dumps(out))


def timed(form, file, seconds, options):
    sys.setrecursionlimit(20000)
    seconds, options = float(seconds), json.loads(options)
    data = open(file, 'rb').read()
    if form == 'json':
        data = data.decode('utf8', 'surrogatepass')
        load = lambda: json.loads(data)
        dump = lambda value: json.dumps(value, **options)
    else:
        load = lambda: pickle.loads(data)
        dump = lambda value: pickle.dumps(value, **options)
    before = peak()
    gc.disable()
    value = load()
    out = {'loads-peak': peak() - before}
    fifth = [call(load) for _ in range(4)]
    before = peak()
    dump(value)
    out['dumps-peak'] = peak() - before
    fifth_dump = [call(lambda: dump(value)) for _ in range(4)]
    gc.enable()
    out['loads-fifth'], out['dumps-fifth'] = fifth[-1], fifth_dump[-1]
    out['loads'] = measure(load, seconds)
    out['dumps'] = measure(lambda: dump(value), seconds)
    print(json.dumps(out))


if __name__ == '__main__':
    {'make': make, 'real': lambda: print(json.dumps(sorted(real.cases()))), 'time': timed}[sys.argv[1]](*sys.argv[2:])
