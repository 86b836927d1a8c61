"""The Celery applications of the live tests, one for each serializer: `SERIALIZER=pickle celery -A celery_app worker`."""
import os

from celery import Celery, chord


class Refused(Exception):
    """An exception of the application's own."""


def add(left, right):
    return left + right


def echo(value, **options):
    return value


def total(values, factor=1):
    return sum(values) * factor


def fail(message):
    raise ValueError(message, 7)


def refuse(message):
    raise Refused(message)


def application(serializer, broker, backend):
    app = Celery('live', broker=broker, backend=backend, set_as_current=False)
    app.conf.update(
        accept_content=['json', 'pickle'], worker_hijack_root_logger=False, broker_connection_retry_on_startup=True,
        task_serializer=serializer, result_serializer=serializer,
        task_default_queue='celery' if serializer == 'json' else 'pickled')
    for function in (add, echo, total, fail, refuse):
        app.task(function, name='live.' + function.__name__)
    return app


URL = os.environ['REDIS_URL']
apps = {serializer: application(serializer, URL, URL) for serializer in ('json', 'pickle')}
# Over RabbitMQ results are messages too.
for serializer in ('json', 'pickle'):
    apps['amqp ' + serializer] = application(serializer, os.environ.get('AMQP_URL', 'memory://'), 'rpc://')
app = apps[os.environ.get('SERIALIZER', 'json')]


def send_chord(serializer, queue):
    """A chord whose header nobody works on but who reads the queue."""
    tasks = apps[serializer].tasks
    header = [tasks['live.add'].s(1, 2), tasks['live.add'].s(3, 4)]
    return chord(header, tasks['live.total'].s(factor=10), app=apps[serializer]).apply_async(queue=queue)
