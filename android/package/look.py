#!/usr/bin/env python3
"""look.py APK ABI: native libraries of one ABI only, stored at multiples of 16 KB and aligned to 16 KB inside; nothing
that is no app's: desktop libraries, sources of rules, build leftovers. Exit status 1 otherwise."""

import pathlib
import re
import struct
import subprocess
import sys
import tempfile
import zipfile

PAGE = 0x4000
EXPECTED = re.compile(
    r"AndroidManifest\.xml|resources\.arsc|res/.*|classes\d*\.dex|META-INF/services/.*|lib/[^/]+/lib(kazasu_ffi|jnidispatch)\.so"
)


def data_offset(content, info):
    name, extra = struct.unpack_from("<HH", content, info.header_offset + 26)
    return info.header_offset + 30 + name + extra


def faults(apk, abi):
    content = apk.read_bytes()
    with zipfile.ZipFile(apk) as archive:
        names = archive.namelist()
        for name in names:
            if not EXPECTED.fullmatch(name):
                yield f"holds {name}"
        libraries = {name for name in names if name.endswith(".so")}
        if libraries != {f"lib/{abi}/libkazasu_ffi.so", f"lib/{abi}/libjnidispatch.so"}:
            yield f"holds the libraries {sorted(libraries)}"
        for info in archive.infolist():
            if not info.filename.endswith((".so", "resources.arsc")):
                continue
            alignment = PAGE if info.filename.endswith(".so") else 4
            if info.compress_type != zipfile.ZIP_STORED or data_offset(content, info) % alignment:
                yield f"{info.filename} is compressed or not at a multiple of {alignment}"
        for name in libraries:
            with tempfile.NamedTemporaryFile(suffix=".so") as library:
                library.write(archive.read(name))
                library.flush()
                told = subprocess.run(
                    ["llvm-readelf-16", "-lW", library.name], check=True, capture_output=True, text=True
                ).stdout
            aligned = [int(line.split()[-1], 16) for line in told.splitlines() if line.split()[:1] == ["LOAD"]]
            # Pages of 16 KB are a matter of 64-bit phones.
            if not aligned or (min(aligned) < PAGE and "64" in abi):
                yield f"{name}: segments are aligned to {aligned}"


if __name__ == "__main__":
    found = list(faults(pathlib.Path(sys.argv[1]), sys.argv[2]))
    for fault in found:
        print(f"look: {sys.argv[1]}: {fault}", file=sys.stderr)
    sys.exit(bool(found))
