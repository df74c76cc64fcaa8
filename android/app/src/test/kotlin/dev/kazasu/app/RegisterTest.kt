package dev.kazasu.app

import dev.kazasu.core.ActionId
import dev.kazasu.core.Outcome
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.annotation.Config

/** The app's activity, the framework's IsoDep, the real core, card and server. */
@RunWith(RobolectricTestRunner::class)
@Config(qualifiers = "en-rUS-w411dp-h891dp-xxhdpi", shadows = [RealIsoDep::class, RealTagTechnology::class])
class RegisterTest {
    @Test
    fun `req_40 apply, type, hold, done`() {
        val scene = Scene()
        scene.untilOn("terms")
        assertTrue(!scene.reader.isInReaderMode)
        scene.toTheCard()
        scene.hold()
        scene.untilOn("done")
        assertEquals(1, scene.stage.registrations().length())
        assertEquals(1, scene.stage.trace().getInt("verifies"))
        scene.press(ActionId.FINISH)
        scene.until("the end") { scene.activity.isFinishing }
        assertEquals(Outcome.Registered, scene.activity.outcome)
    }
}
