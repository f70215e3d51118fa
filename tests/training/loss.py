"""How far the network's answer lies from the truth of a batch of examples."""
import numpy as np
import torch
from torch.nn import functional

from beats import FIDUCIAL, HERTZ

STEPS = 160  # places of the posterior, two samples each
POINT_WEIGHTS = torch.tensor([1, 0.5, 1, 1, 0.5, 1, 0.3, 0.5, 1.0])
PRESENCE_WEIGHT = 0.5


def loss_of(answer, examples):
    places, presence, places_of_all, presence_of_all = answer
    return (
        place_loss(places, [e.marks for e in examples])
        + place_loss(places_of_all, [e.global_marks for e in examples])
        + PRESENCE_WEIGHT * presence_loss(presence, [e.presence for e in examples])
        + PRESENCE_WEIGHT * presence_loss(presence_of_all, [e.global_presence for e in examples])
    )


def place_loss(logits, marks):
    """Weighted mean cross entropy of logits (batch, …, 9, 160) to marks, each (beats, …, 9) s."""
    targets = [mean_place(times) for times in marks]
    places = torch.stack([place for place, _ in targets])
    known = torch.stack([known for _, known in targets])
    entropy = -(places * functional.log_softmax(logits, -1)).sum(-1)
    weights = known * POINT_WEIGHTS
    return (entropy * weights).sum() / weights.sum().clamp(min=1)


def mean_place(times):
    """Over the beats that have the mark: (beats, …, 9) s → places (…, 9, 160) and known (…, 9)."""
    places, known = place_of(times)
    count = known.sum(0)
    mean = (places * known.unsqueeze(-1)).sum(0) / count.clamp(min=1).unsqueeze(-1)
    return mean, (count > 0).float()


def place_of(times):
    """Each time in seconds shared between the two steps beside it: places (…, 160), and 1 where it
    is known and inside the window."""
    step = (times * HERTZ + FIDUCIAL) / 2
    known = ~np.isnan(step) & (step >= 0) & (step <= STEPS - 1.1)
    step = np.where(known, step, 0)
    low = np.floor(step).astype(int)
    share = step - low
    places = np.zeros(step.shape + (STEPS,), np.float32)
    for index, part in ((low, 1 - share), (low + 1, share)):
        np.put_along_axis(places, index[..., None], part[..., None].astype(np.float32), -1)
    return torch.from_numpy(places), torch.from_numpy(known.astype(np.float32))


def presence_loss(logits, presence):
    """Mean binary cross entropy where presence is known."""
    truth = torch.from_numpy(np.stack(presence).astype(np.float32))
    known = ~torch.isnan(truth)
    entropy = functional.binary_cross_entropy_with_logits(
        logits, torch.nan_to_num(truth), reduction="none"
    )
    return (entropy * known).sum() / known.sum().clamp(min=1)
