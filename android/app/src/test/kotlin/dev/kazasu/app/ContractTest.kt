package dev.kazasu.app

import dev.kazasu.app.Bare.NOW
import dev.kazasu.app.Bare.answered
import dev.kazasu.app.Bare.pin
import dev.kazasu.app.Bare.sending
import dev.kazasu.app.Bare.session
import dev.kazasu.core.ActionId
import dev.kazasu.core.Answer
import dev.kazasu.core.Effect
import dev.kazasu.core.Event
import dev.kazasu.core.Facts
import dev.kazasu.core.HttpClient
import dev.kazasu.core.HttpMethod
import dev.kazasu.core.HttpProblem
import dev.kazasu.core.NetFault
import dev.kazasu.core.PinProblem
import dev.kazasu.core.PlatformProblem
import dev.kazasu.core.RequestProblem
import dev.kazasu.core.SessionProblem
import kotlinx.coroutines.async
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.delay
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNotNull
import org.junit.Assert.assertNull
import org.junit.Assert.assertThrows
import org.junit.Assert.assertTrue
import org.junit.Test
import java.net.InetAddress
import java.net.ServerSocket

/** What a session takes and what it does not, and what its neighbours do when they are used wrongly: from Kotlin, on a JVM. */
class ContractTest {
    @Test
    fun `an answer of the wrong kind changes nothing, and the right one still counts`() {
        session().use { session ->
            val (id, effect) = session.takeEffect()!!
            assertTrue(effect is Effect.Load)
            val before = session.screen()
            for (wrong in listOf(Answer.CardLost, Answer.Elapsed, Answer.CardAnswered(byteArrayOf(0x90.toByte(), 0)))) {
                assertThrows(SessionProblem.WrongAnswer::class.java) { session.handle(NOW, answered(id, wrong)) }
            }
            assertEquals(before, session.screen())
            assertNull(session.takeEffect())
            session.handle(NOW, answered(id, Answer.Loaded(null)))
            assertNotNull(session.takeEffect())
        }
    }

    @Test
    fun `double and late answers are ignored`() {
        session().use { session ->
            val (id, _) = session.takeEffect()!!
            session.handle(NOW, answered(id, Answer.Loaded(null)))
            val next = session.takeEffect()!!
            val before = session.screen()
            for (late in listOf(Answer.Loaded(null), Answer.StoreFailed, Answer.Loaded(byteArrayOf(1)))) {
                session.handle(NOW, answered(id, late))
            }
            assertEquals(before, session.screen())
            assertNull(session.takeEffect())
            assertTrue(next.id > id)
        }
    }

    @Test
    fun `an effect that was never handed out has no answer`() {
        session().use { session ->
            for (id in listOf(0uL, 1uL, 99uL, ULong.MAX_VALUE)) { // 1 is still in the queue
                assertThrows(SessionProblem.UnknownEffect::class.java) { session.handle(NOW, answered(id, Answer.Loaded(null))) }
            }
            assertEquals(1uL, session.takeEffect()!!.id)
        }
    }

    @Test
    fun `what the screen does not offer`() {
        session().use { session ->
            val shown = session.screen()
            val finish = { serial: ULong -> session.handle(NOW, Event.Pressed(serial, ActionId.FINISH)) }
            assertThrows(SessionProblem.NotOffered::class.java) { finish(shown.serial) }
            assertThrows(SessionProblem.OldScreen::class.java) { finish(shown.serial + 1u) }
            assertThrows(SessionProblem.NotOffered::class.java) { session.enterPin(NOW, shown.serial, pin("1234")) }
            session.handle(NOW, Event.Noticed(Facts(reader = true, card = null)))
            assertEquals(Triple(shown, null, false), Triple(session.screen(), session.outcome(), session.isClosed()))
        }
    }

    @Test
    fun `req_125 an entry takes digits one at a time and is good once`() {
        val entry = pin("1234")
        assertThrows(PinProblem.Full::class.java) { entry.push(5u) }
        entry.backspace()
        assertThrows(PinProblem.NotADigit::class.java) { entry.push(10u) }
        assertEquals(3.toUByte(), entry.count())
        session().use { session ->
            val serial = session.screen().serial
            assertThrows(SessionProblem.NotOffered::class.java) { session.enterPin(NOW, serial, entry) }
            assertThrows(SessionProblem.PinSpent::class.java) { session.enterPin(NOW, serial, entry) }
        }
        for (use in listOf<() -> Unit>({ entry.count() }, { entry.clear() }, { entry.backspace() }, { entry.push(1u) })) {
            assertThrows(PinProblem.Spent::class.java) { use() }
        }
        assertFalse("7391" in pin("7391").toString())
    }

    @Test
    fun `a builder's mistake is told`() {
        for (origin in listOf("http://a.example", "https://A.example", "")) {
            assertThrows(PlatformProblem.NotAnOrigin::class.java) { session(Bare.platform(null, origin)) }
        }
        assertThrows(PlatformProblem.NotAnAddress::class.java) { session(Bare.platform("http://192.168.0.1")) }
    }

    @Test
    fun `a request can be read and is made once`() = runBlocking {
        val (session, id, request) = sending()
        assertTrue(request.url().startsWith(Bare.nowhere.sandboxAddress!!))
        assertEquals(HttpMethod.GET, request.method())
        assertTrue(request.timeoutMs() > 0u && request.longestAnswer() > 0u)
        val client = HttpClient(emptyList())
        val answer = client.send(request)
        assertEquals(Answer.HttpFailed(NetFault.OFFLINE), answer)
        assertThrows(RequestProblem.Spent::class.java) { request.url() }
        assertThrows(HttpProblem.Spent::class.java) { runBlocking { client.send(request) } }
        session.handle(NOW, answered(id, answer))
        assertNull(session.takeEffect())
        assertEquals("trouble", session.screen().id)
        session.close()
    }

    @Test
    fun `an exchange can be ended and dropped`() = ServerSocket(0, 1, InetAddress.getLoopbackAddress()).use { silent ->
        runBlocking {
            val there = Bare.platform("http://127.0.0.1:${silent.localPort}")
            val client = HttpClient(emptyList())
            val (_, _, ended) = sending(there)
            val sends = async { client.send(ended) }
            delay(100)
            assertFalse(sends.isCompleted)
            client.cancel(ended)
            assertEquals(Answer.HttpFailed(NetFault.BROKEN), withTimeout(3000) { sends.await() })
            val (_, _, left) = sending(there)
            val dropped = async { client.send(left) }
            delay(100)
            withTimeout(3000) { dropped.cancelAndJoin() }
            assertTrue(dropped.isCancelled)
        }
    }

    @Test
    fun `a root that is no certificate`() {
        assertThrows(HttpProblem.Unusable::class.java) { HttpClient(listOf("no certificate".encodeToByteArray())) }
    }
}
