"""The other side of the stage: the real server and a virtual card, in a process of their own."""

import json
import os
import subprocess


class Stage:
    def __init__(self, program=None):
        program = program or os.environ["KAZASU_STAGE"]
        self.process = subprocess.Popen([program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def tell(self, do, **what):
        self.process.stdin.write(json.dumps({"do": do, **what}) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError(f"the stage broke down at `{do}`")
        return json.loads(line)

    def start(self, card):
        """A fresh server and a fresh card; gives the platform's origin and address."""
        return self.tell("start", card=card)

    def control(self, method, path, body=None):
        answer = self.tell("control", method=method, path=path, body=body)
        if not 200 <= answer["status"] < 300:
            raise RuntimeError(f"{method} {path}: {answer}")
        return answer["body"]

    def transmit(self, command):
        """The card's answer and how long it took; `None` if it is gone."""
        answer = self.tell("transmit", hex=bytes(command).hex())
        return None if "gone" in answer else (bytes.fromhex(answer["hex"]), answer["ms"])

    def registrations(self):
        return self.control("GET", "/sandbox/v1/registrations")["registrations"]

    def close(self):
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait()
