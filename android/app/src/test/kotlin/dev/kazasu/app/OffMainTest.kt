package dev.kazasu.app

import dev.kazasu.core.ActionId
import dev.kazasu.core.Event
import dev.kazasu.core.Now
import dev.kazasu.core.Outcome
import dev.kazasu.core.PinEntry
import dev.kazasu.core.Presentation
import dev.kazasu.core.PublishedEffect
import dev.kazasu.core.Screen
import dev.kazasu.core.Session
import dev.kazasu.core.SessionProblem
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.annotation.Config
import org.robolectric.annotation.Implementation
import org.robolectric.annotation.Implements
import org.robolectric.annotation.RealObject
import org.robolectric.shadow.api.Shadow
import org.robolectric.util.ReflectionHelpers.ClassParameter
import java.util.concurrent.ConcurrentHashMap

/** The bindings' own `Session`, which notes on which thread it is called. */
@Implements(Session::class, isInAndroidSdk = false)
class WatchedSession {
    @RealObject
    private lateinit var real: Session

    @Suppress("UNCHECKED_CAST")
    private fun <T> on(what: String, vararg given: Any): T {
        calls.getOrPut(what) { ConcurrentHashMap.newKeySet() } += Thread.currentThread().name
        // By its name in Java: Kotlin adds to that of a function with unsigned numbers.
        val method = Session::class.java.methods.first { it.name == what || it.name.startsWith("$what-") }
        val arguments = method.parameterTypes.zip(given) { type, value -> ClassParameter.from(type as Class<Any>, value) }
        try {
            return Shadow.directlyOn<T, Session>(real, Session::class.java, method.name, *arguments.toTypedArray())
        } catch (wrapped: RuntimeException) {
            throw wrapped.cause as? SessionProblem ?: wrapped
        }
    }

    @Implementation
    fun handle(now: Now, event: Event): Unit = on("handle", now, event)

    @Implementation
    fun enterPin(now: Now, screen: ULong, pin: PinEntry): Unit = on("enterPin", now, screen.toLong(), pin)

    @Implementation
    fun present(how: Presentation): Unit = on("present", how)

    @Implementation
    fun screen(): Screen = on("screen")

    @Implementation
    fun isClosed(): Boolean = on("isClosed")

    @Implementation
    fun outcome(): Outcome? = on("outcome")

    @Implementation
    fun takeEffect(): PublishedEffect? = on("takeEffect")

    companion object {
        val calls = ConcurrentHashMap<String, MutableSet<String>>()
    }
}

/** The main thread draws, and nothing else. */
@RunWith(RobolectricTestRunner::class)
@Config(
    qualifiers = "en-rUS-w411dp-h891dp-xxhdpi",
    shadows = [RealIsoDep::class, RealTagTechnology::class, WatchedSession::class],
    instrumentedPackages = ["dev.kazasu.core.Session"],
)
class OffMainTest {
    @Test
    fun `no call of the session is made on the main thread`() {
        WatchedSession.calls.clear()
        val scene = Scene()
        scene.untilOn("terms")
        Person(scene).speak("ja-easy")
        scene.toTheCard("9999")
        scene.hold()
        scene.untilOn("pin")
        scene.type("1234")
        scene.press(ActionId.SUBMIT_PIN)
        scene.untilOn("hold")
        scene.hold()
        scene.untilOn("done")
        scene.press(ActionId.FINISH)
        scene.until("the end") { scene.activity.isFinishing }
        val all = setOf("handle", "enterPin", "present", "screen", "isClosed", "outcome", "takeEffect")
        assertEquals(all, WatchedSession.calls.keys.toSet())
        val threads = WatchedSession.calls.values.flatten().toSet()
        assertTrue("$threads", threads.all { it.startsWith("kazasu") })
        assertEquals(setOf("kazasu-card"), scene.card.threads)
        scene.end()
    }
}
