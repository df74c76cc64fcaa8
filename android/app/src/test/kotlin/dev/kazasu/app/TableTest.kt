package dev.kazasu.app

import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.annotation.Config

/**
 * Every row of the scenario table, in the app: its activity and views, the framework's IsoDep, the real core, card and
 * server. It shows the screens and asks for the effects that it does straight through the core. A row that was written for
 * another shell is played as well, since it says what comes of it on any: only words that a phone does not use are left
 * out, and they are counted.
 */
@RunWith(RobolectricTestRunner::class)
@Config(qualifiers = "ja-rJP-w411dp-h891dp-xxhdpi", shadows = [RealIsoDep::class, RealTagTechnology::class])
class TableTest {
    @Test
    fun `req_73 rows of the main road`() = play(
        "registering", rows = 12, "read.pc_step1", "read.pc_step2", "read.pc_step3", "pin.title_pc", "pin.title_pc",
    )

    @Test
    fun `req_73 rows around a registration`() = play("around", rows = 29)

    @Test
    fun `req_73 rows of trouble around a registration`() = play("around-trouble", rows = 18)

    @Test
    fun `req_73 rows of the PIN`() = play("pin", rows = 8)

    @Test
    fun `req_73 rows of the card`() = play("card", rows = 22, "hold.tip.nfc")

    @Test
    fun `req_73 rows of the certificate`() = play("certificate", rows = 10)

    @Test
    fun `req_73 rows of the network`() = play("network", rows = 29)

    @Test
    fun `req_73 rows of cards that lie`() = play("hostile", rows = 22)

    @Test
    fun `req_73 rows of session keys`() = play("session-key", rows = 6)

    @Test
    fun `req_73 no file of the table is left out`() {
        // No phone has a PIN pad of the reader's own: the core and the PC shell play those rows.
        val keypad = "keypad"
        val around = listOf("around", "around-trouble")
        val played = around + listOf("card", "certificate", "hostile", "network", "pin", "registering", "session-key")
        assertEquals((played + keypad).sorted(), Rows.files)
        assertEquals(played.flatMap(Rows::of).map { it.getString("name") }.toSet(), Reference.names)
    }

    private fun play(file: String, rows: Int, vararg notForPhones: String) {
        val all = Rows.of(file)
        val left = mutableListOf<String>()
        val unmet = all.mapNotNull { row ->
            try {
                val play = Play(row)
                play.run()
                play.trace.compare(row.getString("name"))
                left += play.notForPhones
                null
            } catch (error: Throwable) {
                if (error !is Unmet) error.printStackTrace()
                "${row.getString("name")}: ${error.message}"
            }
        }
        assertTrue(unmet.joinToString("\n", "\n"), unmet.isEmpty())
        assertTrue("${all.size} rows", all.size >= rows)
        println("$file: ${all.size} rows, ${left.size} texts are not a phone's: $left")
        assertEquals(notForPhones.toList(), left)
    }
}
