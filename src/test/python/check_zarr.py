"""Reads arrays that Java wrote with Python's zarr, value by value, and looks at OME's metadata where ome-zarr-models, or
ome-zarr itself with the checks of its writer and its reader, are there.

    python3 check_zarr.py FOLDER

The value at (z, y, x) of a level n is that at the flat index of the finest one times 7, modulo 60013, nearest for n > 0 of labels.
"""

import sys
from pathlib import Path

import numpy as np
import zarr


def by_ome_zarr(store, ome, finest):
    """ome-zarr has no command that validates: what its writer checks before it writes, and what its reader finds."""
    try:
        from ome_zarr.axes import Axes
        from ome_zarr.format import format_from_version
        from ome_zarr.io import parse_url
        from ome_zarr.reader import Reader
    except ImportError:
        return "ome-zarr is not here"
    multiscale = ome["multiscales"][0]
    form = format_from_version(ome.get("version", multiscale.get("version")))
    Axes(multiscale["axes"], fmt=form).validate()
    form.validate_coordinate_transformations(finest.ndim, len(multiscale["datasets"]), [
        dataset["coordinateTransformations"] for dataset in multiscale["datasets"]])
    levels = next(iter(Reader(parse_url(store))())).data
    assert len(levels) == len(multiscale["datasets"]), store
    assert np.array_equal(np.asarray(levels[0]), finest[...]), store
    return "valid by ome-zarr"


def main():
    folder = Path(sys.argv[1])
    stores = sorted(path for path in folder.iterdir() if path.suffix == ".zarr")
    assert stores, "no stores"
    for store in stores:
        group = zarr.open_group(store, mode="r")
        ome = group.attrs.get("ome", group.attrs)
        datasets = ome["multiscales"][0]["datasets"]
        finest = group[datasets[0]["path"]]
        shape = finest.shape
        expected = (np.arange(np.prod(shape), dtype=np.int64) * 7 % 60013).reshape(shape)
        assert np.array_equal(finest[...], expected.astype(finest.dtype)), store
        half = group[datasets[1]["path"]][...]
        if "image-label" in ome:
            assert np.array_equal(half, expected[:, ::2, ::2]), store
        try:
            if group.metadata.zarr_format == 2:
                from ome_zarr_models.v04 import Image, ImageLabel
            else:
                from ome_zarr_models.v05 import Image, ImageLabel
            (ImageLabel if "image-label" in ome else Image).from_zarr(group)
            seen = "valid by ome-zarr-models"
        except ImportError:
            seen = "ome-zarr-models is not here"
        seen += ", " + by_ome_zarr(store, ome, finest)
        print(store.name, group.metadata.zarr_format, finest.dtype, finest.metadata.to_dict().get("codecs",
              finest.metadata.to_dict().get("compressor")), seen)
    print(len(stores), "stores read")


if __name__ == "__main__":
    main()
