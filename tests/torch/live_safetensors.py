"""live_safetensors.py COMMAND FOLDER: torch and the real safetensors beside `brine convert`, both ways. Needs torch 2 and safetensors."""
import os, subprocess, sys
import torch, safetensors.torch as st
main, folder = sys.argv[1:3]
torch.manual_seed(1)
base = torch.randn(6, 4)
value = {n: (torch.randn(3, 5) * 9).to(getattr(torch, n)) for n in ('float64', 'float32', 'float16', 'bfloat16', 'int8', 'int16', 'int32', 'int64', 'uint8', 'bool', 'float8_e4m3fn', 'float8_e5m2')}
value.update(view=base[1:3], turned=base.t(), empty=torch.zeros(0, 3), one=torch.tensor(2.5), tied=base)
def brine(*args): subprocess.run(['node', main, *args], check=True)
def path(name): return os.path.join(folder, name)
def same(a, b):
    assert list(sorted(a)) == list(sorted(b)), (sorted(a), sorted(b))
    for k in a:
        x, y = a[k].contiguous(), b[k].contiguous()
        assert x.dtype == y.dtype and x.shape == y.shape, k
        assert x.reshape(-1).view(torch.uint8).equal(y.reshape(-1).view(torch.uint8)) if x.numel() else True, k
torch.save(value, path('a.pt'))
brine('convert', path('a.pt'), path('a.safetensors'))
same(value, st.load_file(path('a.safetensors')))
st.save_file({k: v.contiguous().clone() for k, v in value.items()}, path('b.safetensors'), metadata={'format': 'pt'})
brine('convert', path('b.safetensors'), path('b.pt'))
for kw in ({}, {'weights_only': True}, {'weights_only': True, 'mmap': True}): same(value, torch.load(path('b.pt'), **kw))
print(torch.__version__, 'equal both ways,', len(value), 'tensors')
