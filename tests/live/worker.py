"""Calls of Python's libraries for the live tests: a line [name, arguments] in, a line {"result": …} or {"error": …} out.

What goes in and out of the libraries is said by its repr, so that both sides can compare types too.
"""
import base64
import datetime
import decimal
import importlib
import json
import os
import pkgutil
import signal
import sys

URL = os.environ.get('REDIS_URL', '')
FOLDER = os.environ.get('LIVE_FOLDER', '')
SECRET = 'a secret of the tests'

#: What JSON cannot hold is in `pickled` alone.
PLAIN = {'user': 'bob \u65e5\u672c', 'n': 1.5, 'none': None, 'list': [1, [2]], 'text': 'x' * 2000, 'yes': True}
PICKLED = dict(
    PLAIN, whole=1.0, big=2 ** 70, pair=(1, 2), raw=b'\x00\xff', ids={1}, price=decimal.Decimal('1.50'),
    when=datetime.datetime(2026, 11, 29, 12, 30, tzinfo=datetime.timezone.utc))
VALUES = {'plain': PLAIN, 'pickled': PICKLED, 'int': -42, 'zero': 0, 'text': '12', 'float': 1.0, 'none': None, 'bool': True,
          'big': 2 ** 80}


class PickleSerializer:
    """The serializer that Django had for sessions up to 4.2, and that projects keep."""

    def dumps(self, obj):
        import pickle
        return pickle.dumps(obj, pickle.HIGHEST_PROTOCOL)

    def loads(self, data):
        import pickle
        return pickle.loads(data)


def modules(package):
    """The modules of a package that can be imported."""
    found = {}
    for module in pkgutil.iter_modules(importlib.import_module(package).__path__):
        try:
            found[module.name] = importlib.import_module(package + '.' + module.name)
        except ImportError:
            pass
    return found


def class_of(module, base):
    for name, value in vars(module).items():
        if isinstance(value, type) and issubclass(value, base) and value is not base and value.__module__ == module.__name__:
            return module.__name__ + '.' + name


def django():
    from django.conf import settings
    if settings.configured:
        return
    from django_redis.compressors.base import BaseCompressor
    from django_redis.serializers.base import BaseSerializer
    caches = {
        'default': {'BACKEND': 'django.core.cache.backends.redis.RedisCache', 'LOCATION': URL, 'KEY_PREFIX': 'django'},
        'file': {'BACKEND': 'django.core.cache.backends.filebased.FileBasedCache', 'LOCATION': os.path.join(FOLDER, 'django')},
    }
    for serializer in modules('django_redis.serializers').values():
        for compressor in modules('django_redis.compressors').values():
            pair = class_of(serializer, BaseSerializer), class_of(compressor, BaseCompressor)
            if None in pair:
                continue
            name = serializer.__name__.split('.')[-1] + ' ' + compressor.__name__.split('.')[-1]
            caches[name] = {
                'BACKEND': 'django_redis.cache.RedisCache', 'LOCATION': URL, 'KEY_PREFIX': name.replace(' ', '-'),
                'OPTIONS': {'SERIALIZER': pair[0], 'COMPRESSOR': pair[1]},
            }
    settings.configure(
        CACHES=caches, SECRET_KEY=SECRET, USE_TZ=True, ROOT_URLCONF=__name__, ALLOWED_HOSTS=['127.0.0.1'], MIDDLEWARE=[])
    import django as package
    package.setup()


def versions(*names):
    from importlib.metadata import version
    return {name: version(name) for name in names}


def values():
    return {name: repr(value) for name, value in VALUES.items()}


def django_caches():
    django()
    from django.conf import settings
    return [name for name in settings.CACHES if ' ' in name]


def django_set(cache, key, name, timeout=300):
    django()
    from django.core.cache import caches
    caches[cache].set(key, VALUES[name], timeout)
    return str(caches[cache].make_key(key))


def django_get(cache, key):
    django()
    from django.core.cache import caches
    return repr(caches[cache].get(key))


