"""Many sessions, and many threads on one."""

import gc
import os
import threading
import unittest

import kazasu as k
from player import Play, pin, session
from stage import Stage
from test_session import EXPECT, HAPPY, NOW, NOWHERE, answered, sending


def resident():
    """Bytes of this process that are in memory."""
    with open("/proc/self/statm", encoding="ascii") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def one():
    new, number, _ = sending()
    entry = pin("1234")
    try:
        new.enter_pin(NOW, new.screen().serial, entry)
    except k.SessionProblem.NotOffered:
        pass
    new.handle(NOW, answered(number, k.Answer.HTTP_FAILED(fault=k.NetFault.OFFLINE)))
    new.present(k.Presentation(language=k.Language.PLAIN_JAPANESE, shell=k.Shell.IOS))
    assert new.screen().blocks


class Growth(unittest.TestCase):
    @unittest.skipUnless(os.path.exists("/proc/self/statm"), "this system does not tell what is in memory")
    def test_ten_thousand_sessions_leave_nothing(self):
        for _ in range(2_000):
            one()
        gc.collect()
        before = resident()
        for _ in range(8_000):
            one()
        gc.collect()
        grown = resident() - before
        print(f"after 8,000 more: {grown / 1024:.0f} KiB")
        self.assertLess(grown, 4 << 20)  # 512 bytes for each would show


class Threads(unittest.TestCase):
    def test_each_effect_is_handed_out_once(self):
        for _ in range(200):
            new, got = session(NOWHERE, now=NOW), []

            def take():
                while (published := new.take_effect()) is not None:
                    got.append(published.id)
                    if isinstance(published.effect, k.Effect.LOAD):
                        new.handle(NOW, answered(published.id, k.Answer.LOADED(bytes=None)))

            together(take, take, take)
            self.assertEqual(len(got), len(set(got)))

    def test_an_answer_given_twice_at_once_counts_once(self):
        for _ in range(200):
            new, number, _ = sending()
            before = new.screen().serial
            give = lambda: new.handle(NOW, answered(number, k.Answer.HTTP_FAILED(fault=k.NetFault.TLS)))
            together(give, give)
            self.assertEqual((new.screen().serial, new.screen().id), (before + 1, "trouble"))

    def test_one_plays_while_another_looks(self):
        stage, ended, looks = Stage(), threading.Event(), 0
        play = Play(stage, k.HttpClient([]), {**HAPPY, "expect": EXPECT})

        def look():
            nonlocal looks
            while not ended.is_set():
                assert play.session.screen().title.written is not None
                looks += 1

        def run():
            try:
                play.run()
            finally:
                ended.set()

        together(look, run)
        stage.close()
        self.assertGreater(looks, 10)


def together(*works):
    failed = []

    def guarded(work):
        try:
            work()
        except Exception as error:  # told by the thread that waits
            failed.append(error)

    threads = [threading.Thread(target=guarded, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        raise failed[0]


if __name__ == "__main__":
    unittest.main()
