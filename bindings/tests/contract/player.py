"""Plays a row of the scenario table through the bindings: performs effects, lets go wrong what should, and is the person.

What a row says of texts is left to the player in Rust: words are the core's. Everything else that it expects is checked.
"""

import asyncio
import os
import time

import kazasu as k

MOST_ROUNDS = 400
DIGITS = "0123456789０１２３４５６７８９"
DAMAGED = b'{"version":1,'
LANGUAGES = {"ja": k.Language.JAPANESE, "ja-easy": k.Language.PLAIN_JAPANESE, "en": k.Language.ENGLISH}
SHELLS = {"pc": (k.Shell.PC, "linux"), "android": (k.Shell.ANDROID, "android"), "ios": (k.Shell.IOS, "ios")}
# PC/SC part 10, section 2.6.
NOT_TYPED = {"timeout": b"\x64\x00", "cancel": b"\x64\x01", "short": b"\x64\x03"}
KINDS = {0xA4: "select", 0xB0: "read", 0x2A: "sign"}
LIKED = ["agree", "apply", "use_last_try", "retry", "review_terms", "start_again", "resend", "finish", "close"]


class Unmet(AssertionError):
    """It did not come out as the scenario says."""


def platform(where):
    return k.PlatformSpec(
        origin=where["origin"],
        environment=k.PlatformEnvironment.SANDBOX,
        name={"en": "Practice"},
        policies=None,
        links=k.Links(faq="https://faq.example/"),
        sandbox_address=where["address"],
    )


def session(where, language="en", shell="pc", now=None, entry="register"):
    kind, system = SHELLS[shell]
    client = k.Client(name="kazasu", version="0.1.0", platform=system)
    now = now or k.Now(monotonic_ms=0, unix_s=int(time.time()))
    presentation = k.Presentation(language=LANGUAGES[language], shell=kind)
    return k.Session.home(platform(where), client, presentation, now, k.entry_of(entry))


def readiness(name):
    """What the device says of itself."""
    return k.Event.NOTICED(facts=k.Facts(reader=None, card=None, readiness=k.Readiness[name.upper().replace("-", "_")]))


def action(name):
    return k.ActionId[name.upper()]


def pin(typed):
    """Digits one at a time. Where one does not get in, the person takes all back."""
    entry = k.PinEntry()
    for letter in typed:
        try:
            entry.push(DIGITS.index(letter) % 10 if letter in DIGITS else 0xFF)
        except (k.PinProblem.NotADigit, k.PinProblem.Full):
            entry.clear()
            break
    return entry


def code(screen):
    return next((block.code for block in screen.blocks if isinstance(block, k.Block.CODE)), None)


