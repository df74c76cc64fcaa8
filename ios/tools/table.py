#!/usr/bin/env python3
"""table.py TABLE OUT: the scenario table as JSON, for tests without a reader of TOML."""

import json
import pathlib
import sys
import tomllib

rows = []
for file in sorted(pathlib.Path(sys.argv[1]).glob("*.toml")):
    rows += tomllib.loads(file.read_text(encoding="utf-8"))["scenario"]
pathlib.Path(sys.argv[2]).write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")