def flask(kind):
    from flask import Flask
    from flask_caching import Cache
    config = {'CACHE_TYPE': kind, 'CACHE_REDIS_URL': URL, 'CACHE_DIR': os.path.join(FOLDER, 'flask'),
              'CACHE_DEFAULT_TIMEOUT': 300}
    app = Flask('live')
    cache = Cache(app, config=config)
    return app, cache


def flask_set(kind, key, name):
    app, cache = flask(kind)
    with app.app_context():
        cache.set(key, VALUES[name])


def flask_get(kind, key):
    app, cache = flask(kind)
    with app.app_context():
        return repr(cache.get(key))


def cachelib(kind):
    from urllib.parse import urlparse
    if kind == 'redis':
        from cachelib.redis import RedisCache
        return RedisCache(host='127.0.0.1', port=urlparse(URL).port)
    from cachelib.file import FileSystemCache
    return FileSystemCache(os.path.join(FOLDER, 'cachelib'), mode=0o600)


def cachelib_set(kind, key, name):
    cachelib(kind).set(key, VALUES[name])


def cachelib_get(kind, key):
    return repr(cachelib(kind).get(key))


def dogpile():
    from dogpile.cache import make_region
    return make_region().configure('dogpile.cache.redis', arguments={'url': URL})


def dogpile_set(key, name):
    dogpile().set(key, VALUES[name])


def dogpile_get(key):
    return repr(dogpile().get(key, ignore_expiration=False))


SALTS = {'db': 'django.contrib.sessions.SessionStore', 'cookie': 'django.contrib.sessions.backends.signed_cookies'}


def session_serializer(serializer):
    from django.core.signing import JSONSerializer
    return PickleSerializer if serializer == 'pickle' else JSONSerializer


def session_write(kind, serializer, name):
    django()
    from django.core import signing
    if kind == 'db':
        from django.contrib.sessions.backends.db import SessionStore
        store = SessionStore()
        store.serializer = session_serializer(serializer)
        return store.encode(VALUES[name])
    from django.contrib.sessions.backends.signed_cookies import SessionStore
    store = SessionStore()
    store.serializer = session_serializer(serializer)
    store.update(VALUES[name])
    return store._get_session_key()


def session_read(kind, serializer, text):
    django()
    if kind == 'db':
        from django.contrib.sessions.backends.db import SessionStore
        store = SessionStore()
        store.serializer = session_serializer(serializer)
        return repr(store.decode(text))
    from django.contrib.sessions.backends.signed_cookies import SessionStore
    store = SessionStore(text)
    store.serializer = session_serializer(serializer)
    return repr(store.load())


def twice(n):
    return {'twice': n * 2, 'values': PICKLED}


def memory(n, folder='joblib'):
    """The file of a result of joblib.Memory."""
    from joblib import Memory
    cached = Memory(os.path.join(FOLDER, folder), verbose=0).cache(twice)
    result = cached(n)
    return repr(result)


def memory_again(n):
    """What joblib.Memory returns without calling the function."""
    from joblib import Memory
    called = []
    source = twice
    cached = Memory(os.path.join(FOLDER, 'joblib'), verbose=0).cache(source)
    return [repr(cached(n)), cached.check_call_in_cache(n) if hasattr(cached, 'check_call_in_cache') else True]


def shelf_set(kind, path, key, name):
    import dbm
    import shelve
    module = importlib.import_module('dbm.' + kind)
    with shelve.Shelf(module.open(path, 'c')) as shelf:
        shelf[key] = VALUES[name]


def shelf_get(kind, path, key):
    import shelve
    module = importlib.import_module('dbm.' + kind)
    with shelve.Shelf(module.open(path, 'r')) as shelf:
        return repr(shelf[key])


BOB = {'name': 'bob', 'age': 20}
ANN = {'name': 'ann', 'scores': [1.5, 2.5]}


def seed_django_cache():
    django()
    from django.core.cache import caches
    caches['default'].set('profile', BOB)
    caches['default'].set('visits', 42)


