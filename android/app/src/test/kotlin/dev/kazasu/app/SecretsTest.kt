package dev.kazasu.app

import android.content.ClipboardManager
import android.widget.TextView
import dev.kazasu.core.ActionId
import dev.kazasu.core.Block
import dev.kazasu.sdk.IsoDepCard
import dev.kazasu.sdk.Ports
import dev.kazasu.sdk.SealedStore
import org.junit.Assert.assertEquals
import org.junit.Assert.assertNull
import org.junit.Assert.assertTrue
import org.junit.Before
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.annotation.Config
import org.robolectric.shadows.ShadowLog
import java.io.ByteArrayOutputStream
import java.io.File
import java.io.PrintStream
import java.util.Base64

/** Where PIN, certificate and tokens must not be found. */
@RunWith(RobolectricTestRunner::class)
@Config(qualifiers = "en-rUS-w411dp-h891dp-hdpi", shadows = [RealIsoDep::class, RealTagTechnology::class, DirectoriesToo::class])
class SecretsTest {
    private val app = RuntimeEnvironment.getApplication()
    private val way = Way("fresh")
    private val commands = mutableListOf<ByteArray>()
    private val certificate = ByteArrayOutputStream()

    @Before
    fun theRealStore() {
        FakeKeystore.install()
        Cast.ports = { Ports(IsoDepCard(), SealedStore(app), Cast.http) }
    }

    @Test
    fun `t01 t02 t05 no log, no file and no clipboard has what is secret`() = try {
        val before = files()
        val printed = printing { register() }
        val log = printed + ShadowLog.getLogs().joinToString("\n") { "${it.tag} ${it.msg} ${it.throwable}" }
        val secrets = secrets()
        assertEquals(emptyList<String>(), secrets.filter { it in log.lowercase() })
        assertEquals("the PIN", emptyList<String>(), PINS.filter { Regex("(?<!\\d)$it(?!\\d)").containsMatchIn(log) })

        val new = files() - before
        assertEquals(setOf("receipt", "records", "status"), new.map { it.name.substringBefore('.') }.toSet())
        assertTrue(new.all { it.parentFile == File(app.noBackupFilesDir, "kazasu") })
        val held = new.joinToString("\n") { it.readBytes().toString(Charsets.ISO_8859_1) }
        assertEquals(emptyList<String>(), secrets.filter { it in held.lowercase() })
        assertTrue(new.all { it.readBytes().isEvenlySpread() })

        assertNull(clipboard.primaryClip)
    } finally {
        way.leave()
    }

    @Test
    fun `t05 the number of an error can be copied, and nothing else`() {
        way.leave()
        Place.OFFLINE.visit { scene ->
            val code = scene.screen.blocks.filterIsInstance<Block.Code>().single()
            val copy = scene.views.filterIsInstance<TextView>().single { it.text.toString() == code.copy.written }
            assertTrue(copy.performClick())
            assertEquals(code.code, clipboard.primaryClip?.getItemAt(0)?.text.toString())
        }
        Place.PIN_WRONG.visit { scene ->
            assertTrue(scene.views.filterIsInstance<TextView>().none { it.isTextSelectable || it.isLongClickable })
        }
    }

    /** One wrong PIN, the right one, the end. */
    private fun register() = way.run {
        toTheHold("7391")
        read()
        scene.untilOn("pin")
        scene.type("1234")
        scene.press(ActionId.SUBMIT_PIN)
        scene.untilOn("hold")
        read()
        scene.untilOn("done")
        scene.press(ActionId.FINISH)
        scene.until("the end") { scene.activity.isFinishing }
    }

    private fun read() = way.hold { _, command ->
        commands += command
        scene.stage.transmit(command)?.also { if (it.size > 64) certificate.write(it, 0, it.size - 2) }
    }

    /** Every way in which they would be written, in small letters. */
    private fun secrets(): List<String> {
        val verifies = commands.filter { it[1].toInt() == 0x20 && it.size > 5 }
        assertEquals(2, verifies.size)
        assertTrue(certificate.size() > 700)
        assertTrue(way.http.secrets.isNotEmpty())
        // Parts, since a whole one would be cut or wrapped somewhere: the certificate's key and signature are all its own.
        val parts = certificate.toByteArray().run { listOf(copyOfRange(size / 2, size / 2 + 18), copyOfRange(size - 60, size - 42)) }
        return (verifies + parts + way.http.secrets).flatMap { secret ->
            val hex = secret.joinToString("") { "%02x".format(it) }
            val base64 = Base64.getEncoder().withoutPadding().encodeToString(secret)
            listOf(
                hex, hex.chunked(2).joinToString(" "), hex.chunked(2).joinToString(":"), base64, secret.joinToString(", "),
                secret.toString(Charsets.ISO_8859_1),
            )
        }.map { it.lowercase() }.distinct()
    }

    private fun printing(work: () -> Unit): String {
        val (out, err, held) = Triple(System.out, System.err, ByteArrayOutputStream())
        PrintStream(held).let { System.setOut(it); System.setErr(it) }
        try {
            work()
        } finally {
            System.setOut(out)
            System.setErr(err)
        }
        return held.toString()
    }

    private fun files(): Set<File> = app.dataDir.walk().filter(File::isFile).toSet()

    /** What is encrypted uses all values alike: no value is more than a tenth of it. */
    private fun ByteArray.isEvenlySpread() = size > 40 && groupBy { it }.values.maxOf { it.size } <= maxOf(5, size / 10)

    private val scene get() = way.scene
    private val clipboard get() = app.getSystemService(ClipboardManager::class.java)

    private companion object {
        val PINS = listOf("7391", "1234", "37333931", "31323334")
    }
}
