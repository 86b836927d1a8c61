"""What ijson makes of documents: one question a line in, one answer a line out. See ijson.mjs."""
import io
import json
import sys

import ijson.backends.python as ijson


def shown(value):
    return json.dumps(value, default=float)  # ijson's floats are Decimals


def gather(results):
    """All that comes, and whether it ended in an error."""
    found = []
    try:
        for result in results:
            found.append(result)
    except (ijson.common.JSONError, ValueError):
        return found, True
    return found, False


for line in sys.stdin:
    question = json.loads(line)
    data, prefix = question['text'].encode(), question['prefix']
    events, failed = gather([path, event, shown(value)] for path, event, value in ijson.parse(io.BytesIO(data)))
    items, _ = gather(map(shown, ijson.items(io.BytesIO(data), prefix)))
    entries, _ = gather([key, shown(value)] for key, value in ijson.kvitems(io.BytesIO(data), prefix))
    print(json.dumps({'events': events, 'failed': failed, 'items': items, 'entries': entries}), flush=True)