class Play:
    """One row, on a stage."""

    def __init__(self, stage, client, row):
        self.stage, self.client, self.row = stage, client, row
        self.where = stage.start(row["card"])
        for control in row.get("server", []):
            self.say(control)
        self.steps = list(row.get("steps", []))
        self.scripted = bool(self.steps)
        self.keypad = list(row.get("keypad", []))
        self.stored, self.counts, self.screens = {}, {}, []
        self.monotonic_ms = self.offset_s = self.holds = 0
        self.loop = asyncio.new_event_loop()
        self.start()

    def start(self):
        self.waiting = None
        entry = self.row.get("entry", "register")
        self.session = session(
            self.where, self.row.get("language", "ja"), self.row.get("shell", "pc"), self.now(), entry
        )
        if "keypad" in self.row:
            facts = k.Facts(reader=True, card=True, keypad=True)
            self.session.handle(self.now(), k.Event.NOTICED(facts=facts))
        if "readiness" in self.row:
            self.session.handle(self.now(), readiness(self.row["readiness"]))

    def now(self):
        unix_s = int(time.time()) + self.offset_s + self.row.get("device_clock_off_s", 0)
        return k.Now(monotonic_ms=self.monotonic_ms, unix_s=unix_s)

    def say(self, control):
        self.stage.control(control.get("method", "PUT"), control["path"], control.get("body"))

    def run(self):
        try:
            for _ in range(MOST_ROUNDS):
                self.look()
                while (published := self.session.take_effect()) is not None:
                    self.perform(published.id, published.effect)
                    self.look()
                if self.session.is_closed():
                    return self.check()
                self.go_on(self.session.screen())
            raise Unmet(f"still on `{self.session.screen().id}` after {MOST_ROUNDS} rounds")
        finally:
            self.loop.close()

    def look(self):
        shown = self.session.screen().id
        if not self.screens or self.screens[-1] != shown:
            self.screens.append(shown)

    # The person.

    def go_on(self, screen):
        if not self.scripted:
            return self.act(screen, self.sensible(screen))
        step = self.steps[0] if self.steps else None
        hurried = self.row["expect"]["outcome"] == "accepted"
        if step is None or (self.waiting and step["on"] != screen.id):
            return self.let_time_pass(screen)
        if self.waiting and "wait" not in step and step["on"] == "done" and not hurried:
            return self.let_time_pass(screen)
        self.steps.pop(0)
        if screen.id != step["on"] or ("code" in step and step["code"] != code(screen)):
            raise Unmet(f"`{screen.id}` ({code(screen)}) is shown where {step} should be")
        for control in step.get("server", []):
            self.say(control)
        if step.get("later_s"):
            self.offset_s += step["later_s"]
            self.monotonic_ms += step["later_s"] * 1000
            self.stage.control("PUT", "/sandbox/v1/clock", {"offset_s": self.offset_s})
        self.act(screen, step)

    def sensible(self, screen):
        if any(isinstance(block, k.Block.PIN_FIELD) for block in screen.blocks):
            return {"pin": "1234"}
        offered = [offer.id for offer in screen.actions]
        liked = next((name for name in LIKED if action(name) in offered), None)
        return {"wait": True} if self.waiting or not liked else {"press": liked}

    def act(self, screen, step):
        if "press" in step:
            event = k.Event.PRESSED(screen=screen.serial, action=action(step["press"]))
        elif "tick" in step:
            box = next(block for block in screen.blocks if isinstance(block, k.Block.CHECKBOX))
            event = k.Event.TICKED(screen=screen.serial, field=box.field, on=step["tick"])
        elif "notice" in step:
            event = readiness(step["notice"])
        elif "pin" in step:
            return self.session.enter_pin(self.now(), screen.serial, pin(step["pin"]))
        elif "language" in step:
            shell = SHELLS[self.row.get("shell", "pc")][0]
            return self.session.present(k.Presentation(language=LANGUAGES[step["language"]], shell=shell))
        elif "wait" in step:
            return self.let_time_pass(screen)
        else:
            return self.restart()
        self.session.handle(self.now(), event)

    def let_time_pass(self, screen):
        if self.waiting is None:
            raise Unmet(f"nobody knows how to go on from `{screen.id}`")
        (number, ms), self.waiting = self.waiting, None
        time.sleep(min(ms, 50) / 1000)
        self.monotonic_ms += ms
        self.answer(number, k.Answer.ELAPSED())

    def restart(self):
        """The app is killed: what it had in memory is gone, what it stored is there."""
        self.stage.tell("leave")
        self.start()

    # The shell.

    def perform(self, number, effect):
        self.command = effect.command.take() if isinstance(effect, k.Effect.TRANSMIT) else None
        fault = self.due(labels(effect, self.command))
        if fault == "kill-before":
            return self.restart()
        if isinstance(fault, dict) and "press" in fault:
            return self.act(self.session.screen(), fault)
        if isinstance(effect, k.Effect.WITHDRAW):
            if self.waiting and self.waiting[0] == effect.id:
                self.waiting = None
        elif isinstance(effect, k.Effect.WAIT):
            self.waiting = (number, effect.ms)
        elif isinstance(effect, k.Effect.FORGET):
            self.stored.pop(effect.slot, None)
        elif isinstance(effect, k.Effect.CLOSE_CARD):
            self.stage.tell("leave")
        else:
            answer = self.answer_of(effect, fault)
            return self.restart() if fault == "kill-after" else self.answer(number, answer)

    def answer_of(self, effect, fault):
        if isinstance(effect, k.Effect.OPEN_CARD):
            return self.open(fault)
        if isinstance(effect, k.Effect.TRANSMIT):
            return self.transmit(self.command, fault)
        if isinstance(effect, k.Effect.VERIFY_ON_KEYPAD):
            return self.on_keypad(effect.template, fault)
        if isinstance(effect, k.Effect.SEND):
            return self.send(effect.request, fault)
        if isinstance(effect, k.Effect.RANDOM):
            return k.Answer.RANDOM_BYTES(bytes=os.urandom(effect.count))
        if fault == "fails":
            return k.Answer.STORE_FAILED()
        if isinstance(effect, k.Effect.LOAD):
            if fault == "damaged":
                return k.Answer.LOADED(bytes=DAMAGED)
            return k.Answer.LOADED(bytes=self.stored.get(effect.slot))
        self.stored[effect.slot] = effect.bytes
        return k.Answer.STORED()

    def open(self, fault):
        if fault == "fails" or isinstance(fault, dict):
            reason = "no-card" if fault == "fails" else fault["no-card"]
            return k.Answer.CARD_FAILED(fault=k.CardFault[reason.upper().replace("-", "_")])
        self.stage.tell("tap")
        self.holds += 1
        return k.Answer.CARD_FOUND(facts=k.CardFacts(extended_length=None, keypad="keypad" in self.row))

    def transmit(self, command, fault):
        if fault == "not-sent":
            return k.Answer.NOT_SENT()
        if isinstance(fault, dict):
            return k.Answer.CARD_ANSWERED(bytes=bytes.fromhex(fault["answers"]))
        answered = None if fault == "lost-before" else self.stage.transmit(command)
        if fault in ("lost-before", "lost-after"):
            self.stage.tell("leave")
        if answered is None or fault == "lost-after":
            return k.Answer.CARD_LOST()
        self.monotonic_ms += answered[1]
        return k.Answer.CARD_ANSWERED(bytes=answered[0])

    def on_keypad(self, template, fault):
        """The reader's keypad: four digits take the place of what stands in the template."""
        if fault == "not-sent":
            return self.transmit(template, fault)
        typed = self.keypad.pop(0)
        if typed in NOT_TYPED:
            return k.Answer.CARD_ANSWERED(bytes=NOT_TYPED[typed])
        return self.transmit(template[:5] + typed.encode(), fault)

    def send(self, request, fault):
        refused = {"lost-before": "OFFLINE", "insecure": "TLS", "insecure-date": "TLS_DATE"}
        if isinstance(fault, str) and fault in refused:
            return k.Answer.HTTP_FAILED(fault=k.NetFault[refused[fault]])
        if isinstance(fault, dict):
            page = [k.HttpHeader(name="content-type", value="text/html")]
            answer = k.HttpAnswer(status=fault["stranger"], headers=page, body=b"<html>")
            return k.Answer.HTTP_ANSWERED(answer=answer)
        answer = self.loop.run_until_complete(self.client.send(request))
        return k.Answer.HTTP_FAILED(fault=k.NetFault.TIMEOUT) if fault == "lost-after" else answer

    def answer(self, number, answer):
        self.session.handle(self.now(), k.Event.ANSWERED(id=number, answer=answer))

    def due(self, names):
        """The fault that is due, if any."""
        due = None
        for index, fault in enumerate(self.row.get("faults", [])):
            if any(name.startswith(fault["at"]) for name in names):
                count = self.counts[index] = self.counts.get(index, 0) + 1
                nth = fault.get("nth", 1)
                if nth <= count < nth + fault.get("times", 1):
                    due = due or fault["then"]
        return due

    def check(self):
        expect, trace = self.row["expect"], self.stage.tell("trace")
        registrations = self.stage.registrations()
        outcome = self.session.outcome()
        name = type(outcome).__name__.removeprefix("Outcome.").lower()
        found = {
            "outcome": outcome.code if isinstance(outcome, k.Outcome.FAILED) else name,
            "registrations": len(registrations),
            "pending": "pending" in self.stored,
            "holds": self.holds,
            "portal": bool(registrations) and registrations[-1]["portal_user"] not in (None, False),
            "screens": self.screens,
            **trace,
        }
        for what, wanted in {"pending": False, **expect}.items():
            if what != "screens" or wanted:
                if found[what] != wanted:
                    raise Unmet(f"{what}: {wanted!r} expected, {found[what]!r} found; {self.screens}")
        if self.steps or trace["in_field"]:
            raise Unmet(f"steps left: {self.steps}, card in the field: {trace['in_field']}")
        return found


def labels(effect, command):
    """What an effect is called in a fault."""
    if isinstance(effect, k.Effect.OPEN_CARD):
        return ["open"]
    if isinstance(effect, k.Effect.TRANSMIT):
        second = command[1]
        verify = "query" if len(command) == 4 else "verify"
        return ["exchange", verify if second == 0x20 else KINDS.get(second, "other")]
    if isinstance(effect, k.Effect.VERIFY_ON_KEYPAD):
        return ["keypad"]
    if isinstance(effect, k.Effect.SEND):
        path = effect.request.url().split("://")[1]
        return [f"{effect.request.method().name} {path[path.find('/'):]}"]
    if isinstance(effect, k.Effect.SAVE):
        return [f"save {effect.slot}"]
    return [f"load {effect.slot}"] if isinstance(effect, k.Effect.LOAD) else []
