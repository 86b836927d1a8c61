"""Prints pickles of large graphs, a line of Base64 each, as `PROTOCOL PICKLE`: many objects that look alike, some in
several places. `python graphs.py SEED`. Each has been read and written once, as strings are then one object or several
in the pickle's own way."""
import base64
import datetime
import pickle
import random
import sys


def item(rng, pool, words, i):
    kind = rng.random()
    if kind < .35:
        return rng.choice(pool) if rng.random() < .15 else rng.randint(-5, 300000)
    if kind < .6:
        return rng.choice(words)
    if kind < .7:
        return rng.random()
    if kind < .75:
        return rng.choice([None, True, False, 1.0, -0.0])
    if kind < .78:
        return bytes([i & 255, rng.randint(0, 3), 7])
    return rng.choice(pool[-4:]) if rng.random() < .3 else i


def graph(seed, count):
    rng = random.Random(seed)
    words = [sys.intern('w%d' % i) for i in range(3000)] + [sys.intern('ж%d' % i) for i in range(300)]
    pool = [[]]
    for i in range(count):
        kind = rng.randint(0, 6)
        more = [item(rng, pool, words, i) for _ in range(rng.randint(0, 6))]
        pool.append([
            lambda: more,
            lambda: tuple(more) or (i,),
            lambda: {rng.choice(words): value for value in more},
            lambda: {rng.randint(0, 99999): value for value in more},
            lambda: [i, [i, i + 1], (i, i)],
            lambda: datetime.datetime(2020, 1, 1) + datetime.timedelta(seconds=rng.randint(0, 5000)),
            lambda: ['a', 'b'],
        ][kind]())
    return [rng.choice(pool) for _ in range(2 * count)] if seed % 2 else pool


sys.setrecursionlimit(100000)
for count in (300, 3000, 30000):
    for protocol in (2, 4, 5):
        value = graph(int(sys.argv[1]), count)
        data = pickle.dumps(pickle.loads(pickle.dumps(value, protocol)), protocol)
        print(protocol, base64.b64encode(data).decode())
