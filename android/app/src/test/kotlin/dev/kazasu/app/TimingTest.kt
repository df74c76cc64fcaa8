package dev.kazasu.app

import dev.kazasu.core.HttpClient
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test

/** The core's share of the time that a card is held, through JNA. */
class TimingTest {
    @Test
    fun `from a card's answer to the next command it takes less than 0,2 ms`() {
        val http = HttpClient(emptyList())
        val runs = List(WARM + RUNS) { Road(Stage.shared, http).apply { go() }.shares }.drop(WARM)
        runs.forEach { assertEquals(4, it.size) } // five exchanges
        val all = runs.flatten().sorted()
        val each = (0 until 4).joinToString { at -> "%.3f".format(runs.map { it[at] }.sorted()[RUNS / 2] / 1e6) }
        println("core's share: median %.3f ms of ${all.size}; after each exchange $each ms".format(all[all.size / 2] / 1e6))
        assertTrue("${all[all.size / 2]} ns", all[all.size / 2] < 200_000)
    }

    private companion object {
        const val WARM = 20
        const val RUNS = 40
    }
}
