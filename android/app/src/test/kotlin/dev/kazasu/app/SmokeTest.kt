package dev.kazasu.app

import android.app.Activity
import android.os.Looper
import android.view.View
import android.view.ViewGroup
import android.widget.TextView
import org.junit.After
import org.junit.Before
import org.junit.Rule
import org.junit.Test
import org.junit.rules.TemporaryFolder
import org.junit.runner.RunWith
import org.robolectric.Robolectric
import org.robolectric.RobolectricTestRunner
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config
import java.io.File
import java.net.InetSocketAddress
import java.net.Socket
import java.security.Security

/**
 * The app as it is given away, against the practice program as a person would run it beside an emulator. It names no class
 * but by the manifest and looks for words on the screen, so it can be run on what R8 has left of the app, too.
 */
@RunWith(RobolectricTestRunner::class)
@Config(qualifiers = "en-rUS-w411dp-h891dp-xxhdpi", shadows = [DirectoriesToo::class])
class SmokeTest {
    @get:Rule
    val folder = TemporaryFolder()
    private lateinit var practice: Process
    private val keystore = FakeKeystore()

    @Before
    fun start() {
        Security.addProvider(keystore)
        val serve = listOf("sandbox", "--serve", "--listen", "127.0.0.1:$SERVER", "--listen-card", "127.0.0.1:$CARD")
        val log = File(folder.root, "practice.log")
        practice = ProcessBuilder(listOf(System.getenv("KAZASU_PRACTICE")) + serve + listOf("--data", folder.root.path))
            .redirectErrorStream(true).redirectOutput(log).start()
        until({ "the practice program: ${log.readText()}" }) { practice.isAlive && answers(SERVER) }
    }

    @After
    fun stop() {
        practice.destroy()
        practice.waitFor()
        Security.removeProvider(keystore.name)
    }

    @Test
    fun `the app registers the practice card`() {
        val main = Class.forName("dev.kazasu.app.MainActivity").asSubclass(Activity::class.java)
        val activity = Robolectric.buildActivity(main).setup().get()
        val root = activity.window.decorView
        fun texts() = root.every().filterIsInstance<TextView>().filter { it.isShown }
        fun press(text: String) {
            fun keys() = texts().filter { it.isClickable && it.text.toString() == text }
            until({ "`$text` among ${texts().map { it.text }.toList()}" }) { keys().any() }
            keys().single().performClick()
        }
        press("Register my card")
        press("Agree and continue")
        press("Apply")
        listOf("1", "2", "3", "4", "Next").forEach(::press)
        until({ "the end among ${texts().map { it.text }.toList()}" }) {
            texts().any { it.text.toString() == "You are registered. Thank you." }
        }
        press("Finish")
        press("Close")
        until({ "the end" }) { activity.isFinishing }
    }

    private fun until(what: () -> String, holds: () -> Boolean) {
        val end = System.nanoTime() + 120_000_000_000
        while (true) {
            shadowOf(Looper.getMainLooper()).idleFor(java.time.Duration.ofMillis(20))
            if (holds()) return
            check(System.nanoTime() < end) { "not in time: ${what()}" }
            Thread.sleep(20)
        }
    }

    private fun answers(port: Int) = try {
        Socket().use { it.connect(InetSocketAddress("127.0.0.1", port), 100) }
        true
    } catch (_: java.io.IOException) {
        false
    }

    private fun View.every(): Sequence<View> = sequence {
        yield(this@every)
        if (this@every is ViewGroup) (0 until childCount).forEach { yieldAll(getChildAt(it).every()) }
    }

    private companion object {
        const val SERVER = 35179
        const val CARD = 35180
    }
}