def found_django_cache():
    django()
    from django.core.cache import caches
    return caches['default'].get('from-node')


def seed_django_node_redis():
    django()
    from django.core.cache import caches
    caches['default'].delete('from-node')


found_django_node_redis = found_django_cache


def packed():
    django()
    from django_redis.cache import RedisCache
    return RedisCache(URL, {'KEY_PREFIX': 'packed', 'OPTIONS': {'COMPRESSOR': 'django_redis.compressors.lzma.LzmaCompressor'}})


def seed_django_redis():
    packed().set('profile', dict(BOB, text='x' * 2000))


def found_django_redis():
    return packed().get('from-node')


def seed_flask_caching():
    app, cache = flask('RedisCache')
    with app.app_context():
        cache.set('profile', BOB)


def found_flask_caching():
    app, cache = flask('RedisCache')
    with app.app_context():
        return cache.get('from-node')


def seed_file_cache():
    django()
    from django.core.cache import caches
    caches['file'].set('profile', BOB)
    cache = cachelib('file')
    cache.set('profile', BOB)
    return {'CACHELIB_FILE': cache._get_filename('profile')}


def seed_joblib_memory():
    memory(21, 'memory')
    for folder, _, names in os.walk(os.path.join(FOLDER, 'memory')):
        if 'output.pkl' in names:
            return {'OUTPUT_PKL': os.path.join(folder, 'output.pkl')}


def celery_module():
    sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
    sys.dont_write_bytecode = True
    import celery_app
    return celery_app


def celery_worker(serializer):
    """Starts a worker, which is ended by celery_end or with this process."""
    import subprocess
    here = os.path.dirname(os.path.abspath(__file__))
    app = celery_module().apps[serializer]
    if 'celery' in running:
        celery_end()
    running['celery'] = subprocess.Popen(
        [sys.executable, '-W', 'ignore', '-m', 'celery', '-A', 'celery_app', 'worker', '-P', 'solo', '-l', 'CRITICAL',
         '--without-gossip', '--without-mingle', '--without-heartbeat', '-Q', app.conf.task_default_queue],
        cwd=here, env=dict(os.environ, SERIALIZER=serializer, C_FORCE_ROOT='1', PYTHONDONTWRITEBYTECODE='1'),
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def end(*_):
    """What was started here ends with this process."""
    celery_end()
    os._exit(0)


def celery_end():
    worker = running.pop('celery', None)
    if worker is not None:
        worker.kill()
        worker.wait()


def celery_send(serializer, task, args, kwargs, queue):
    """Sends a task to a queue; 'pickled' and 'plain' stand for those values."""
    args = [VALUES.get(one, one) if isinstance(one, str) else one for one in args]
    return celery_module().apps[serializer].send_task(task, args, kwargs, queue=queue).id


def celery_chord(serializer, queue):
    return celery_module().send_chord(serializer, queue).id


def amqp_send(serializer, value, queue):
    """Sends a task over RabbitMQ, whose result comes to this process."""
    sent = celery_module().apps['amqp ' + serializer].send_task('live.echo', [VALUES[value]], {'key': 1}, queue=queue)
    running[sent.id] = sent
    return sent.id


def celery_result(serializer, id):
    """What AsyncResult.get returns or raises."""
    app = celery_module().apps[serializer]
    try:
        return repr((running.pop(id, None) or app.AsyncResult(id)).get(timeout=20))
    except Exception as error:
        return 'raises ' + repr(error)


def extended():
    import uuid
    now = datetime.datetime(2026, 11, 29, 12, 30, 0, 5, tzinfo=datetime.timezone.utc)
    return [now, now.date(), now.time(), decimal.Decimal('1.50'), uuid.UUID(int=7), 'text', {'raw': b'\x00\xff', 'ascii': b'abc'}]


VALUES['extended'] = extended()


def rq_queue():
    import redis
    from rq import Queue
    return Queue('default', connection=redis.Redis.from_url(URL))


def rq_double(n, shout=False):
    return {'double': n * 2, 'shout': shout, 'values': PICKLED}


def rq_fail(message):
    raise ValueError(message)


def rq_enqueue():
    return rq_queue().enqueue('worker.rq_double', 21, shout=True).id


def rq_work():
    """Runs what is in the queue."""
    from rq import SimpleWorker
    sys.modules['worker'] = sys.modules['__main__']
    queue = rq_queue()
    SimpleWorker([queue], connection=queue.connection).work(burst=True, logging_level='CRITICAL')
    # It has put its own in place.
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, end)


