"""The network of lib/analyze/delineate/network.cpp, to be trained; layers in its order and names."""
import copy
import struct

import torch
from torch import nn
from torch.nn import functional

POINTS = 9


class Share(nn.Module):
    """Adds to every lead what the leads have in common."""

    def __init__(self, channels):
        super().__init__()
        self.layer = nn.Conv1d(2 * channels, channels, 1)

    def forward(self, feature, leads):
        """feature: (batch × leads, channels, time)"""
        rows, channels, time = feature.shape
        common = common_of(feature.view(rows // leads, leads, channels, time))
        added = functional.relu(self.layer(common)).unsqueeze(1).expand(-1, leads, -1, -1)
        return feature + added.reshape(rows, channels, time)


def common_of(by_lead):
    """Mean, then maximum over the leads: (batch, leads, channels, …) → (batch, 2 × channels, …)."""
    return torch.cat([by_lead.mean(1), by_lead.amax(1)], 1)


def doubled_beside(low, fine):
    return torch.cat([low.repeat_interleave(2, 2), fine], 1)


class Network(nn.Module):
    """(batch, leads, 7, 320) as examples.network_input makes it → for each lead the logits of where
    its nine points lie (batch, leads, 9, 160) and of whether P and T are there (batch, leads, 2);
    the same of all leads together, (batch, 9, 160) and (batch, 2)."""

    def __init__(self, inputs=7, widths=(16, 24, 32, 40), dropout=0.1):
        super().__init__()
        a, b, c, d = widths
        self.enter = nn.Conv1d(inputs, a, 9, stride=2, padding=4)
        self.enter_again = nn.Conv1d(a, a, 5, padding=2)
        self.down_1 = nn.Conv1d(a, b, 5, stride=2, padding=2)
        self.again_1 = nn.Conv1d(b, b, 5, padding=2)
        self.share_1 = Share(b)
        self.down_2 = nn.Conv1d(b, c, 5, stride=2, padding=2)
        self.again_2 = nn.Conv1d(c, c, 5, padding=2)
        self.share_2 = Share(c)
        self.down_3 = nn.Conv1d(c, d, 5, stride=2, padding=2)
        self.again_3 = nn.Conv1d(d, d, 5, padding=2)
        self.share_3 = Share(d)
        self.up_2 = nn.Conv1d(c + d, c, 3, padding=1)
        self.up_1 = nn.Conv1d(b + c, b, 3, padding=1)
        self.share_up = Share(b)
        self.up_0 = nn.Conv1d(a + b, a, 5, padding=2)
        self.lead_marks = nn.Conv1d(a, a, 5, padding=2)
        self.lead_places = nn.Conv1d(a, POINTS, 1)
        self.global_marks = nn.Conv1d(2 * a, a, 5, padding=2)
        self.global_places = nn.Conv1d(a, POINTS, 1)
        self.lead_presence = nn.Linear(2 * d, 2)
        self.global_presence = nn.Linear(4 * d, 2)
        self.drop = nn.Dropout(dropout)

    def forward(self, beats):
        batch, leads, channels, time = beats.shape
        fine = self.down(self.enter, self.enter_again, beats.reshape(-1, channels, time))
        low_1 = self.share_1(self.down(self.down_1, self.again_1, fine), leads)
        low_2 = self.share_2(self.down(self.down_2, self.again_2, low_1), leads)
        low_3 = self.share_3(self.down(self.down_3, self.again_3, low_2), leads)
        low_3 = self.drop(low_3)
        pool = torch.cat([low_3.mean(2), low_3.amax(2)], 1)
        presence = self.lead_presence(pool).view(batch, leads, 2)
        presence_of_all = self.global_presence(common_of(pool.view(batch, leads, -1)))

        up = functional.relu(self.up_2(doubled_beside(low_3, low_2)))
        up = functional.relu(self.up_1(doubled_beside(up, low_1)))
        up = self.share_up(up, leads)
        up = functional.relu(self.up_0(doubled_beside(up, fine)))
        common = common_of(up.view(batch, leads, -1, time // 2))
        places = self.lead_places(functional.relu(self.lead_marks(up)))
        places_of_all = self.global_places(functional.relu(self.global_marks(common)))
        return places.view(batch, leads, POINTS, -1), presence, places_of_all, presence_of_all

    @staticmethod
    def down(first, again, feature):
        """Half the samples, then a second look at them."""
        half = functional.relu(first(feature))
        return half + functional.relu(again(half))


class MovingAverage:
    """A copy of the network whose weights follow it, the more slowly the longer it learns."""

    def __init__(self, network):
        self.network = copy.deepcopy(network)

    @torch.no_grad()
    def follow(self, network, step):
        keep = min(0.998, (step + 1) / (step + 10))
        for own, new in zip(self.network.parameters(), network.parameters()):
            own.mul_(keep).add_(new, alpha=1 - keep)


def weights_file(network):
    """The bytes that Network in network.cpp reads: "ECGDEL1\\0", the number of layers, then of each
    out, in, taps (uint32), weights, biases (float32), all little-endian."""
    layers = [m for m in network.modules() if isinstance(m, (nn.Conv1d, nn.Linear))]
    parts = [b"ECGDEL1\0", struct.pack("<I", len(layers))]
    for layer in layers:
        weight = layer.weight if layer.weight.dim() == 3 else layer.weight.unsqueeze(-1)
        parts.append(struct.pack("<III", *weight.shape))
        for numbers in (weight, layer.bias):
            parts.append(numbers.detach().numpy().astype("<f4").tobytes())
    return b"".join(parts)
