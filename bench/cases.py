"""The bench's data, made by the CPython that it is compared with, and that CPython's own times.

python cases.py write FOLDER            writes NAME.pkl or NAME.json for every case
python cases.py time NAME FOLDER ROUNDS prints the seconds of each round as JSON
"""
import datetime
import decimal
import gc
import json
import os
import pickle
import random
import resource
import string
import sys
import time

CLOCK = time.process_time if os.environ.get('BENCH_CLOCK') == 'cpu' else time.perf_counter


class Point:
    def __init__(self, x, y):
        self.x = x
        self.y = y


def words(count, length, alphabet, rng):
    return [''.join(rng.choice(alphabet) for _ in range(rng.randint(length - 4, length + 4))) for _ in range(count)]


def records(count):
    rng = random.Random(1)
    return [
        {'id': i, 'name': 'user%d' % i, 'email': 'user%d@example.com' % i, 'active': i % 3 == 0, 'score': rng.random() * 100,
         'tags': ['a%d' % (i % 7), 'b%d' % (i % 11)], 'address': {'city': 'City %d' % (i % 100), 'zip': 10000 + i % 9000}, 'note': None}
        for i in range(count)
    ]


def nested(count):
    return [{'a': [i, [i + 1, [i + 2]]], 'b': {'c': {'d': (i, i)}}} for i in range(count)]


def shared(count):
    pool = [{'k': i, 'v': [i]} for i in range(100)]
    return [pool[i % 100] for i in range(count)]


def twitter(count):
    rng = random.Random(2)
    letters = string.ascii_letters + '   '
    out = []
    for i in range(count):
        out.append({
            'created_at': 'Sun Aug 31 00:29:15 +0000 2014', 'id': 505874924095815681 + i, 'id_str': str(505874924095815681 + i),
            'text': ''.join(rng.choice(letters + 'あいうえおé') for _ in range(rng.randint(20, 140))), 'truncated': False,
            'in_reply_to_status_id': None, 'retweet_count': rng.randint(0, 500), 'favorited': False, 'lang': 'ja',
            'entities': {'hashtags': [], 'symbols': [], 'urls': [], 'user_mentions': [{'screen_name': 'aym0566x', 'id': rng.randint(1, 10**9), 'indices': [0, 9]}]},
            'user': {'id': rng.randint(1, 2 * 10**9), 'name': ''.join(rng.choice(letters) for _ in range(12)), 'followers_count': rng.randint(0, 9999),
                     'description': 'text "quoted" \\ and \n lines', 'verified': rng.random() < 0.1, 'url': 'http://t.co/xyz%d' % i},
        })
    return {'statuses': out, 'search_metadata': {'completed_in': 0.087, 'max_id': 505874924095815700, 'count': count}}