def rq_job(id):
    """A job as RQ sees it."""
    from rq.job import Job
    sys.modules['worker'] = sys.modules['__main__']
    job = Job.fetch(id, connection=rq_queue().connection)
    return [job.func_name, repr(job.args), repr(job.kwargs), job.get_status() if isinstance(job.get_status(), str) else job.get_status().value]


def rq_result(id):
    from rq.job import Job
    job = Job.fetch(id, connection=rq_queue().connection)
    return repr(job.return_value() if callable(getattr(job, 'return_value', None)) else job.result)


running = {}


def seed_celery_message():
    running['sent'] = celery_module().apps['json'].send_task('live.echo', [BOB], queue='inbox')


def found_celery_message():
    return running['sent'].get(timeout=10)


def seed_celery_send():
    celery_worker('json')


def found_celery_send():
    celery_end()
    return ANN


def seed_celery_chord():
    celery_worker('json')


found_celery_chord = found_celery_send


def seed_celery_amqp_send():
    celery_worker('amqp json')


found_celery_amqp_send = found_celery_send


def seed_celery_amqp_message():
    running['sent'] = celery_module().apps['amqp json'].send_task('live.echo', [BOB], queue='inbox')


found_celery_amqp_message = found_celery_message


def seed_rq_job():
    rq_queue().empty()
    return {'JOB': rq_enqueue()}


def seed_rq_result():
    id = rq_enqueue()
    rq_work()
    return {'JOB': id}


def seed_rq_enqueue():
    rq_queue().empty()


def found_rq_enqueue():
    queue = rq_queue()
    id = queue.job_ids[0]
    rq_work()
    return ANN if "'double': 42" in rq_result(id) else rq_result(id)


def free_port(kind):
    import socket
    with socket.socket(socket.AF_INET, kind) as one:
        one.bind(('127.0.0.1', 0))
        return one.getsockname()[1]


def until_there(handler, log, tries=100):
    """Logs in a thread once the block listens: datagrams that nobody has are sent again."""
    import logging
    import threading
    import time
    logging.raiseExceptions = False
    logger = logging.Logger('app')
    logger.addHandler(handler)
    stop = threading.Event()

    def run():
        for _ in range(tries):
            if stop.is_set():
                break
            if isinstance(handler, logging.handlers.DatagramHandler):
                log(logger)
            else:
                handler.retryTime = None
                handler.createSocket()
                if handler.sock is not None:
                    log(logger)
                    break
            time.sleep(0.1)
        handler.close()

    threading.Thread(target=run, daemon=True).start()
    return stop


def seed_log_receiver():
    import logging.handlers
    import socket
    port = free_port(socket.SOCK_STREAM)

    def log(logger):
        try:
            1 / 0
        except ZeroDivisionError:
            logger.exception('no %s', 'cake', extra={'user': 'bob'})

    until_there(logging.handlers.SocketHandler('127.0.0.1', port), log)
    return {'LOG_PORT': str(port)}


def seed_log_datagrams():
    import logging.handlers
    import socket
    port = free_port(socket.SOCK_DGRAM)
    handler = logging.handlers.DatagramHandler('127.0.0.1', port)
    running['datagrams'] = until_there(handler, lambda logger: logger.warning('low on %s', 'cake'))
    return {'LOG_PORT': str(port)}


