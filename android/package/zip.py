#!/usr/bin/env python3
"""zip.py ARCHIVE FOLDER...: packs the files of folders, so that Android can use them where they lie.

Native libraries and `resources.arsc` are stored as they are, at multiples of 16 KB and of 4 bytes; the rest is compressed.
A folder may also be a zip, whose entries keep the way in which they are packed. Same input, same bytes.
"""

import pathlib
import struct
import sys
import zipfile

PAGE = 0x4000
WHEN = (1981, 1, 1, 1, 1, 2)
# The extra field by which apksigner learns what an entry was aligned to, and keeps it so.
ALIGNMENT = 0xD935


def entries(source):
    if source.is_dir():
        for file in sorted(path for path in source.rglob("*") if path.is_file()):
            stored = file.suffix == ".so" or file.name == "resources.arsc"
            how = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
            yield file.relative_to(source).as_posix(), file.read_bytes(), how
    else:
        with zipfile.ZipFile(source) as archive:
            for info in archive.infolist():
                if not info.is_dir():
                    yield info.filename, archive.read(info), info.compress_type


def padding(name, position, alignment):
    """An extra field that moves an entry's data, which begin behind it, to a multiple of `alignment`."""
    start = position + 30 + len(name.encode()) + 6
    return struct.pack("<HHH", ALIGNMENT, 2 + -start % alignment, alignment) + bytes(-start % alignment)


def pack(archive_path, sources):
    archive_path.parent.mkdir(parents=True, exist_ok=True)
    seen = set()
    with zipfile.ZipFile(archive_path, "w") as archive:
        for source in sources:
            for name, content, how in entries(source):
                if name in seen:
                    sys.exit(f"zip.py: {name} is there twice")
                seen.add(name)
                info = zipfile.ZipInfo(name, WHEN)
                info.compress_type = how
                info.external_attr = 0o644 << 16
                if how == zipfile.ZIP_STORED:
                    info.extra = padding(name, archive.fp.tell(), PAGE if name.endswith(".so") else 4)
                archive.writestr(info, content, compresslevel=9)


if __name__ == "__main__":
    pack(pathlib.Path(sys.argv[1]), [pathlib.Path(folder) for folder in sys.argv[2:]])