def citm(count):
    rng = random.Random(3)
    return {'areaNames': {str(205705990 + i): 'Arrière-scène central %d' % i for i in range(count // 10)},
            'performances': [{'eventId': 138586341 + i, 'id': 339887544 + i, 'logo': None, 'name': None, 'start': 1372701600000 + i * 1000,
                              'prices': [{'amount': rng.randint(1, 99) * 250, 'audienceSubCategoryId': 337100890, 'seatCategoryId': 338937295} for _ in range(3)],
                              'seatCategories': [{'areas': [{'areaId': 205705999 + k, 'blockIds': []} for k in range(5)], 'seatCategoryId': 338937295}],
                              'seatMapImage': None, 'venueCode': 'PLEYEL_PLEYEL'} for i in range(count)]}


def deep_json(depth):
    value = []
    for _ in range(depth):
        value = [value, {'k': 1}]
    return value


def cases():
    rng = random.Random(4)
    ascii_letters = string.ascii_lowercase
    message = {'id': 12345, 'name': 'somebody', 'ok': True, 'score': 98.6, 'tags': ['x', 'y', 'z'], 'at': 1700000000, 'none': None}
    return {
        'records': (5, lambda: records(100000)),
        'records-p2': (2, lambda: records(100000)),
        'ints': (5, lambda: [rng.randint(-10**6, 10**6) for _ in range(1000000)]),
        'floats': (5, lambda: [rng.random() for _ in range(1000000)]),
        'strings': (5, lambda: words(200000, 10, ascii_letters, rng)),
        'strings-non-ascii': (5, lambda: words(100000, 12, ascii_letters + 'éüñ日本語', rng)),
        'nested': (5, lambda: nested(50000)),
        'tuple-rows': (5, lambda: [(i, 'n%d' % (i % 1000), i * 0.5, None) for i in range(200000)]),
        'int-dict': (5, lambda: {i * 7: i for i in range(300000)}),
        'bytes': (5, lambda: [random.Random(5).randbytes(50 * 2**20)] if hasattr(random.Random, 'randbytes') else [bytes(50 * 2**20)]),
        'shared': (5, lambda: shared(300000)),
        'datetimes': (5, lambda: [(datetime.datetime(2020, 1, 1) + datetime.timedelta(seconds=i * 61), decimal.Decimal(i) / 100) for i in range(10000)]),
        'objects': (5, lambda: [Point(i, i * 0.5) for i in range(50000)]),
        'message': (5, lambda: message),
        'json-twitter': ('json', lambda: twitter(4000)),
        'json-citm': ('json', lambda: citm(3000)),
        'json-numbers': ('json', lambda: [[rng.random() * 1000, rng.randint(0, 10**6), rng.gauss(0, 1)] for _ in range(120000)]),
        'json-ints': ('json', lambda: [rng.randint(-10**9, 10**9) for _ in range(500000)]),
        'json-strings': ('json', lambda: [' '.join(words(40, 8, ascii_letters, rng)) for _ in range(10000)]),
        'json-records': ('json', lambda: records(30000)),
        'json-wide': ('json', lambda: {'key%d' % i: i for i in range(200000)}),
        'json-deep': ('json', lambda: deep_json(400)),
        'json-message': ('json', lambda: message),
    }


SMALL = {'message', 'json-message', 'json-deep'}


def write(folder):
    sys.setrecursionlimit(10000)
    for name, (kind, build) in cases().items():
        value = build()
        if kind == 'json':
            open('%s/%s.json' % (folder, name), 'w').write(json.dumps(value))
        else:
            open('%s/%s.pkl' % (folder, name), 'wb').write(pickle.dumps(value, kind))


SECONDS = 0.25
MOST_ROUNDS = 30


def measure(work, rounds, repeat, collecting=False):
    """Seconds of each round; what takes a few milliseconds is repeated until it is known.

    Programs have the garbage collector on; `timeit` turns it off, and so do we where not asked for.
    """
    times = []
    spent = 0.0
    while len(times) < rounds or (rounds > 2 and spent < SECONDS and len(times) < MOST_ROUNDS):
        gc.collect()
        if not collecting:
            gc.disable()
        start = CLOCK()
        for _ in range(repeat):
            result = work()
        seconds = CLOCK() - start
        times.append(seconds / repeat)
        spent += seconds
        gc.enable()
        del result
    return times


def main():
    if sys.argv[1] == 'write':
        return write(sys.argv[2])
    name, folder, rounds = sys.argv[2], sys.argv[3], int(sys.argv[4])
    sys.setrecursionlimit(10000)
    repeat = (10000 if name.endswith('message') else 2000) if name in SMALL else 1
    # Warmed on mixed data, as the others are.
    for _ in range(3):
        pickle.loads(pickle.dumps(records(1000)))
    if name.startswith('json-'):
        text = open('%s/%s.json' % (folder, name)).read()
        value = json.loads(text)
        out = {'loads': measure(lambda: json.loads(text), rounds, repeat),
               'loads-collecting': measure(lambda: json.loads(text), rounds, repeat, True),
               'dumps': measure(lambda: json.dumps(value), rounds, repeat),
               'dumps-compact': measure(lambda: json.dumps(value, separators=(',', ':')), rounds, repeat)}
    else:
        data = open('%s/%s.pkl' % (folder, name), 'rb').read()
        value = pickle.loads(data)
        protocol = 2 if name.endswith('-p2') else 5
        out = {'loads': measure(lambda: pickle.loads(data), rounds, repeat),
               'loads-collecting': measure(lambda: pickle.loads(data), rounds, repeat, True),
               'dumps': measure(lambda: pickle.dumps(value, protocol), rounds, repeat)}
    out['peak'] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(json.dumps(out))


if __name__ == '__main__':
    main()
