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
        repeat(WARM) { Road(Stage.shared, http).go() }
        // What else runs on the machine only adds: the best of several lots tells what the core takes.
        val medians = mutableListOf<Long>()
        while (medians.size < LOTS && medians.none { it < BAR_NS }) medians += lot(http)
        assertTrue("$medians ns", medians.min() < BAR_NS)
    }

    /** The median of some runs. */
    private fun lot(http: HttpClient): Long {
        val runs = List(RUNS) { Road(Stage.shared, http).apply { go() }.shares }
        runs.forEach { assertEquals(4, it.size) } // five exchanges
        val all = runs.flatten().sorted()
        val each = (0 until 4).joinToString { at -> "%.3f".format(runs.map { it[at] }.sorted()[RUNS / 2] / 1e6) }
        println("core's share: median %.3f ms of ${all.size}; after each exchange $each ms".format(all[all.size / 2] / 1e6))
        return all[all.size / 2]
    }

    private companion object {
        const val WARM = 20
        const val RUNS = 40
        const val LOTS = 8
        const val BAR_NS = 200_000L
    }
}
