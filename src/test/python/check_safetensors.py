"""Reads a safetensors file by other code than ours and prints what is in it, one JSON value.

    python check_safetensors.py package  file.safetensors    with the package safetensors (and numpy)
    python check_safetensors.py standard file.safetensors    with Python's standard library, from the format's description

SafetensorsByPythonTest runs both. The second also checks what the description asks of writers: a header that begins with
a brace, offsets without gaps or overlaps, a buffer that is used up.
"""
import json
import struct
import sys

WIDTHS = {"F64": (8, "d"), "F32": (4, "f"), "F16": (2, "e"), "I64": (8, "q"), "I32": (4, "i"), "U8": (1, "B")}


def with_package(path):
    from safetensors import safe_open
    arrays = {}
    with safe_open(path, "numpy") as file:
        for name in file.keys():
            array = file.get_tensor(name)
            arrays[name] = {"type": str(array.dtype), "shape": list(array.shape),
                            "values": [float(value) for value in array.reshape(-1)]}
        return {"metadata": file.metadata() or {}, "arrays": arrays}


def with_standard_library(path):
    with open(path, "rb") as file:
        content = file.read()
    (length,) = struct.unpack_from("<Q", content)
    assert content[8:9] == b"{", "the header does not begin with a brace"
    header = json.loads(content[8:8 + length].decode("utf-8"))
    metadata = header.pop("__metadata__", {})
    buffer = content[8 + length:]
    arrays, reached = {}, 0
    for name, entry in sorted(header.items(), key=lambda item: item[1]["data_offsets"]):
        width, letter = WIDTHS[entry["dtype"]]
        begin, end = entry["data_offsets"]
        count = 1
        for extent in entry["shape"]:
            count *= extent
        assert begin == reached and end - begin == count * width, name + " leaves a gap or overlaps"
        reached = end
        arrays[name] = {"type": {"F32": "float32", "F16": "float16"}.get(entry["dtype"], entry["dtype"]),
                        "shape": entry["shape"], "values": list(struct.unpack_from(f"<{count}{letter}", buffer, begin))}
    assert reached == len(buffer), "bytes are left over"
    return {"metadata": metadata, "arrays": arrays}


if __name__ == "__main__":
    print(json.dumps((with_package if sys.argv[1] == "package" else with_standard_library)(sys.argv[2])))