def seed_log_sender():
    """A receiver as Python's documentation has it."""
    import logging
    import pickle
    import socketserver
    import struct
    import threading
    running.pop('datagrams').set()

    class Handler(socketserver.StreamRequestHandler):
        def handle(self):
            length, = struct.unpack('>L', self.rfile.read(4))
            running['record'] = logging.makeLogRecord(pickle.loads(self.rfile.read(length)))
            running['arrived'].set()

    running['arrived'] = threading.Event()
    running['server'] = socketserver.TCPServer(('127.0.0.1', 0), Handler)
    threading.Thread(target=running['server'].handle_request, daemon=True).start()
    return {'LOG_PORT': str(running['server'].server_address[1])}


def found_log_sender():
    import logging
    running['arrived'].wait(10)
    running.pop('server').server_close()
    shown = logging.Formatter('%(levelname)s %(name)s %(message)s').format(running['record'])
    return ANN if shown == 'WARNING node hello' else shown


def service(framework):
    """Starts a service; its port."""
    import socket
    here = os.path.dirname(os.path.abspath(__file__))
    if here not in sys.path:
        sys.path.insert(0, here)
    sys.dont_write_bytecode = True
    import services
    if framework == 'django':
        django()
        globals()['urlpatterns'] = services.django_urls()
    port = free_port(socket.SOCK_STREAM)
    services.start(framework, port)
    return port


def seed_json_service(framework='fastapi'):
    import socket
    import time
    port = service(framework)
    for _ in range(100):
        try:
            socket.create_connection(('127.0.0.1', port)).close()
            break
        except OSError:
            time.sleep(0.1)
    return {'SERVICE': 'http://127.0.0.1:%d' % port}


seed_ndjson = seed_ndjson_both = seed_fastapi = seed_json_service


def seed_flask():
    return seed_json_service('flask')


def seed_django():
    return seed_json_service('django')


def seed_webhook():
    """Sends a signed body once the block listens, and checks the signature of the answer."""
    import socket
    import threading
    port = free_port(socket.SOCK_STREAM)
    running['webhook'] = threading.Thread(target=send_webhook, args=(port,), daemon=True)
    running['webhook'].start()
    return {'WEBHOOK_PORT': str(port)}


def send_webhook(port):
    import hashlib
    import hmac
    import time
    import urllib.error
    import urllib.request

    def signed(body):
        return hmac.new(b'secret', body, hashlib.sha256).hexdigest()

    value = {'id': 12345678901234567890, 'total': 10.0}
    body = json.dumps(value, indent=1).encode()
    for _ in range(100):
        try:
            url = 'http://127.0.0.1:%d' % port
            try:
                urllib.request.urlopen(urllib.request.Request(url, body, {'x-signature': signed(body + b' ')}))
            except urllib.error.HTTPError as error:
                running['refused'] = error.code
            with urllib.request.urlopen(urllib.request.Request(url, body, {'x-signature': signed(body)})) as answer:
                text = answer.read()
                running['answer'] = signed(text) == answer.headers['x-signature'] and json.loads(text) == {'got': value}
            break
        except OSError:
            time.sleep(0.1)


def found_webhook():
    running['webhook'].join(10)
    found = [running.get('refused'), running.get('answer')]
    return ANN if found == [401, True] else found


def seed(name):
    """Puts what a block of the cookbook reads; variables of its environment, and whether it writes something."""
    name = name.replace('-', '_')
    return [globals()['seed_' + name]() or {}, 'found_' + name in globals()]


def found(name):
    """Whether Python reads what a block has written."""
    value = globals()['found_' + name.replace('-', '_')]()
    return [value == ANN, repr(value)]


def main():
    # What libraries print must not be taken for an answer.
    out, sys.stdout = sys.stdout, sys.stderr
    signal.signal(signal.SIGTERM, end)
    for line in sys.stdin:
        name, arguments = json.loads(line)
        try:
            answer = {'result': globals()[name](*arguments)}
        except Exception as error:
            answer = {'error': '%s: %s' % (type(error).__name__, error)}
        out.write(json.dumps(answer) + '\n')
        out.flush()
    celery_end()


if __name__ == '__main__':
    main()
