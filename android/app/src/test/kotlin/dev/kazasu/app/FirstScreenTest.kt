package dev.kazasu.app

import android.os.Looper
import dev.kazasu.core.Client
import dev.kazasu.core.Language
import dev.kazasu.core.Outcome
import dev.kazasu.core.PlatformSpec
import dev.kazasu.core.Screen
import dev.kazasu.sdk.IsoDepCard
import dev.kazasu.sdk.KazasuSession
import dev.kazasu.sdk.Ports
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config

/** How long a person waits for the first screen. */
@RunWith(RobolectricTestRunner::class)
@Config(qualifiers = "en-rUS-w411dp-h891dp-xxhdpi")
class FirstScreenTest {
    @Test
    fun `the first screen is there within 300 ms`() {
        val platform = Stage.shared.start("fresh")
        val took = (0..RUNS).map { run(platform) }.drop(1).sorted() // the first one loads the library
        println("first screen: median ${took[RUNS / 2]} ms, longest ${took.last()} ms of $RUNS")
        assertTrue("$took", took[RUNS / 2] < 300)
    }

    private fun run(platform: PlatformSpec): Long {
        var drawn: Screen? = null
        val listener = object : KazasuSession.Listener {
            override fun onScreen(screen: Screen) {
                if (drawn == null) drawn = screen
            }

            override fun onCue(cue: KazasuSession.Cue) = Unit

            override fun onClosed(outcome: Outcome?) = Unit
        }
        val begun = System.nanoTime()
        val session = KazasuSession(platform, Client("kazasu", "0.1.0", "android"), Ports(IsoDepCard(), MemoryStore()), Language.JAPANESE)
        session.attach(listener)
        while (drawn == null) {
            shadowOf(Looper.getMainLooper()).idle()
            Thread.yield()
        }
        val ms = (System.nanoTime() - begun) / 1_000_000
        session.close()
        return ms
    }

    private companion object {
        const val RUNS = 31
    }
}
