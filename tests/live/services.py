"""The same small service in FastAPI, Flask and Django: /echo returns what it got, /lines answers each line of JSON."""
import json
import threading


def answers(lines):
    for line in lines:
        if line.strip():
            yield json.dumps({'id': json.loads(line)['id'], 'seen': True}) + '\n'


def fastapi(port):
    import uvicorn
    from fastapi import FastAPI, Request
    from fastapi.responses import StreamingResponse
    app = FastAPI()

    @app.post('/echo')
    async def echo(request: Request):
        return await request.json()

    @app.post('/lines')
    async def lines(request: Request):
        body = await request.body()
        return StreamingResponse(answers(body.splitlines()), media_type='application/x-ndjson')

    async def both(scope, receive, send):
        """Answers each line when it has come, while others are on their way."""
        await send({'type': 'http.response.start', 'status': 200, 'headers': [(b'content-type', b'application/x-ndjson')]})
        rest, more = b'', True
        while more:
            message = await receive()
            *whole, rest = (rest + message.get('body', b'')).split(b'\n')
            for answer in answers(whole):
                await send({'type': 'http.response.body', 'body': answer.encode(), 'more_body': True})
            more = message.get('more_body', False)
        await send({'type': 'http.response.body', 'body': b''})

    app.mount('/both', both)
    server = uvicorn.Server(uvicorn.Config(app, host='127.0.0.1', port=port, log_level='critical'))
    server.install_signal_handlers = lambda: None
    return server.run


def wsgi(app, port):
    from wsgiref.simple_server import WSGIRequestHandler, make_server

    class Quiet(WSGIRequestHandler):
        def log_message(self, *args):
            pass

    return make_server('127.0.0.1', port, app, handler_class=Quiet).serve_forever


def flask(port):
    from flask import Flask, Response, jsonify, request
    app = Flask('service')

    @app.route('/echo', methods=['POST'])
    def echo():
        return jsonify(request.get_json(force=True))

    @app.route('/lines', methods=['POST'])
    def lines():
        return Response(answers(request.get_data().splitlines()), mimetype='application/x-ndjson')

    return wsgi(app, port)


def django(port):
    from django.core.wsgi import get_wsgi_application
    return wsgi(get_wsgi_application(), port)


def django_urls():
    from django.http import JsonResponse, StreamingHttpResponse
    from django.urls import path
    return [
        path('echo', lambda request: JsonResponse(json.loads(request.body), safe=False)),
        path('lines', lambda request: StreamingHttpResponse(
            answers(request.body.splitlines()), content_type='application/x-ndjson')),
    ]


def start(framework, port):
    threading.Thread(target={'fastapi': fastapi, 'flask': flask, 'django': django}[framework](port), daemon=True).start()
