#!/usr/bin/env python3
"""reference.py OUT: every row of the scenario table, drawn for an iPhone, played straight through the core's bindings.

What it writes, the screens and the effects of each row in order, is what the Swift session has to show too. In the
environment: PYTHONPATH (the generated module and the contract's own player), KAZASU_STAGE, KAZASU_TABLE.
"""

import json
import pathlib
import re
import sys

import kazasu as k
from player import KINDS, Play, labels
from stage import Stage
from test_table import rows

LONG = re.compile(r"[^/?&= ]{16,}")


def label(effect, command):
    if isinstance(effect, k.Effect.CLOSE_CARD):
        return "close"
    if isinstance(effect, k.Effect.FORGET):
        return f"forget {effect.slot}"
    names = labels(effect, command)
    return names[-1] if names else None


class Recorded(Play):
    """Notes what it performs. Random and long parts of names are left out: they differ from play to play."""

    def __init__(self, stage, client, row):
        self.effects = []
        super().__init__(stage, client, {**row, "shell": "ios"})

    def perform(self, number, effect):
        answer_of = self.due

        def due(names):
            self.note(effect)
            return answer_of(names)

        self.due = due
        try:
            super().perform(number, effect)
        finally:
            del self.due

    def note(self, effect):
        name = label(effect, self.command)
        if name:
            self.effects.append(LONG.sub("*", name))


def main(out):
    stage, client, told = Stage(), k.HttpClient([]), {}
    for row in rows():
        play = Recorded(stage, client, row)
        try:
            play.run()
            told[row["name"]] = {"screens": play.screens, "effects": play.effects}
        except AssertionError as error:
            told[row["name"]] = {"unmet": str(error), "screens": play.screens, "effects": play.effects}
    stage.close()
    pathlib.Path(out).write_text(json.dumps(told, ensure_ascii=False, indent=0), encoding="utf-8")
    unmet = {name: row["unmet"] for name, row in told.items() if "unmet" in row}
    print(f"reference: {len(told)} rows through the core, {len(unmet)} of them not as on their own kind of shell: {sorted(unmet)}")


main(sys.argv[1])
