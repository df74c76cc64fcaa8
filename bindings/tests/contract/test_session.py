"""What a session takes and what it does not, and what its neighbours do when they are used wrongly."""

import asyncio
import gc
import socket
import time
import unittest

import kazasu as k
from player import Play, pin, session
from stage import Stage

NOWHERE = {"origin": "https://sandbox.example", "address": "http://127.0.0.1:9"}
NOW = k.Now(monotonic_ms=0, unix_s=1_790_000_000)
HAPPY = {"name": "happy", "card": "fresh", "language": "en"}
EXPECT = {"outcome": "registered", "verifies": 1, "registrations": 1, "tries_left": 3}


def answered(number, answer):
    return k.Event.ANSWERED(id=number, answer=answer)


def sending(where=NOWHERE):
    """A session and the first request that it makes."""
    new = session(where, now=NOW)
    while (published := new.take_effect()) is not None:
        if isinstance(published.effect, k.Effect.SEND):
            return new, published.id, published.effect.request
        if isinstance(published.effect, k.Effect.LOAD):
            new.handle(NOW, answered(published.id, k.Answer.LOADED(bytes=None)))
        elif isinstance(published.effect, k.Effect.RANDOM):
            new.handle(NOW, answered(published.id, k.Answer.RANDOM_BYTES(bytes=bytes(published.effect.count))))
    raise AssertionError("no request")


class Answers(unittest.TestCase):
    def test_a_wrong_answer_changes_nothing_and_the_right_one_still_counts(self):
        new = session(NOWHERE, now=NOW)
        load = new.take_effect()
        self.assertIsInstance(load.effect, k.Effect.LOAD)
        before = new.screen()
        for wrong in [k.Answer.CARD_LOST(), k.Answer.ELAPSED(), k.Answer.CARD_ANSWERED(bytes=b"\x90\x00")]:
            with self.assertRaises(k.SessionProblem.WrongAnswer):
                new.handle(NOW, answered(load.id, wrong))
        self.assertEqual((new.screen(), new.take_effect()), (before, None))
        new.handle(NOW, answered(load.id, k.Answer.LOADED(bytes=None)))
        self.assertIsNotNone(new.take_effect())

    def test_double_and_late_answers_are_ignored(self):
        new = session(NOWHERE, now=NOW)
        load = new.take_effect()
        new.handle(NOW, answered(load.id, k.Answer.LOADED(bytes=None)))
        following, before = new.take_effect(), new.screen()
        for late in [k.Answer.LOADED(bytes=None), k.Answer.STORE_FAILED(), k.Answer.LOADED(bytes=b"?")]:
            new.handle(NOW, answered(load.id, late))
        self.assertEqual((new.screen(), new.take_effect()), (before, None))
        self.assertGreater(following.id, load.id)

    def test_an_effect_that_was_never_handed_out_has_no_answer(self):
        new = session(NOWHERE, now=NOW)
        for number in [0, 1, 99, 2**64 - 1]:  # 1 is still in the queue
            with self.assertRaises(k.SessionProblem.UnknownEffect):
                new.handle(NOW, answered(number, k.Answer.LOADED(bytes=None)))
        self.assertEqual(new.take_effect().id, 1)

    def test_what_the_screen_does_not_offer(self):
        new = session(NOWHERE, now=NOW)
        shown = new.screen()
        with self.assertRaises(k.SessionProblem.NotOffered):
            new.handle(NOW, k.Event.PRESSED(screen=shown.serial, action=k.ActionId.FINISH))
        with self.assertRaises(k.SessionProblem.OldScreen):
            new.handle(NOW, k.Event.PRESSED(screen=shown.serial + 1, action=k.ActionId.FINISH))
        with self.assertRaises(k.SessionProblem.NotOffered):
            new.enter_pin(NOW, shown.serial, pin("1234"))
        new.handle(NOW, k.Event.NOTICED(facts=k.Facts(reader=True, card=None)))
        self.assertEqual((new.screen(), new.outcome(), new.is_closed()), (shown, None, False))


