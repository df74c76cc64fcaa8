package dev.kazasu.app

import android.nfc.NfcAdapter
import android.os.Looper
import dev.kazasu.core.ActionId
import dev.kazasu.core.Answer
import dev.kazasu.core.HttpRequest
import dev.kazasu.core.NetFault
import dev.kazasu.sdk.CoreHttp
import dev.kazasu.sdk.HttpPort
import dev.kazasu.sdk.IsoDepCard
import dev.kazasu.sdk.Ports
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.NonCancellable
import kotlinx.coroutines.withContext
import org.junit.After
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config
import java.util.concurrent.CountDownLatch
import java.util.concurrent.TimeUnit

/** What a session does with what comes twice, too late, or not at all. */
@RunWith(RobolectricTestRunner::class)
@Config(qualifiers = "en-rUS-w411dp-h891dp-xxhdpi", shadows = [RealIsoDep::class, RealTagTechnology::class])
class SessionTest {
    @After
    fun ordinary() {
        Cast.http = CoreHttp()
    }

    @Test
    fun `a press on a screen that is gone changes nothing`() {
        val scene = Scene()
        val terms = scene.untilOn("terms")
        repeat(3) { scene.session.press(terms, ActionId.AGREE) }
        val apply = scene.untilOn("apply")
        scene.session.press(terms, ActionId.AGREE)
        scene.session.press(terms, ActionId.BACK)
        scene.nudge()
        assertEquals(apply, scene.screen)
        scene.end()
    }

    @Test
    fun `two taps on a button are one`() {
        val scene = Scene()
        scene.untilOn("terms")
        val agree = scene.button(ActionId.AGREE)
        agree.performClick()
        agree.performClick()
        scene.untilOn("apply")
        val apply = scene.button(ActionId.APPLY)
        apply.performClick()
        apply.performClick()
        scene.untilOn("pin")
        scene.nudge()
        assertEquals("pin", scene.screen.id)
        scene.end()
    }

    @Test
    fun `an answer that comes after the end is heard by nobody`() {
        val answer = CompletableDeferred<Answer>()
        val asked = CountDownLatch(1)
        // A stack that cannot be stopped: it answers, late.
        Cast.http = HttpPort { _: HttpRequest ->
            asked.countDown()
            withContext(NonCancellable) { answer.await() }
        }
        val scene = Scene()
        scene.until("the first request") { asked.count == 0L }
        scene.nudge()
        val shown = scene.activity.screens.toList()
        scene.session.close()
        answer.complete(Answer.HttpFailed(NetFault.OFFLINE))
        scene.session.press(scene.screen, ActionId.BACK)
        scene.session.close()
        shadowOf(Looper.getMainLooper()).idle()
        assertEquals(shown, scene.activity.screens)
        scene.end()
    }

    @Test
    fun `the end comes at once though the card is being spoken to`() {
        val begun = CountDownLatch(1)
        val scene = Scene(start = false)
        lateinit var card: Card
        // A command that lasts until the connection is closed, as the system's does.
        card = Card { command ->
            begun.countDown()
            while ("reconnect" !in card.calls) Thread.sleep(1)
            null.also { check(command.isNotEmpty()) }
        }
        scene.launch()
        scene.toTheCard()
        scene.until("reader mode") { scene.reader.isInReaderMode }
        scene.stage.tap()
        scene.reader.dispatchTagDiscovered(card.tag())
        scene.until("the first command") { begun.count == 0L }
        val at = System.nanoTime()
        scene.session.close()
        val ms = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - at)
        println("closed within $ms ms")
        assertTrue("$ms ms", ms < 500)
        assertTrue(card.calls.toString(), "reconnect" in card.calls)
        scene.end()
    }

    @Test
    fun `a second discovery during a reading is left alone`() {
        val waits = CountDownLatch(1)
        val begun = CountDownLatch(1)
        val scene = Scene(start = false)
        val first = Card { command ->
            begun.countDown()
            waits.await()
            scene.stage.transmit(command)
        }
        scene.launch()
        scene.toTheCard()
        scene.until("reader mode") { scene.reader.isInReaderMode }
        scene.stage.tap()
        scene.reader.dispatchTagDiscovered(first.tag())
        scene.until("the first command") { begun.count == 0L }
        val second = Card { error("spoken to") }
        scene.reader.dispatchTagDiscovered(second.tag())
        scene.reader.dispatchTagDiscovered(first.tag())
        waits.countDown()
        scene.untilOn("done")
        assertEquals(emptyList<String>(), second.calls)
        assertEquals(1, first.calls.count { it == "connect" })
        assertEquals(1, scene.stage.trace().getInt("verifies"))
        scene.end()
    }

    @Test
    fun `req_19 a minute without a card is said, and looking goes on`() {
        val scene = Scene()
        scene.toTheCard()
        scene.until("reader mode") { scene.reader.isInReaderMode }
        shadowOf(Looper.getMainLooper()).idleFor(IsoDepCard.LOOKING_MS - 1000, TimeUnit.MILLISECONDS)
        scene.nudge()
        assertEquals("hold", scene.screen.id)
        shadowOf(Looper.getMainLooper()).idleFor(1000, TimeUnit.MILLISECONDS)
        assertEquals("C01", scene.untilOn("trouble").code)
        assertFalse(scene.session.isHolding)
        scene.press(ActionId.RETRY)
        scene.untilOn("hold")
        scene.hold()
        scene.untilOn("done")
        scene.end()
    }

    @Test
    fun `a tag of another kind is no card, and trying again works`() {
        val scene = Scene()
        scene.toTheCard()
        scene.until("reader mode") { scene.reader.isInReaderMode }
        val nfcA = 1
        scene.reader.dispatchTagDiscovered(Card { error("spoken to") }.tag(nfcA))
        assertEquals("C04", scene.untilOn("trouble").code)
        scene.press(ActionId.RETRY)
        scene.untilOn("hold")
        scene.hold()
        scene.untilOn("done")
        assertEquals(1, scene.stage.trace().getInt("verifies"))
        scene.end()
    }
}
