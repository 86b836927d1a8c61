"""make_verdicts.py FOLDER OUT: whether this torch loads each file of FOLDER with weights_only=True, and what it says if not."""
import json, os, sys, warnings
warnings.simplefilter('ignore')
import torch
folder, out = sys.argv[1:3]
verdicts = {}
for name in sorted(os.listdir(folder)):
    if not name.endswith(('.pt', '.pkl')): continue
    try: torch.load(os.path.join(folder, name), weights_only=True); verdicts[name] = True
    except Exception as e:
        text = str(e)
        at = text.find('WeightsUnpickler error: ')
        verdicts[name] = text[at + 24 if at >= 0 else 0:].strip().split('\n')[0][:200]
from torch._weights_only_unpickler import _get_allowed_globals
with open(out, 'w') as f: json.dump({'torch': torch.__version__, 'names': sorted(_get_allowed_globals()), 'verdicts': verdicts}, f)
