package dev.kazasu.app

import dev.kazasu.core.ActionId
import dev.kazasu.core.Answer
import dev.kazasu.core.Block
import dev.kazasu.core.CardFacts
import dev.kazasu.core.Client
import dev.kazasu.core.Effect
import dev.kazasu.core.Event
import dev.kazasu.core.HttpClient
import dev.kazasu.core.HttpRequest
import dev.kazasu.core.Language
import dev.kazasu.core.Now
import dev.kazasu.core.PinEntry
import dev.kazasu.core.PlatformEnvironment
import dev.kazasu.core.PlatformSpec
import dev.kazasu.core.Presentation
import dev.kazasu.core.Session
import dev.kazasu.core.Shell
import kotlinx.coroutines.runBlocking
import java.security.SecureRandom

/** The bindings alone, without a phone: what their users can do, and what becomes of it. */
object Bare {
    val NOW = Now(monotonicMs = 0u, unixS = 1_790_000_000)

    /** Nobody listens there. */
    val nowhere = platform("http://127.0.0.1:9")

    fun platform(address: String?, origin: String = "https://sandbox.example") =
        PlatformSpec(origin, PlatformEnvironment.SANDBOX, mapOf("en" to "Practice"), sandboxAddress = address)

    fun session(platform: PlatformSpec = nowhere, now: Now = NOW): Session =
        Session.register(platform, Client("kazasu", "0.1.0", "android"), Presentation(Language.ENGLISH, Shell.ANDROID), now)

    fun answered(id: ULong, answer: Answer) = Event.Answered(id, answer)

    /** A session and the first request that it makes. */
    fun sending(platform: PlatformSpec = nowhere): Triple<Session, ULong, HttpRequest> {
        val session = session(platform)
        while (true) {
            val (id, effect) = checkNotNull(session.takeEffect()) { "no request" }
            when (effect) {
                is Effect.Send -> return Triple(session, id, effect.request)
                is Effect.Load -> session.handle(NOW, answered(id, Answer.Loaded(null)))
                is Effect.Random -> session.handle(NOW, answered(id, Answer.RandomBytes(ByteArray(effect.count.toInt()))))
                else -> Unit
            }
        }
    }

    fun pin(digits: String) = PinEntry().apply { digits.forEach { push(it.digitToInt().toUByte()) } }
}

/** The main road, by somebody who knows the way: terms, PIN, card, done. */
class Road(private val stage: Stage, private val http: HttpClient, platform: PlatformSpec = stage.start("fresh")) {
    val session: Session = Bare.session(platform, now())

    private fun now() = Now((System.nanoTime() / 1_000_000).toULong(), System.currentTimeMillis() / 1000)

    private var each: (ULong, Effect) -> Unit = { _, _ -> }

    /** Goes all the way; [each] sees every effect first. */
    fun go(each: (ULong, Effect) -> Unit = { _, _ -> }) {
        this.each = each
        while (!session.isClosed()) {
            while (true) {
                val (id, effect) = session.takeEffect() ?: break
                each(id, effect)
                perform(id, effect)
            }
            if (!session.isClosed()) act()
        }
    }

    private fun act() {
        val screen = session.screen()
        if (screen.blocks.any { it is Block.PinField }) return session.enterPin(now(), screen.serial, Bare.pin("1234"))
        val action = screen.actions.map { it.id }.first { it in WAY }
        session.handle(now(), Event.Pressed(screen.serial, action))
    }

    private fun perform(id: ULong, effect: Effect) {
        val answer = when (effect) {
            is Effect.OpenCard -> Answer.CardFound(CardFacts(null)).also { stage.tap() }
            is Effect.Transmit -> return transmit(id, effect)
            is Effect.Send -> effect.request.use { runBlocking { http.send(it) } }
            is Effect.Save -> Answer.Stored
            is Effect.Load -> Answer.Loaded(null)
            is Effect.Random -> Answer.RandomBytes(ByteArray(effect.count.toInt()).also(SecureRandom()::nextBytes))
            is Effect.CloseCard -> return stage.leave().let {}
            else -> return
        }
        session.handle(now(), Bare.answered(id, answer))
    }

    /** Between a card's answer and the next command at hand, in nanoseconds: the core's share of the card's time. */
    val shares = mutableListOf<Long>()

    /** Speaks to the card as long as the core has something to say to it. */
    private fun transmit(first: ULong, effect: Effect.Transmit) {
        var id = first
        var command = effect.command.use { it.take() }
        while (true) {
            val answer = stage.transmit(command)?.let(Answer::CardAnswered) ?: Answer.CardLost
            val begun = System.nanoTime()
            session.handle(now(), Bare.answered(id, answer))
            val (next, following) = checkNotNull(session.takeEffect())
            each(next, following)
            if (following !is Effect.Transmit) return perform(next, following)
            id = next
            command = following.command.use { it.take() }
            shares += System.nanoTime() - begun
        }
    }

    private companion object {
        val WAY = setOf(ActionId.AGREE, ActionId.APPLY, ActionId.FINISH)
    }
}
