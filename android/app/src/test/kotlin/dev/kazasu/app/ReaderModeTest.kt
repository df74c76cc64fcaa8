package dev.kazasu.app

import android.content.pm.ActivityInfo
import android.nfc.NfcAdapter
import android.view.WindowManager.LayoutParams.FLAG_KEEP_SCREEN_ON
import dev.kazasu.core.ActionId
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.annotation.Config

/** When the phone looks for a card, and how; and what takes that from it. */
@RunWith(RobolectricTestRunner::class)
@Config(
    qualifiers = "en-rUS-w411dp-h891dp-hdpi",
    shadows = [RealIsoDep::class, RealTagTechnology::class, RecordingNfc::class],
)
class ReaderModeTest {
    @Test
    fun `cards of type B only, no sounds, no commands but ours, a second between looks`() = way {
        RecordingNfc.asked.clear()
        toTheHold()
        scene.until("reader mode") { scene.reader.isInReaderMode }
        for (asked in RecordingNfc.asked) {
            val flags = NfcAdapter.FLAG_READER_NFC_B or NfcAdapter.FLAG_READER_SKIP_NDEF_CHECK or
                NfcAdapter.FLAG_READER_NO_PLATFORM_SOUNDS
            assertEquals(flags, asked.flags)
            assertEquals(1000, asked.extras.getInt(NfcAdapter.EXTRA_READER_PRESENCE_CHECK_DELAY))
        }
        assertTrue(RecordingNfc.asked.isNotEmpty())
    }

    @Test
    fun `only while a card is held does the screen stay on, stand still and look for cards`() = way {
        fun held() = Triple(
            scene.activity.window.attributes.flags and FLAG_KEEP_SCREEN_ON != 0,
            scene.activity.requestedOrientation == ActivityInfo.SCREEN_ORIENTATION_LOCKED,
            scene.reader.isInReaderMode,
        )
        val (no, yes) = Triple(false, false, false) to Triple(true, true, true)
        toThePin()
        assertEquals(no, held())
        submit()
        scene.untilOn("hold")
        scene.until("reader mode") { scene.reader.isInReaderMode }
        assertEquals(yes, held())
        scene.hold()
        scene.untilOn("done")
        later(4) // the card may still lie there: for three seconds no other app gets it
        assertEquals(no, held())
    }

    @Test
    fun `a card that lies there when it is over is not given to other apps`() = way {
        throughTheCard()
        scene.untilOn("done")
        later(1)
        assertTrue(scene.reader.isInReaderMode)
        later(3)
        assertFalse(scene.reader.isInReaderMode)
    }

    @Test
    fun `NFC switched off while waiting is said, switched on and tried again it goes on`() = way {
        toTheHold()
        scene.until("reader mode") { scene.reader.isInReaderMode }
        switch(NfcAdapter.STATE_TURNING_OFF)
        scene.untilOn("trouble")
        switch(NfcAdapter.STATE_OFF)
        switch(NfcAdapter.STATE_ON)
        again()
    }

    @Test
    fun `reader mode that NFC switched on anew has dropped is begun anew`() = way {
        toTheHold()
        scene.until("reader mode") { scene.reader.isInReaderMode }
        val before = RecordingNfc.asked.size
        switch(NfcAdapter.STATE_ON)
        scene.until("asked again") { RecordingNfc.asked.size > before }
        scene.hold()
        finish()
    }

    @Test
    fun `a call while waiting costs nothing`() = way {
        toTheHold()
        scene.until("reader mode") { scene.reader.isInReaderMode }
        scene.controller.pause()
        assertFalse(scene.reader.isInReaderMode)
        scene.controller.resume()
        scene.hold()
        finish()
    }

    @Test
    fun `a call at any exchange costs no second PIN try`() {
        for (at in 1..5) way {
            toTheHold()
            var isCalled = false
            hold { number, command ->
                if (number == at) isCalled = true
                if (isCalled) null else scene.stage.transmit(command)
            }
            scene.until("the call") { isCalled }
            scene.controller.pause() // the field is gone with reader mode
            scene.stage.leave()
            scene.untilOn("trouble")
            scene.controller.resume()
            again(verifies = 2) // a card that left after a right PIN has forgotten it
        }
    }

    @Test
    fun `a card that is given up while it is connected is let go, and not looked for again`() {
        for ((code, lastCall) in listOf(0 to "reconnect", -1 to "connect")) {
            val scene = Scene()
            scene.toTheCard()
            scene.until("reader mode") { scene.reader.isInReaderMode }
            scene.card.connecting = {
                scene.press(ActionId.CANCEL)
                scene.untilOn("apply")
                code
            }
            scene.reader.dispatchTagDiscovered(scene.card.tag())
            assertEquals(lastCall, scene.card.calls.last { it in setOf("connect", "reconnect", "transceive") })
            scene.reader.dispatchTagDiscovered(scene.card.tag())
            assertEquals(1, scene.card.calls.count { it == "connect" })
            scene.end()
        }
    }

    @Test
    fun `two discoveries are one reading`() = way {
        toTheHold()
        scene.until("reader mode") { scene.reader.isInReaderMode }
        scene.stage.tap()
        repeat(3) { scene.reader.dispatchTagDiscovered(scene.card.tag()) }
        scene.untilOn("done")
        assertEquals(1, scene.card.calls.count { it == "connect" })
        finish()
    }

    /** Tries again, and types the PIN again where that is asked for. */
    private fun Way.again(verifies: Int = 1) {
        scene.press(ActionId.RETRY)
        var at = scene.untilOn("hold", "pin").id
        while (at != "done") {
            if (at == "pin") submit()
            scene.untilOn("hold")
            scene.hold()
            at = scene.untilOn("pin", "done").id
        }
        finish(verifies)
    }

    private fun Way.finish(verifies: Int = 1) {
        scene.untilOn("done")
        val trace = scene.stage.trace()
        assertEquals(3, trace.getInt("tries_left"))
        assertTrue(trace.getInt("verifies") in 1..verifies)
        assertEquals(1, scene.stage.registrations().length())
    }

    private fun Way.switch(state: Int) {
        scene.switchNfc(state)
        later(0)
    }

    private fun way(go: Way.() -> Unit) = Way("fresh").run { try { go() } finally { leave() } }
}
