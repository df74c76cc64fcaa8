"""The scenario table, row by row, against the real server and the virtual card."""

import os
import pathlib
import tomllib
import unittest

import kazasu as k
from player import Play
from stage import Stage


def rows():
    for file in sorted(pathlib.Path(os.environ["KAZASU_TABLE"]).glob("*.toml")):
        yield from tomllib.loads(file.read_text(encoding="utf-8"))["scenario"]


class Table(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.stage, cls.client = Stage(), k.HttpClient([])

    @classmethod
    def tearDownClass(cls):
        cls.stage.close()

    def test_every_row_comes_out_as_it_says(self):
        played = 0
        for row in rows():
            with self.subTest(row["name"]):
                Play(self.stage, self.client, row).run()
                played += 1
        self.assertGreater(played, 90)
        print(f"{played} scenarios")


if __name__ == "__main__":
    unittest.main()
