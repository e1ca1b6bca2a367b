"""Writes arrays.zip and images.zip, Zarr stores of the packages zarr, numcodecs and ome-zarr for the tests of room zarr.

    python3 -m venv v && v/bin/pip install zarr==3.1.6 numcodecs==0.16.6 ome-zarr==0.18.0
    v/bin/python make_zarr.py

The value at the flat index i is (37 * i + 11) % 101, of signed types 50 less, of floating ones 0.25 times that, of bool its lowest bit.
"""

import os
import tempfile
import zipfile

import numcodecs
import numpy as np
import zarr
from zarr import codecs as c

SMALL, CHUNKS = (5, 7, 11), (3, 4, 8)
LARGE, LARGE_CHUNKS = (150, 211), (128, 150)
HERE = os.path.dirname(os.path.abspath(__file__))
TYPES = ["bool", "int8", "uint8", "int16", "uint16", "int32", "uint32", "int64", "uint64", "float16", "float32", "float64"]


def values(shape, dtype):
    base = (37 * np.arange(np.prod(shape), dtype=np.int64) + 11) % 101
    kind = np.dtype(dtype).kind
    if kind == "b":
        base = base & 1
    if kind in "if":
        base = base - 50
    if kind == "f":
        base = base * 0.25
    return base.reshape(shape).astype(dtype)


def v2(root, name, dtype="<u2", shape=SMALL, chunks=CHUNKS, compressor=None, order="C", separator=".", fill=0, parts=None):
    array = zarr.create_array(f"{root}/{name}", shape=shape, chunks=chunks, dtype=dtype, compressors=compressor, order=order,
                              zarr_format=2, fill_value=fill, filters=None, chunk_key_encoding={"name": "v2", "separator": separator},
                              config={"write_empty_chunks": True})
    if parts is None:
        array[...] = values(shape, np.dtype(dtype))
    else:
        array[parts] = values(shape, np.dtype(dtype))[parts]


def v3(root, name, dtype="uint16", shape=SMALL, chunks=CHUNKS, shards=None, compressors=None, serializer="auto", filters=None,
       keys=None, fill=0, parts=None):
    array = zarr.create_array(f"{root}/{name}", shape=shape, chunks=chunks, shards=shards, dtype=dtype, compressors=compressors,
                              serializer=serializer, filters=filters, zarr_format=3, fill_value=fill, chunk_key_encoding=keys)
    if parts is None:
        array[...] = values(shape, np.dtype(dtype))
    else:
        array[parts] = values(shape, np.dtype(dtype))[parts]


def arrays(root):
    for dtype in TYPES:
        for order in "<>":
            if np.dtype(dtype).itemsize == 1 and order == ">":
                continue
            v2(root, f"v2-{dtype}-{'big' if order == '>' else 'little'}", np.dtype(dtype).newbyteorder(order).str)
            one = np.dtype(dtype).itemsize == 1
            v3(root, f"v3-{dtype}-{'big' if order == '>' else 'little'}", dtype,
               serializer=c.BytesCodec() if one else c.BytesCodec(endian="big" if order == ">" else "little"))
    v2(root, "v2-zlib", compressor=numcodecs.Zlib(3))
    v2(root, "v2-gzip", compressor=numcodecs.GZip(3))
    v2(root, "v2-zstd", compressor=numcodecs.Zstd(3, checksum=True))
    v2(root, "v2-lz4", compressor=numcodecs.LZ4())
    v2(root, "v2-fortran-slash", order="F", separator="/", compressor=numcodecs.Zstd(3))
    v2(root, "v2-fill", fill=7, parts=np.s_[2:4, :, 4:8])
    v2(root, "v2-one-axis", shape=(13,), chunks=(5,))
    for cname in ["blosclz", "lz4", "lz4hc", "zlib", "zstd"]:
        for shuffle in [0, 1, 2]:
            v2(root, f"v2-blosc-{cname}-{shuffle}", "<f4", LARGE, LARGE_CHUNKS, numcodecs.Blosc(cname, 5, shuffle, 4096))
    v2(root, "v2-blosc-bytes", "|u1", LARGE, LARGE_CHUNKS, numcodecs.Blosc("lz4", 9, 1))
    v2(root, "v2-blosc-copied", "<f8", (4, 3), (4, 3), numcodecs.Blosc("lz4", 0, 1))
    v3(root, "v3-gzip", compressors=c.GzipCodec())
    v3(root, "v3-zstd", compressors=c.ZstdCodec(checksum=True))
    v3(root, "v3-crc32c", compressors=[c.GzipCodec(), c.Crc32cCodec()])
    for shuffle in ["noshuffle", "shuffle", "bitshuffle"]:
        v3(root, f"v3-blosc-{shuffle}", "int32", LARGE, LARGE_CHUNKS, compressors=c.BloscCodec(cname="lz4", shuffle=shuffle))
    v3(root, "v3-transpose", filters=c.TransposeCodec(order=(2, 0, 1)), compressors=c.ZstdCodec())
    v3(root, "v3-keys-v2", keys={"name": "v2", "separator": "/"})
    v3(root, "v3-keys-dots", keys={"name": "default", "separator": "."})
    v3(root, "v3-fill", "float32", fill=float("nan"), parts=np.s_[2:4, :, 4:8])
    v3(root, "v3-shards", shards=(3, 8, 8), compressors=c.ZstdCodec())
    zarr.create(store=f"{root}/v3-shards-start", shape=LARGE, chunks=(64, 100), dtype="float64", zarr_format=3, fill_value=0, codecs=[
        c.ShardingCodec(chunk_shape=(16, 20), codecs=[c.BytesCodec(), c.BloscCodec(cname="zstd", typesize=8)],
                        index_codecs=[c.BytesCodec(endian="big")], index_location="start")])[...] = values(LARGE, "float64")
    v3(root, "v3-shards-fill", shards=(3, 8, 8), fill=9, parts=np.s_[2:4, 0:3, 4:8])


