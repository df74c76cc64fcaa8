package dev.kazasu.app

import dev.kazasu.core.ActionId
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.annotation.Config
import org.robolectric.annotation.GraphicsMode
import java.io.File

/**
 * Every screen, in looks that the phone is turned to one after another: nothing is lost by turning, nothing is wrong for
 * those who hear it, and there are pictures to look at, in the folder that the system property `pictures` names.
 */
@RunWith(RobolectricTestRunner::class)
@GraphicsMode(GraphicsMode.Mode.NATIVE)
@Config(qualifiers = "ja-rJP-w411dp-h891dp-hdpi", shadows = [RealIsoDep::class, RealTagTechnology::class])
class EveryScreenTest {
    private val folder = File(System.getProperty("pictures")).apply { mkdirs() }

    @Test
    fun `req_122 the way to the card`() = see(Place.entries.filter { it < Place.LAST_TRY })

    @Test
    fun `req_122 the card and what comes of it`() = see(Place.entries.filter { it >= Place.LAST_TRY && it < Place.OFFLINE })

    @Test
    fun `req_122 every kind of trouble`() = see(Place.entries.filter { it >= Place.OFFLINE && it < Place.HOME })

    @Test
    fun `req_122 home and what begins there`() = see(Place.entries.filter { it >= Place.HOME })

    @Test
    fun `what is wrong is found`() = Place.APPLY.visit { scene ->
        assertEquals(emptyList<String>(), scene.accessibilityFaults())
        scene.button(ActionId.APPLY).apply {
            text = ""
            contentDescription = null
            minHeight = 0
            setPadding(0, 0, 0, 0)
            layoutParams.height = 10
        }
        scene.picture(File.createTempFile("wrong", ".png").apply { deleteOnExit() })
        val found = scene.accessibilityFaults()
        for (fault in listOf("SpeakableTextPresent", "TouchTargetSize", "small: ", "says nothing: ")) {
            assertTrue("$fault: $found", found.any { it.startsWith(fault) })
        }
    }

    private fun see(places: List<Place>) {
        val faults = mutableListOf<String>()
        for (place in places) place.visit { scene ->
            for (look in if (place in CHOSEN) MANY else FEW) {
                scene.turnTo(look)
                val name = "${place.name.lowercase()}.${look.name}"
                faults += scene.accessibilityFaults().map { "$name: $it" }
                scene.picture(File(folder, "$name.png"))
            }
        }
        assertEquals(emptyList<String>(), faults)
    }

    private companion object {
        val FEW = listOf(Look.JAPANESE, Look.ENGLISH_LARGE_SMALL, Look.EASY_LARGE_DARK)
        val MANY = FEW + listOf(Look.EASY, Look.ENGLISH, Look.DARK, Look.LARGE, Look.SMALL, Look.ACROSS, Look.SPLIT)
        val CHOSEN = setOf(Place.TERMS, Place.PIN_WRONG, Place.HOLD_TIPS, Place.DONE, Place.HOME)
    }
}
