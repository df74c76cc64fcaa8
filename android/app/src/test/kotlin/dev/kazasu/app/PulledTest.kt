package dev.kazasu.app

import org.json.JSONArray
import org.json.JSONObject
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.annotation.Config

/**
 * The card goes at every exchange, in every way that the framework tells of. Somebody sensible goes on from what is then
 * shown, and gets there: no VERIFY without a PIN typed for it, one registration (`Play` checks both).
 */
@RunWith(RobolectricTestRunner::class)
@Config(qualifiers = "en-rUS-w411dp-h891dp-xxhdpi", shadows = [RealIsoDep::class, RealTagTechnology::class])
class PulledTest {
    @Test
    fun `req_54 without it there are five exchanges`() = play(99, "lost-before", "exchanges" to EXCHANGES, "holds" to 1)

    @Test
    fun `req_54 pulled before the command arrived`() = everywhere("lost-before")

    @Test
    fun `req_52 req_54 pulled after the command was obeyed`() = everywhere("lost-after")

    @Test
    fun `req_54 a tag that is out of date`() = everywhere("stale")

    @Test
    fun `req_54 the phone's NFC service dies`() = everywhere("service-died")

    @Test
    fun `req_54 the connection is closed under it`() = everywhere("not-connected")

    private fun everywhere(fault: String) = (1..EXCHANGES).forEach { play(it, fault) }

    private fun play(exchange: Int, fault: String, vararg expected: Pair<String, Int>) {
        val expect = JSONObject().put("outcome", "registered").put("registrations", 1).put("tries_left", 3)
        expected.forEach { (what, wanted) -> expect.put(what, wanted) }
        val faults = JSONArray().put(JSONObject().put("at", "exchange").put("nth", exchange).put("then", fault))
        val row = JSONObject().put("card", "fresh").put("language", "en").put("faults", faults).put("expect", expect)
        try {
            Play(row).run()
        } catch (unmet: Unmet) {
            throw AssertionError("$fault at exchange $exchange: ${unmet.message}")
        }
    }

    private companion object {
        const val EXCHANGES = 5
    }
}