def images(root):
    """Images as ome-zarr writes them: values as of the arrays, the finest level 0.25 micrometres in plane and 0.5 between slices."""
    from ome_zarr.format import FormatV04, FormatV05
    from ome_zarr.writer import write_multiscale, write_multiscale_labels

    def steps(scale, levels):
        return [[{"type": "scale", "scale": [s * (2 ** i if a in "yx" else 1) for s, a in zip(scale, "tczyx"[-len(scale):])]}]
                for i in range(levels)]

    def axes(names):
        kind = {"t": ("time", "second"), "c": ("channel", None)}
        out = []
        for name in names:
            type_, unit = kind.get(name, ("space", "micrometer"))
            out.append({"name": name, "type": type_, **({"unit": unit} if unit else {})})
        return out

    def image(name, fmt, names, shape, scale, dtype, **options):
        data = values(shape, dtype)
        levels = [data, data[..., ::2, ::2]]
        group = zarr.open_group(f"{root}/{name}", mode="w", zarr_format=fmt.zarr_format)
        write_multiscale(levels, group, fmt=fmt, axes=axes(names), coordinate_transformations=steps(scale, 2), **options)
        return group

    omero = {"channels": [{"label": "DAPI", "color": "0000FF", "window": {"min": 0, "max": 255, "start": 3, "end": 90}},
                          {"label": "GFP", "color": "00FF00", "window": {"min": 0, "max": 255, "start": 5, "end": 70}}]}
    group = image("five-04.ome.zarr", FormatV04(), "tczyx", (2, 2, 3, 37, 41), (10, 1, 0.5, 0.25, 0.25), "uint16",
                  storage_options={"chunks": (1, 1, 2, 16, 16)})
    group.attrs["omero"] = omero
    group = image("five-05.ome.zarr", FormatV05(), "tczyx", (2, 2, 3, 37, 41), (10, 1, 0.5, 0.25, 0.25), "uint16",
                  storage_options={"chunks": (1, 1, 2, 16, 16)})
    ome = dict(group.attrs["ome"])
    ome["omero"] = omero
    group.attrs["ome"] = ome
    group = image("plane-05.ome.zarr", FormatV05(), "yx", (37, 41), (0.25, 0.25), "uint8",
                  storage_options={"chunks": (8, 8), "shards": (16, 16)})
    cells = (values((37, 41), "uint8") // 20).astype("uint32")
    write_multiscale_labels([cells, cells[::2, ::2]], group, name="cells", fmt=FormatV05(), axes=axes("yx"), storage_options={"chunks": (16, 16)})
    group = image("volume-04.ome.zarr", FormatV04(), "zyx", (5, 17, 19), (0.5, 0.25, 0.25), "float32",
                  storage_options={"chunks": (2, 8, 8)})


def pack(name, write):
    with tempfile.TemporaryDirectory() as root:
        write(root)
        with zipfile.ZipFile(os.path.join(HERE, name), "w", zipfile.ZIP_DEFLATED) as out:
            for folder, folders, files in sorted(os.walk(root)):
                folders.sort()
                for file in sorted(files):
                    path = os.path.join(folder, file)
                    entry = zipfile.ZipInfo(os.path.relpath(path, root), (2026, 1, 1, 0, 0, 0))
                    entry.compress_type = zipfile.ZIP_DEFLATED
                    out.writestr(entry, open(path, "rb").read())


if __name__ == "__main__":
    pack("arrays.zip", arrays)
    pack("images.zip", images)
