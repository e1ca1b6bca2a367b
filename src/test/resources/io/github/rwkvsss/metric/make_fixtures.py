"""Writes metric-fixtures.json: small label images and their scores by numpy, scipy and scikit-image.

Run beside this file: python make_fixtures.py   (numpy, scipy, scikit-image; results do not depend on the version)
"""
import json

import numpy as np
from scipy import ndimage
from scipy.optimize import linear_sum_assignment
from skimage.metrics import contingency_table
from skimage.segmentation import watershed

CODE = "0123456789abcdefghijklmnopqrstuvwxyz"
rng = np.random.default_rng(20260)


def text(image):
    return "".join(CODE[v] for v in image.ravel())


def blob(shape, share):
    noise = ndimage.gaussian_filter(rng.standard_normal(shape), 1.5)
    return noise > np.quantile(noise, 1 - share)


def objects(shape, count, share):
    seeds = np.zeros(shape, int)
    seeds.ravel()[rng.choice(seeds.size, count, replace=False)] = np.arange(1, count + 1)
    return watershed(rng.random(shape), seeds, mask=blob(shape, share))


def surface(mask):
    return mask & ~ndimage.binary_erosion(mask)


def region_case(shape, spacing, truth_share, predicted_share):
    truth, predicted = blob(shape, truth_share), blob(shape, predicted_share)
    # Half of the prediction follows the truth, so that distances near zero occur too.
    predicted[: shape[0] // 2] = truth[: shape[0] // 2]
    a, b = surface(truth), surface(predicted)
    to_b = ndimage.distance_transform_edt(~b, sampling=spacing)[a]
    to_a = ndimage.distance_transform_edt(~a, sampling=spacing)[b]
    both = np.concatenate([to_b, to_a])
    return {
        "size": list(shape), "spacing": list(spacing),
        "truth": text(truth.astype(int)), "predicted": text(predicted.astype(int)),
        "dice": 2 * (truth & predicted).sum() / (truth.sum() + predicted.sum()),
        "iou": (truth & predicted).sum() / (truth | predicted).sum(),
        "hd95": max(np.percentile(to_b, 95), np.percentile(to_a, 95)),
        "hausdorff": both.max(), "assd": both.mean(),
        "tolerance": 1.3, "surfaceDice": (both <= 1.3).mean(),
    }


def object_case(shape, truth_count, predicted_count):
    truth = objects(shape, truth_count, 0.7)
    predicted = objects(shape, predicted_count, 0.7)
    # Some predicted objects are true ones with a piece missing.
    for label in range(1, truth_count + 1, 2):
        keep = (truth == label) & (rng.random(shape) < rng.uniform(0.55, 1))
        predicted[truth == label] = 0
        predicted[keep] = predicted_count + 1 + label
    t_ids, p_ids = np.unique(truth[truth > 0]), np.unique(predicted[predicted > 0])
    inter = np.array([[((truth == t) & (predicted == p)).sum() for p in p_ids] for t in t_ids])
    t_area = np.array([(truth == t).sum() for t in t_ids])
    p_area = np.array([(predicted == p).sum() for p in p_ids])
    iou = inter / (t_area[:, None] + p_area[None] - inter)
    precision, quality = [], 0.0
    for k in range(10):
        good = iou >= (50 + 5 * k) / 100
        rows, columns = linear_sum_assignment(-(good + iou / 1000))
        hit = good[rows, columns]
        tp = int(hit.sum())
        precision.append(tp / (len(t_ids) + len(p_ids) - tp))
        if k == 0:
            quality = iou[rows, columns][hit].sum() / (0.5 * (len(t_ids) + len(p_ids)))
    best = iou.argmax(axis=1)
    upper = sum(inter[i, best[i]] for i in range(len(t_ids)) if inter[i, best[i]])
    lower = sum(t_area[i] + (p_area[best[i]] - inter[i, best[i]] if inter[i, best[i]] else 0) for i in range(len(t_ids)))
    used = {best[i] for i in range(len(t_ids)) if inter[i, best[i]]}
    lower += sum(p_area[j] for j in range(len(p_ids)) if j not in used)
    # NB: skimage's adapted_rand_error leaves out the pairs of a pixel with itself, the challenge does not.
    table = contingency_table(truth, predicted, ignore_labels=(0,)).toarray()
    together = (table**2).sum()
    split, merge = together / (table.sum(axis=1) ** 2).sum(), together / (table.sum(axis=0) ** 2).sum()
    return {
        "size": list(shape), "truth": text(truth), "predicted": text(predicted),
        "truthCount": len(t_ids), "predictedCount": len(p_ids), "averagePrecision": precision,
        "panopticQuality": quality, "aji": upper / lower, "rand": 2 / (1 / split + 1 / merge), "randSplit": split, "randMerge": merge,
    }


cases = {
    "regions": [
        region_case((19, 23), (1, 1), 0.3, 0.3), region_case((16, 31), (0.5, 0.21), 0.5, 0.2),
        region_case((8, 9, 11), (1, 1, 1), 0.3, 0.4), region_case((6, 12, 10), (5, 1, 1.2), 0.4, 0.4),
    ],
    "objects": [object_case((24, 31), 9, 7), object_case((20, 20), 12, 12), object_case((7, 11, 9), 6, 8)],
}
with open("metric-fixtures.json", "w") as file:
    json.dump(cases, file, indent=1, default=float)
    file.write("\n")
