"""Writes metric-fixtures.json: small label images and their scores by numpy, scipy and scikit-image.

Run beside this file: python make_fixtures.py   (numpy, scipy, scikit-image; results do not depend on the version)
"""
import json

import numpy as np
from scipy import ndimage
from scipy.optimize import linear_sum_assignment
from skimage.metrics import contingency_table, hausdorff_distance, variation_of_information
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


def gland_scores(truth, predicted, t_ids, p_ids, inter, t_area, p_area):
    """As the contest defines them: mask against mask, object by object."""
    hausdorff = np.array([[hausdorff_distance(truth == t, predicted == p) for p in p_ids] for t in t_ids])

    def side(shared, areas, others, distances):
        dice, distance = 0.0, 0.0
        for i, area in enumerate(areas):
            j = shared[i].argmax()
            if shared[i, j]:
                dice += area * 2 * shared[i, j] / (area + others[j])
                distance += area * distances[i, j]
            else:
                distance += area * distances[i].min()
        return dice / areas.sum(), distance / areas.sum()

    t_side, p_side = side(inter, t_area, p_area, hausdorff), side(inter.T, p_area, t_area, hausdorff.T)
    hits = sum(2 * inter[:, j].max() >= t_area[inter[:, j].argmax()] for j in range(len(p_ids)) if inter[:, j].any())
    return {
        "objectF1": 2 * hits / (len(t_ids) + len(p_ids)),
        "objectDice": (t_side[0] + p_side[0]) / 2, "objectHausdorff": (t_side[1] + p_side[1]) / 2,
    }


def information(truth, predicted):
    """V-Info from skimage's conditional entropies: 2 I / (H(truth) + H(predicted)), pixels of truth 0 left out."""
    counts = lambda image: np.unique(image[truth > 0], return_counts=True)[1] / (truth > 0).sum()
    entropy = lambda image: -(counts(image) * np.log2(counts(image))).sum()
    inside = truth > 0
    one, other = variation_of_information(truth[inside], predicted[inside])
    # H(predicted | truth) and H(truth | predicted).
    shared = (entropy(truth) + entropy(predicted) - one - other) / 2
    return {"info": 2 * shared / (entropy(truth) + entropy(predicted)), "infoSplit": shared / entropy(predicted), "infoMerge": shared / entropy(truth)}


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
            tps = tp
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
        **gland_scores(truth, predicted, t_ids, p_ids, inter, t_area, p_area),
        **information(truth, predicted),
        "f1": 2 * tps / (len(t_ids) + len(p_ids)),
        "seg": np.mean([max([iou[i, j] for j in range(len(p_ids)) if 2 * inter[i, j] > t_area[i]], default=0) for i in range(len(t_ids))]),
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
