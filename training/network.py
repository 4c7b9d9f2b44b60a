"""The encoder with its heads, in torch: only for training and for the export.

The encoder is BERT's (Devlin et al. 2019) in the size of MiniLM-L6 (Wang et al. 2020), from whose weights
it starts; the parser is the graph-based one of Dozat and Manning (2017), its label scorer made diagonal.
"""

from __future__ import annotations

import math
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

from briefgen.annotate.encoder.words import FEATURES

WIDTH, LAYERS, ATTENTIONS, INNER, VOCABULARY, POSITIONS = 384, 6, 12, 1536, 30522, 512
ARC, LABEL, LINK = 192, 128, 64


class _Fused(torch.autograd.Function):
    """Attention as one operation of onnxruntime's: only for the export."""

    @staticmethod
    def forward(ctx: object, q: Tensor, k: Tensor, v: Tensor) -> Tensor:
        return q

    @staticmethod
    def symbolic(g: torch.Graph, q: torch.Value, k: torch.Value, v: torch.Value) -> torch.Value:
        return g.op("com.microsoft::MultiHeadAttention", q, k, v, num_heads_i=ATTENTIONS).setType(q.type())


class Layer(nn.Module):
    """One layer of the encoder."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.qkv = nn.Linear(WIDTH, 3 * WIDTH)
        self.out = nn.Linear(WIDTH, WIDTH)
        self.norm1 = nn.LayerNorm(WIDTH, eps=1e-12)
        self.up = nn.Linear(WIDTH, INNER)
        self.down = nn.Linear(INNER, WIDTH)
        self.norm2 = nn.LayerNorm(WIDTH, eps=1e-12)
        self.drop = nn.Dropout(dropout)

    def forward(self, x: Tensor, mask: Tensor | None) -> Tensor:
        """(batch, pieces, WIDTH) to the same; `mask` is added to the attention's scores."""
        if torch.onnx.is_in_onnx_export():
            parts = [
                functional.linear(x, w, b)
                for w, b in zip(self.qkv.weight.chunk(3), self.qkv.bias.chunk(3), strict=True)
            ]
            seen = _Fused.apply(*parts)
            x = self.norm1(x + self.out(seen))
            return self.norm2(x + self.down(functional.gelu(self.up(x))))
        b, n = x.shape[0], x.shape[1]
        q, k, v = self.qkv(x).view(b, n, 3, ATTENTIONS, WIDTH // ATTENTIONS).permute(2, 0, 3, 1, 4).unbind(0)
        scores = q @ k.transpose(-1, -2) / math.sqrt(WIDTH // ATTENTIONS)
        if mask is not None:
            scores = scores + mask
        seen = (self.drop(scores.softmax(-1)) @ v).transpose(1, 2).reshape(b, n, WIDTH)
        x = self.norm1(x + self.drop(self.out(seen)))
        return self.norm2(x + self.drop(self.down(functional.gelu(self.up(x)))))


class Network(nn.Module):
    """Pieces in, scores out. `sizes` gives how many labels the heads have."""

    def __init__(self, sizes: dict[str, int], dropout: float = 0.1) -> None:
        super().__init__()
        self.words = nn.Embedding(VOCABULARY, WIDTH)
        self.positions = nn.Embedding(POSITIONS, WIDTH)
        self.kind = nn.Parameter(torch.zeros(WIDTH))
        self.features = nn.Embedding(FEATURES + 1, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.drop = nn.Dropout(dropout)
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(LAYERS))
        self.head_drop = nn.Dropout(0.2)
        self.tags = nn.Linear(WIDTH, sizes["tags"])
        self.scripts = nn.Linear(WIDTH, sizes["scripts"])
        self.starts = nn.Linear(WIDTH, 1)
        self.names = nn.Sequential(nn.Linear(WIDTH, WIDTH // 2), nn.GELU(), nn.Linear(WIDTH // 2, sizes["names"]))
        self.roles = nn.Sequential(nn.Linear(WIDTH, WIDTH // 2), nn.GELU(), nn.Linear(WIDTH // 2, sizes["roles"]))
        self.arc_of = nn.Sequential(nn.Linear(WIDTH, ARC), nn.GELU())
        self.arc_to = nn.Sequential(nn.Linear(WIDTH, ARC), nn.GELU())
        self.arc = nn.Linear(ARC, ARC, bias=False)
        self.arc_bias = nn.Linear(ARC, 1)
        self.root = nn.Linear(ARC, 1)
        self.label_of = nn.Sequential(nn.Linear(WIDTH, LABEL), nn.GELU())
        self.label_to = nn.Sequential(nn.Linear(WIDTH, LABEL), nn.GELU())
        self.label_pair = nn.Linear(LABEL, sizes["deps"], bias=False)
        self.label_own = nn.Linear(LABEL, sizes["deps"])
        self.link_of = nn.Linear(WIDTH, LINK)
        self.link_to = nn.Linear(WIDTH, LINK)
        nn.init.normal_(self.features.weight, std=0.02)

    def start_from(self, folder: Path) -> None:
        """Take over the weights of MiniLM."""
        weights = load_file(folder / "model.safetensors")
        get = {key.removeprefix("bert."): value for key, value in weights.items()}
        with torch.no_grad():
            self.words.weight.copy_(get["embeddings.word_embeddings.weight"])
            self.positions.weight.copy_(get["embeddings.position_embeddings.weight"])
            self.kind.copy_(get["embeddings.token_type_embeddings.weight"][0])
            self.norm.weight.copy_(get["embeddings.LayerNorm.weight"])
            self.norm.bias.copy_(get["embeddings.LayerNorm.bias"])
            for k, layer in enumerate(self.layers):
                assert isinstance(layer, Layer)
                own = f"encoder.layer.{k}."
                for part, names in (("weight", ".weight"), ("bias", ".bias")):
                    getattr(layer.qkv, part).copy_(
                        torch.cat([get[f"{own}attention.self.{x}{names}"] for x in ("query", "key", "value")])
                    )
                    getattr(layer.out, part).copy_(get[f"{own}attention.output.dense{names}"])
                    getattr(layer.norm1, part).copy_(get[f"{own}attention.output.LayerNorm{names}"])
                    getattr(layer.up, part).copy_(get[f"{own}intermediate.dense{names}"])
                    getattr(layer.down, part).copy_(get[f"{own}output.dense{names}"])
                    getattr(layer.norm2, part).copy_(get[f"{own}output.LayerNorm{names}"])

    def encoder_parameters(self) -> list[nn.Parameter]:
        """What came from MiniLM: learned more slowly than what is new."""
        old = [self.words, self.positions, self.norm, self.layers]
        return [self.kind, *(p for module in old for p in module.parameters())]

    def forward(
        self, pieces: Tensor, features: Tensor, firsts: Tensor, mask: Tensor | None = None
    ) -> dict[str, Tensor]:
        """Scores of each word: (batch, words, labels); arcs and links (batch, words, words)."""
        n = pieces.shape[1]
        x = self.words(pieces) + self.positions.weight[:n] + self.kind + self.features(features)
        x = self.drop(self.norm(x))
        for layer in self.layers:
            x = layer(x, mask)
        index = firsts.unsqueeze(-1).expand(-1, -1, WIDTH)
        h = self.head_drop(x.gather(1, index))
        of, to = self.arc_of(h), self.arc_to(h)
        arcs = self.arc(of) @ to.transpose(1, 2) / math.sqrt(ARC) + self.arc_bias(to).transpose(1, 2)
        return {
            "tags": self.tags(h),
            "scripts": self.scripts(h),
            "starts": self.starts(h).squeeze(-1),
            "names": self.names(h),
            "roles": self.roles(h),
            "arcs": arcs,
            "roots": self.root(of).squeeze(-1),
            "label_of": self.label_of(h),
            "label_to": self.label_to(h),
            "links": self.link_of(h) @ self.link_to(h).transpose(1, 2) / math.sqrt(LINK),
        }

    def labels(self, of: Tensor, to: Tensor) -> Tensor:
        """Scores of the dependency of words (…, LABEL) on their heads (…, LABEL)."""
        return self.label_pair(of * to) + self.label_own(of)
