package dev.kazasu.app

import android.os.Bundle
import android.os.Parcel
import android.widget.CheckBox
import dev.kazasu.core.ActionId
import dev.kazasu.core.Outcome
import org.json.JSONObject
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config

/** What the system does to an app while a person is using it. Turning every screen is in [EveryScreenTest]. */
@RunWith(RobolectricTestRunner::class)
@Config(qualifiers = "ja-rJP-w411dp-h891dp-hdpi", shadows = [RealIsoDep::class, RealTagTechnology::class])
class LifeCycleTest {
    @Test
    fun `turned while typing, the digits and the choice stay`() = way {
        scene.launch()
        scene.untilOn("terms")
        scene.portal.performClick()
        scene.until("the tick is out") { !scene.portal.isChecked && scene.session.isDrawn }
        scene.turnTo(Look.ACROSS)
        assertFalse(scene.portal.isChecked)
        scene.press(ActionId.AGREE)
        scene.untilOn("apply")
        scene.press(ActionId.APPLY)
        scene.untilOn("pin")
        scene.type("12")
        scene.turnTo(Look.EASY_LARGE_DARK)
        assertEquals(2, scene.session.pin.count)
        scene.type("34")
        scene.press(ActionId.SUBMIT_PIN)
        scene.hold()
        scene.untilOn("done")
        assertTrue(scene.stage.registrations().getJSONObject(0).opt("portal_user") in setOf(null, JSONObject.NULL, false))
    }

    @Test
    fun `req_125 what the system keeps of the app holds nothing`() = way {
        toThePin()
        scene.type("7391")
        val state = Bundle().also { scene.controller.saveInstanceState(it) }
        val parcel = Parcel.obtain().also { state.writeToParcel(it, 0) }
        val kept = parcel.marshall().toString(Charsets.ISO_8859_1).filter { it != '\u0000' }
        parcel.recycle()
        assertFalse("7391" in kept)
        assertFalse("kazasu.core" in kept)
    }

    @Test
    fun `the process ends while typing, it begins before the PIN`() = way {
        toThePin()
        scene.type("123")
        end()
        scene.launch()
        scene.untilOn("terms")
        assertEquals(0, scene.session.pin.count)
        assertEquals(0, scene.stage.trace().getInt("verifies"))
    }

    @Test
    fun `req_118 the process ends while sending, it goes on without card and PIN`() = way {
        http.hold("POST /v1/registrations")
        throughTheCard()
        scene.untilOn("sending")
        end()
        http.instead = { null }
        scene.launch()
        scene.untilOn("done")
        assertEquals(1, scene.stage.trace().getInt("verifies"))
        assertEquals(1, scene.stage.registrations().length())
        scene.press(ActionId.FINISH)
        scene.until("the end") { scene.activity.isFinishing }
        assertEquals(Outcome.Registered, scene.activity.outcome)
    }

    @Test
    fun `six seconds out of sight wipe the PIN and leave its screen`() = way {
        toThePin()
        scene.type("123")
        scene.controller.pause().stop()
        later(6)
        assertEquals(0, scene.session.pin.count)
        scene.controller.restart().start().resume()
        scene.untilOn("apply")
    }

    @Test
    fun `four seconds out of sight change nothing`() = way {
        toThePin()
        scene.type("123")
        scene.controller.pause().stop()
        later(4)
        scene.controller.restart().start().resume()
        later(10)
        assertEquals("pin", scene.screen.id)
        assertEquals(3, scene.session.pin.count)
        scene.type("4")
        scene.press(ActionId.SUBMIT_PIN)
        scene.hold()
        scene.untilOn("done")
    }

    @Test
    fun `six seconds out of sight end a reading, and no PIN try is lost`() = way {
        toTheHold()
        scene.until("reader mode") { scene.reader.isInReaderMode }
        scene.controller.pause().stop()
        later(6)
        scene.untilOn("apply")
        assertFalse(scene.session.isHolding)
        scene.controller.restart().start().resume()
        assertFalse(scene.reader.isInReaderMode)
        assertEquals(3, scene.stage.trace().getInt("tries_left"))
        assertEquals(0, scene.stage.trace().getInt("verifies"))
    }

    @Test
    fun `the way back does on every screen what the screen says`() {
        for (place in WAYS_BACK) place.visit { scene ->
            val (screen, back) = scene.screen to scene.screen.back
            @Suppress("DEPRECATION")
            scene.activity.onBackPressed()
            if (back == null) {
                scene.until("out of sight") { shadowOf(scene.activity).let { scene.session.isDrawn } }
                assertEquals("$place", screen, scene.screen)
                assertFalse("$place", scene.activity.isFinishing)
            } else {
                scene.until("$place left") { scene.session.isDrawn && scene.screen != screen || scene.activity.isFinishing }
            }
        }
    }

    private fun way(card: String = "fresh", go: Way.() -> Unit) = Way(card).run { try { go() } finally { leave() } }

    private fun Way.end() {
        scene.controller.pause().stop().destroy()
    }

    private val Scene.portal get() = views.filterIsInstance<CheckBox>().first()

    private companion object {
        val WAYS_BACK = listOf(
            Place.TERMS, Place.TERMS_TEXT, Place.APPLY, Place.PIN_HELP, Place.PIN, Place.LAST_TRY, Place.HOLD, Place.SENDING,
            Place.UNSENT, Place.DONE, Place.MOVED, Place.LOCKED, Place.CANCELLED,
            Place.HOME, Place.CHECK_CARD, Place.CARD_REPORT, Place.SIGN_IN, Place.RELEASE, Place.PRACTICE_PIN,
        )
    }
}
