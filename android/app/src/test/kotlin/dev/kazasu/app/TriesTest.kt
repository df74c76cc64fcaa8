package dev.kazasu.app

import android.widget.TextView
import dev.kazasu.core.ActionId
import dev.kazasu.core.Block
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.annotation.Config

/** What a person knows before a PIN is typed: who asks, what is sent, how many tries there are. */
@RunWith(RobolectricTestRunner::class)
@Config(qualifiers = "en-rUS-w411dp-h891dp-hdpi", shadows = [RealIsoDep::class, RealTagTechnology::class])
class TriesTest {
    @Test
    fun `t38 who asks and what is sent is there before the PIN`() = Place.TERMS.visit { scene ->
        val words = scene.words
        // The name that the platform itself gives, and whose app this is.
        assertTrue(words, "Connected to: Kazasu practice platform" in words)
        val items = scene.screen.blocks.filterIsInstance<Block.Bullets>().flatMap { it.items }
        assertEquals(3, items.size)
        for (item in items) assertTrue(item.written in words)
        assertTrue(words, "never sent anywhere" in words)
        assertEquals(0, scene.stage.trace().getInt("exchanges"))
        assertTrue(scene.views.any { it.tag == ActionId.AGREE })
    }

    @Test
    fun `t38 three tries, then two, then one, then none, as the card counts`() {
        Place.APPLY.visit { assertTrue(it.words, "3" in it.words) }
        Place.PIN_WRONG.visit { scene ->
            assertEquals(2, scene.stage.trace().getInt("tries_left"))
            assertTrue(scene.words, "2 " in scene.words)
        }
        Place.LAST_TRY.visit { scene ->
            assertEquals(1, scene.stage.trace().getInt("tries_left"))
            assertTrue(scene.words, "one" in scene.words.lowercase() || "1" in scene.words)
            assertEquals(0, scene.stage.trace().getInt("verifies"))
        }
        for (place in listOf(Place.LOCKED, Place.UNUSABLE)) place.visit { scene ->
            assertEquals(0, scene.stage.trace().getInt("tries_left"))
            assertTrue(scene.words, "locked" in scene.words.lowercase())
            assertTrue(scene.views.none { it.tag == ActionId.RETRY })
        }
    }

    private val Scene.words get() = views.filterIsInstance<TextView>().filter { it.isShown }.joinToString("\n") { it.text }
}