class Pins(unittest.TestCase):
    def test_an_entry_takes_digits_one_at_a_time_and_is_good_once(self):
        entry = pin("1234")
        with self.assertRaises(k.PinProblem.Full):
            entry.push(5)
        entry.backspace()
        with self.assertRaises(k.PinProblem.NotADigit):
            entry.push(10)
        self.assertEqual(entry.count(), 3)
        new = session(NOWHERE, now=NOW)
        with self.assertRaises(k.SessionProblem.NotOffered):
            new.enter_pin(NOW, new.screen().serial, entry)
        with self.assertRaises(k.SessionProblem.PinSpent):
            new.enter_pin(NOW, new.screen().serial, entry)
        for use in [entry.count, entry.clear, entry.backspace, lambda: entry.push(1)]:
            with self.assertRaises(k.PinProblem.Spent):
                use()

    def test_nothing_takes_or_gives_a_pin_as_a_text(self):
        entry = pin("7391")
        self.assertNotIn("7391", f"{entry} {entry!r} {vars(entry)}")
        with self.assertRaises((TypeError, ValueError)):
            entry.push("7")


class Platforms(unittest.TestCase):
    def test_a_builders_mistake_is_told(self):
        for origin in ["http://a.example", "https://A.example", ""]:
            with self.assertRaises(k.PlatformProblem.NotAnOrigin):
                session({"origin": origin, "address": None})
        with self.assertRaises(k.PlatformProblem.NotAnAddress):
            session({"origin": "https://a.example", "address": "http://192.168.0.1"})


class Requests(unittest.TestCase):
    def test_a_request_can_be_read_and_is_made_once(self):
        new, number, request = sending()
        self.assertTrue(request.url().startswith(NOWHERE["address"]))
        self.assertEqual(request.method(), k.HttpMethod.GET)
        self.assertGreater(request.timeout_ms(), 0)
        self.assertGreater(request.longest_answer(), 0)
        client = k.HttpClient([])
        answer = asyncio.run(client.send(request))
        self.assertEqual(answer, k.Answer.HTTP_FAILED(fault=k.NetFault.OFFLINE))
        with self.assertRaises(k.RequestProblem.Spent):
            request.url()
        with self.assertRaises(k.HttpProblem.Spent):
            asyncio.run(client.send(request))
        new.handle(NOW, answered(number, answer))
        self.assertEqual(new.take_effect() is None and new.screen().id, "trouble")

    def test_a_root_that_is_no_certificate(self):
        with self.assertRaises(k.HttpProblem.Unusable):
            k.HttpClient([b"no certificate"])

    def test_an_exchange_can_be_ended_and_dropped(self):
        with socket.create_server(("127.0.0.1", 0)) as silent:
            where = {**NOWHERE, "address": f"http://127.0.0.1:{silent.getsockname()[1]}"}

            async def end(how):
                _, _, request = sending(where)
                client = k.HttpClient([])
                task = asyncio.ensure_future(client.send(request))
                await asyncio.sleep(0.2)
                self.assertFalse(task.done())
                how(client, request, task)
                return await asyncio.wait_for(asyncio.gather(task, return_exceptions=True), 3)

            begun = time.monotonic()
            ended = asyncio.run(end(lambda client, request, _: client.cancel(request)))
            self.assertEqual(ended, [k.Answer.HTTP_FAILED(fault=k.NetFault.BROKEN)])
            dropped = asyncio.run(end(lambda _client, _request, task: task.cancel()))
            self.assertIsInstance(dropped[0], asyncio.CancelledError)
            self.assertLess(time.monotonic() - begun, 3)


class Freed(unittest.TestCase):
    """An object that is freed in the middle of a flow takes nothing with it that others hold."""

    def test_at_every_effect_of_the_main_road(self):
        stage, client, done = Stage(), k.HttpClient([]), False
        after = 0
        while not done:
            after += 1
            play, count = Play(stage, client, {**HAPPY, "expect": EXPECT}), 0
            perform = play.perform

            def cut(number, effect):
                nonlocal count
                count += 1
                if count == after:
                    play.session, play.effect = None, effect
                    gc.collect()
                    raise InterruptedError
                perform(number, effect)

            play.perform = cut
            try:
                play.run()
                done = True
            except InterruptedError:
                if isinstance(play.effect, k.Effect.TRANSMIT):
                    self.assertGreaterEqual(len(play.effect.command.take()), 4)
                    self.assertRaises(k.CommandProblem.Spent, play.effect.command.take)
                if isinstance(play.effect, k.Effect.SEND):
                    self.assertTrue(play.effect.request.url())
                self.assertLessEqual(stage.tell("trace")["verifies"], 1)
        stage.close()
        self.assertGreater(after, 15)


if __name__ == "__main__":
    unittest.main()
