package dev.kazasu.app

import com.sun.jna.Function
import com.sun.jna.Structure
import dev.kazasu.app.Bare.NOW
import dev.kazasu.app.Bare.answered
import dev.kazasu.core.Answer
import dev.kazasu.core.CommandProblem
import dev.kazasu.core.Effect
import dev.kazasu.core.HttpClient
import dev.kazasu.core.Language
import dev.kazasu.core.NetFault
import dev.kazasu.core.Presentation
import dev.kazasu.core.SessionProblem
import dev.kazasu.core.Shell
import org.junit.Assert.assertEquals
import org.junit.Assert.assertThrows
import org.junit.Assert.assertTrue
import org.junit.Test
import java.util.Collections
import java.util.concurrent.CyclicBarrier
import java.util.concurrent.atomic.AtomicInteger
import java.util.concurrent.atomic.AtomicReference
import kotlin.concurrent.thread

/** Objects freed in the middle of a flow, many sessions, and many threads on one. */
class LimitsTest {
    private val http = HttpClient(emptyList())

    @Test
    fun `a session freed at any effect of the main road takes nothing with it that others hold`() {
        val stage = Stage.shared
        var after = 0
        while (true) {
            val road = Road(stage, http)
            val stop = ++after
            var count = 0
            var held: Effect? = null
            try {
                road.go { id, effect ->
                    if (++count == stop) {
                        held = effect
                        road.session.close()
                        // What is under way comes back to nobody.
                        assertThrows(IllegalStateException::class.java) { road.session.handle(NOW, answered(id, Answer.CardLost)) }
                        assertThrows(IllegalStateException::class.java) { road.session.screen() }
                        assertThrows(IllegalStateException::class.java) { road.session.takeEffect() }
                        road.session.close()
                        throw InterruptedException()
                    }
                }
                break
            } catch (_: InterruptedException) {
                when (val effect = held) {
                    is Effect.Transmit -> effect.command.use { command ->
                        assertTrue(command.take().size >= 4)
                        assertThrows(CommandProblem.Spent::class.java) { command.take() }
                    }
                    is Effect.Send -> effect.request.use { assertTrue(it.url().isNotEmpty()) }
                    else -> Unit
                }
                assertTrue(stage.trace().getInt("verifies") <= 1)
                assertTrue(stage.registrations().length() <= 1)
            }
        }
        assertTrue("$after effects", after > 15)
    }

    @Test
    fun `ten thousand sessions leave nothing`() {
        repeat(2_000) { one() }
        val before = allocated()
        repeat(8_000) { one() }
        // A busy machine keeps JNA's cleaner waiting, which only adds; what is not given back after minutes is lost.
        val end = System.nanoTime() + PATIENCE_NS
        var grown = allocated() - before
        while (grown >= MOST_GROWN && System.nanoTime() < end) grown = minOf(grown, allocated() - before)
        println("after 8,000 more: ${grown / 1024} KiB")
        assertTrue("$grown bytes", grown < MOST_GROWN)
    }

    private fun one() {
        val (session, id, request) = Bare.sending()
        request.use {
            Bare.pin("1234").use { pin ->
                assertThrows(SessionProblem.NotOffered::class.java) { session.enterPin(NOW, session.screen().serial, pin) }
            }
            session.handle(NOW, answered(id, Answer.HttpFailed(NetFault.OFFLINE)))
            session.present(Presentation(Language.PLAIN_JAPANESE, Shell.IOS))
            assertTrue(session.screen().blocks.isNotEmpty())
        }
        session.close()
    }

    /** Bytes that the C heap has given out and not got back, once JNA's cleaner has given back what calls were made with. */
    private fun allocated(): Long {
        var least = Long.MAX_VALUE
        repeat(20) {
            System.gc()
            Thread.sleep(50)
            val now = (Function.getFunction("c", "mallinfo2").invoke(Mallinfo::class.java, emptyArray()) as Mallinfo).uordblks
            if (least - now in 0..STEADY) return now
            least = minOf(least, now)
        }
        return least
    }

    /** `struct mallinfo2` of glibc. */
    @Structure.FieldOrder(
        "arena", "ordblks", "smblks", "hblks", "hblkhd", "usmblks", "fsmblks", "uordblks", "fordblks", "keepcost",
    )
    class Mallinfo : Structure(), Structure.ByValue {
        @JvmField var arena = 0L
        @JvmField var ordblks = 0L
        @JvmField var smblks = 0L
        @JvmField var hblks = 0L
        @JvmField var hblkhd = 0L
        @JvmField var usmblks = 0L
        @JvmField var fsmblks = 0L
        @JvmField var uordblks = 0L
        @JvmField var fordblks = 0L
        @JvmField var keepcost = 0L
    }

    @Test
    fun `each effect is handed out once`() = repeat(200) {
        val session = Bare.session()
        val got = Collections.synchronizedList(mutableListOf<ULong>())
        together(3) {
            while (true) {
                val (id, effect) = session.takeEffect() ?: break
                got += id
                if (effect is Effect.Load) session.handle(NOW, answered(id, Answer.Loaded(null)))
                effect.destroy()
            }
        }
        assertEquals(got.size, got.toSet().size)
        session.close()
    }

    @Test
    fun `an answer given twice at once counts once`() = repeat(200) {
        val (session, id, request) = Bare.sending()
        val before = session.screen().serial
        together(2) { session.handle(NOW, answered(id, Answer.HttpFailed(NetFault.TLS))) }
        assertEquals(before + 1u to "trouble", session.screen().serial to session.screen().id)
        request.close()
        session.close()
    }

    @Test
    fun `one plays while another looks, and a third closes it`() {
        val road = Road(Stage.shared, http)
        val looks = AtomicInteger()
        val looker = thread {
            try {
                while (true) if (road.session.screen().title.written.isNotEmpty()) looks.incrementAndGet()
            } catch (_: IllegalStateException) {
                // closed under its eyes
            }
        }
        road.go()
        assertEquals(1, Stage.shared.registrations().length())
        road.session.close()
        looker.join(5000)
        assertTrue("${looks.get()} looks", looks.get() > 10)
        assertTrue(!looker.isAlive)
    }

    private fun together(threads: Int, work: () -> Unit) {
        val failed = AtomicReference<Throwable?>()
        val gate = CyclicBarrier(threads)
        List(threads) {
            thread {
                gate.await()
                try {
                    work()
                } catch (error: Throwable) {
                    failed.set(error)
                }
            }
        }.forEach { it.join() }
        failed.get()?.let { throw it }
    }

    private companion object {
        const val STEADY = 16L shl 10

        /** A kilobyte for each of 8,000 sessions would show; one holds many. */
        const val MOST_GROWN = 8L shl 20

        /** Two minutes. */
        const val PATIENCE_NS = 120_000_000_000
    }
}
