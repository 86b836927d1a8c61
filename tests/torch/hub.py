"""hub.py make FOLDER: files of Hugging Face's libraries and of Lightning, of small models with random weights, and what is in each.
hub.py check FOLDER: what `brine` made of them is read by the same libraries as equal. Needs torch, transformers, lightning, safetensors."""
import hashlib, json, os, sys, warnings
os.environ['HF_HUB_OFFLINE'] = '1'
warnings.simplefilter('ignore')
import logging; logging.disable(logging.WARNING)
import torch, transformers, lightning as L, huggingface_hub
from safetensors.torch import load_file
mode, folder = sys.argv[1:3]
def at(*parts):
    path = os.path.join(folder, *parts)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    return path
def spelled(tensors):
    out = {}
    for name, t in tensors.items():
        t = t.detach().contiguous()
        raw = t.reshape(-1).view(torch.uint8).numpy().tobytes() if t.numel() else b''
        out[name] = [str(t.dtype)[6:], list(t.shape), hashlib.sha256(raw).hexdigest()]
    return out
def bert(): return transformers.BertModel(transformers.BertConfig(vocab_size=100, hidden_size=32, num_hidden_layers=2, num_attention_heads=2, intermediate_size=64, max_position_embeddings=40))
def gpt2(): return transformers.GPT2LMHeadModel(transformers.GPT2Config(vocab_size=120, n_positions=32, n_embd=32, n_layer=3, n_head=2, bos_token_id=0, eos_token_id=0))
def llama(): return transformers.LlamaForCausalLM(transformers.LlamaConfig(vocab_size=64, hidden_size=32, num_hidden_layers=1, num_attention_heads=2, intermediate_size=48)).to(torch.bfloat16)
class Net(L.LightningModule):
    def __init__(self, hidden=8, lr=0.01):
        super().__init__()
        self.save_hyperparameters()
        self.net = torch.nn.Sequential(torch.nn.Linear(4, hidden), torch.nn.BatchNorm1d(hidden), torch.nn.Linear(hidden, 1))
    def training_step(self, batch, _):
        loss = ((self.net(batch[0]) - batch[1]) ** 2).mean()
        self.log('loss', loss)
        return loss
    def configure_optimizers(self):
        o = torch.optim.AdamW(self.parameters(), lr=self.hparams.lr)
        return {'optimizer': o, 'lr_scheduler': torch.optim.lr_scheduler.StepLR(o, 1)}

if mode == 'make':
    torch.manual_seed(0)
    about = {}
    b, g, l = bert(), gpt2(), llama()
    b.save_pretrained(at('bert', ''))
    about['bert/model.safetensors'] = spelled(b.state_dict())
    l.save_pretrained(at('llama', ''))
    about['llama/model.safetensors'] = spelled({k: v for k, v in l.state_dict().items()})
    g.save_pretrained(at('gpt2', ''), max_shard_size='60KB')
    # What is tied is written once.
    about['gpt2/model.safetensors.index.json'] = spelled({k: v for k, v in g.state_dict().items() if k != 'lm_head.weight'})
    os.makedirs(at('bin', ''), exist_ok=True)
    huggingface_hub.save_torch_state_dict(g.state_dict(), at('bin', ''), safe_serialization=False, max_shard_size='60KB')
    about['bin/pytorch_model.bin.index.json'] = spelled(g.state_dict())
    torch.save(b.state_dict(), at('state.bin')); about['state.bin'] = spelled(b.state_dict())
    torch.save(b, at('module.pt')); about['module.pt'] = spelled(b.state_dict())
    data = torch.utils.data.TensorDataset(torch.randn(16, 4), torch.randn(16, 1))
    kept = L.pytorch.callbacks.ModelCheckpoint(dirpath=at('lightning', ''), filename='best', monitor='loss')
    trainer = L.Trainer(max_epochs=2, accelerator='cpu', logger=False, enable_progress_bar=False, enable_model_summary=False, callbacks=[kept, L.pytorch.callbacks.EarlyStopping('loss')])
    net = Net()
    trainer.fit(net, torch.utils.data.DataLoader(data, batch_size=4))
    trainer.save_checkpoint(at('lightning', 'last.ckpt')); about['lightning/last.ckpt'] = spelled(net.state_dict())
    trainer.save_checkpoint(at('lightning', 'weights.ckpt'), weights_only=True); about['lightning/weights.ckpt'] = spelled(net.state_dict())
    json.dump({'versions': ' '.join(m.__name__ + ' ' + m.__version__ for m in (torch, transformers, L, huggingface_hub)), 'files': about}, open(at('about.json'), 'w'))
else:
    about = json.load(open(at('about.json')))['files']
    for name, wanted in about.items():
        got = spelled(load_file(at('made', name + '.safetensors')))
        assert got == wanted, (name, sorted(set(got) ^ set(wanted)))
    # A model in parts that was cut here is one to transformers.
    again = transformers.BertModel.from_pretrained(at('made', 'parts'))
    assert spelled(again.state_dict()) == about['bert/model.safetensors']
    split = json.load(open(at('made', 'split.json')))
    for size, parts in split.items():
        theirs = huggingface_hub.split_torch_state_dict_into_shards(load_file(at('bert', 'model.safetensors')), max_shard_size=size)
        assert {k: sorted(v) for k, v in theirs.filename_to_tensors.items()} == {k: sorted(v) for k, v in parts.items()}, size
    restored = Net.load_from_checkpoint(at('made', 'last.ckpt'), weights_only=False)
    assert spelled(restored.state_dict()) == about['lightning/last.ckpt']
    print(len(about) + 2 + len(split))
