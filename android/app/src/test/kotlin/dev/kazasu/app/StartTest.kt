package dev.kazasu.app

import android.content.Intent
import android.net.Uri
import android.nfc.NfcAdapter
import android.os.Bundle
import dev.kazasu.core.ActionId
import dev.kazasu.core.Screen
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.Robolectric
import org.robolectric.RobolectricTestRunner
import org.robolectric.annotation.Config
import kotlin.random.Random

/** What starts the app opens it, and tells it nothing (HRP/1 T08). */
@RunWith(RobolectricTestRunner::class)
@Config(qualifiers = "en-rUS-w411dp-h891dp-hdpi", shadows = [RealIsoDep::class, RealTagTechnology::class])
class StartTest {
    private val way = Way("fresh")
    private val scene = way.scene

    @Test
    fun `t08 whatever a link says, the same is shown and the same is asked for`() = leaving {
        val plain = start(Intent(Intent.ACTION_MAIN))
        assertTrue(plain.second.isNotEmpty())
        for (intent in LINKS.map(::link) + List(8) { junk(it) } + tap()) assertEquals("$intent", plain, start(intent))
    }

    @Test
    fun `t08 a link or a tap in the middle changes nothing`() = leaving {
        way.toThePin()
        scene.type("12")
        val (screen, asked) = scene.screen to way.http.asked.toList()
        for (intent in LINKS.map(::link) + tap()) {
            scene.controller.pause().newIntent(intent).resume()
            way.later(0)
            assertEquals(screen, scene.screen)
            assertEquals(2, scene.session.pin.count)
        }
        assertEquals(asked, way.http.asked)
        scene.type("34")
        scene.press(ActionId.SUBMIT_PIN)
        scene.hold()
        scene.untilOn("done")
    }

    private fun leaving(work: () -> Unit) = try {
        work()
    } finally {
        way.leave()
    }

    /** What is shown first, and what was asked of whom. */
    private fun start(intent: Intent): Pair<Screen, List<String>> {
        if (scene.isLaunched) scene.controller.pause().stop().destroy()
        way.http.asked.clear()
        scene.controller = Robolectric.buildActivity(PlayedActivity::class.java, intent).setup()
        val screen = scene.untilOn("terms")
        return screen to way.http.asked.toList()
    }

    private fun link(address: String) = Intent(Intent.ACTION_VIEW, Uri.parse(address))

    private fun tap() = Intent(NfcAdapter.ACTION_TECH_DISCOVERED).putExtra(NfcAdapter.EXTRA_TAG, scene.card.tag())

    private fun junk(seed: Int): Intent {
        val random = Random(seed)
        val text = { String(CharArray(random.nextInt(1, 400)) { random.nextInt(1, 0xD7FF).toChar() }) }
        val extras = Bundle().apply {
            for (name in listOf("origin", "challenge", "pin", "language", "screen", "android:fragments", text())) putString(name, text())
            putByteArray("state", random.nextBytes(100))
            putBundle("android:viewHierarchyState", Bundle())
        }
        return link("kazasu://register/" + Uri.encode(text()) + "?" + Uri.encode(text())).putExtras(extras)
    }

    private companion object {
        val LINKS = listOf(
            "kazasu://register", "kazasu://register?origin=https://elsewhere.example", "kazasu://register/apply?agree=true",
            "kazasu://register?challenge=AAAA&session=1", "kazasu://register?return=https://elsewhere.example",
            "kazasu://register#pin=1234", "kazasu://user:word@register:8080/..%2f..%2f", "kazasu:register", "kazasu://elsewhere",
            "https://elsewhere.example/register", "javascript:alert(1)", "file:///etc/hosts", "content://settings/secure", "",
        )
    }
}
