"""One side of a connection of multiprocessing.connection, for tests/live/connection.mjs.

python connection.py listen|connect PORT KEY COUNT     (port 0 of listen is a free one, which is printed)

Either side sends and receives the same values; the other one is Brine. Prints one JSON line of what it saw.
"""
import datetime
import decimal
import json
import sys
import time
from multiprocessing.connection import AuthenticationError, Client, Listener

VALUES = [
    None, True, 2 ** 70, -1.5, 'bob \u65e5\u672c', b'\x00\xff', [1, [2]], (1, 'a'), {'a': 1, 2: 'b'}, {1, 2},
    decimal.Decimal('1.50'), datetime.datetime(2026, 11, 29, 12, 30), 'x' * 3_000_000,
]


def talk(connection, count):
    seen = []
    for value in VALUES:
        connection.send(value)
        back = connection.recv()
        seen.append(back == value and type(back) is type(value))
    connection.send_bytes(b'raw \x00 bytes')
    raw = connection.recv_bytes()
    start = time.perf_counter()
    for i in range(count):
        connection.send_bytes(b'm' * 1000)
    got = sum(len(connection.recv_bytes()) for i in range(count))
    seconds = time.perf_counter() - start
    connection.close()
    return {'equal': all(seen), 'raw': raw == b'raw \x00 bytes', 'got': got, 'seconds': seconds}


def main():
    role, port, key, count = sys.argv[1], int(sys.argv[2]), sys.argv[3].encode(), int(sys.argv[4])
    try:
        if role == 'listen':
            with Listener(('127.0.0.1', port), authkey=key) as listener:
                print(listener.address[1], flush=True)
                connection = listener.accept()
        else:
            connection = Client(('127.0.0.1', port), authkey=key)
        print(json.dumps(talk(connection, count)), flush=True)
    except AuthenticationError as error:
        print(json.dumps({'error': 'AuthenticationError'}), flush=True)
    except (EOFError, OSError) as error:
        print(json.dumps({'error': type(error).__name__}), flush=True)


main()
