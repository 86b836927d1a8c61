"""One side of a connection of multiprocessing.connection, for tests/live/connection.mjs.

python connection.py listen|connect|echo PORT KEY COUNT     (port 0 of listen is a free one, which is printed)
python connection.py serve PORT KEY COUNT                    accepts to its end, whatever becomes of a connection
python connection.py try PORT KEY COUNT                      connects so many times, and prints how often it was refused
python connection.py declare|declaring PORT KEY COUNT        connects or listens, and announces 2**62 bytes

listen and connect send and receive the same values; the other side is Brine, or echo. Each prints one JSON line of what it saw.
"""
import datetime
import decimal
import json
import os
import struct
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


def echo(connection, count):
    """What Brine's side does."""
    for value in VALUES:
        connection.send(connection.recv())
    connection.send_bytes(connection.recv_bytes())
    messages = [connection.recv_bytes() for i in range(count)]
    for message in messages:
        connection.send_bytes(message)
    connection.close()
    return {'echoed': len(messages)}


def serve(listener, count):
    for i in range(count):
        try:
            with listener.accept() as connection:
                connection.send('served')
        except (AuthenticationError, EOFError, OSError):
            pass


def attempts(port, key, count):
    refused = 0
    for i in range(count):
        try:
            with Client(('127.0.0.1', port), authkey=key) as connection:
                connection.send('tried')
        except (AuthenticationError, EOFError, OSError):
            refused += 1
    return {'refused': refused}


def declare(connection):
    os.write(connection.fileno(), struct.pack('!iQ', -1, 2 ** 62) + b'x' * 1000)
    try:
        connection.recv()
    except (EOFError, OSError) as error:
        return {'heard': type(error).__name__}


def main():
    role, port, key, count = sys.argv[1], int(sys.argv[2]), sys.argv[3].encode(), int(sys.argv[4])
    try:
        if role in ('listen', 'serve', 'declaring'):
            with Listener(('127.0.0.1', port), authkey=key) as listener:
                print(listener.address[1], flush=True)
                if role == 'serve':
                    return serve(listener, count)
                connection = listener.accept()
        elif role == 'try':
            return print(json.dumps(attempts(port, key, count)), flush=True)
        else:
            connection = Client(('127.0.0.1', port), authkey=key)
        if role in ('declare', 'declaring'):
            seen = declare(connection)
        else:
            seen = (echo if role == 'echo' else talk)(connection, count)
        print(json.dumps(seen), flush=True)
    except AuthenticationError as error:
        print(json.dumps({'error': 'AuthenticationError'}), flush=True)
    except (EOFError, OSError) as error:
        print(json.dumps({'error': type(error).__name__}), flush=True)


main()
