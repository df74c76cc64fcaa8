package dev.kazasu.sdk

import android.os.Handler
import android.os.Looper
import dev.kazasu.core.ActionId
import dev.kazasu.core.Answer
import dev.kazasu.core.Client
import dev.kazasu.core.Effect
import dev.kazasu.core.Entry
import dev.kazasu.core.Event
import dev.kazasu.core.Facts
import dev.kazasu.core.FieldId
import dev.kazasu.core.Language
import dev.kazasu.core.Outcome
import dev.kazasu.core.PlatformSpec
import dev.kazasu.core.Presentation
import dev.kazasu.core.Readiness
import dev.kazasu.core.Screen
import dev.kazasu.core.Session
import dev.kazasu.core.SessionProblem
import dev.kazasu.core.Shell
import java.util.concurrent.Executors
import java.util.concurrent.atomic.AtomicInteger

/**
 * What a person does, from an [Entry] on: draws what the core shows, performs what it asks for, reports what happened.
 * It belongs to no activity and outlives a rotation; [close] ends it. Public functions are for the main thread, and so
 * are the calls of its [Listener].
 */
public class KazasuSession(
    private val platform: PlatformSpec,
    private val client: Client,
    private val ports: Ports,
    language: Language,
    entry: Entry = Entry.HOME,
) {
    /** Who draws. */
    public interface Listener {
        /** This is to be shown now. */
        public fun onScreen(screen: Screen)

        /** Something happened that is to be felt, too. */
        public fun onCue(cue: Cue)

        /** It is over: nothing is left to show. */
        public fun onClosed(outcome: Outcome?)
    }

    /** What is felt (REQ-123). */
    public enum class Cue {
        /** A card is there. */
        FOUND,

        /** The card may go. */
        READ,

        /** The card went too early, or there is none. */
        LOST,
    }

    /** The digits while they are typed. */
    public val pin: PinTyping = PinTyping()

    /** What is shown. */
    public var screen: Screen? = null
        private set

    /** Whether a card is looked for or read: the screen stays on and does not turn. */
    public val isHolding: Boolean get() = opened != null

    /** Whether what is shown is the newest. */
    public val isDrawn: Boolean get() = shown == changes.get()

    private val main = Handler(Looper.getMainLooper())
    private val work = Executors.newSingleThreadExecutor { Thread(it, "kazasu") }
    private val cards = Executors.newSingleThreadExecutor { Thread(it, "kazasu-card") }
    private val performer = Performer(ports, work, cards, ::report)
    private val lock = Any()

    /** Changes that were asked for, that were made, that were drawn, and (below) that are shown. */
    private val changes = AtomicInteger(1)
    private var made = 0
    private var drawn = 0

    @Volatile
    private var shown = 0
    private var session: Session? = null

    @Volatile
    private var opened: ULong? = null
    private var shownClosed = false

    @Volatile
    private var ended = false
    private var listener: Listener? = null

    init {
        task {
            Core.ensureLoaded()
            val spoken = Languages.kept(ports.store) ?: language
            val begun = Session.home(platform, client, Presentation(spoken, Shell.ANDROID), ports.clock.now(), entry)
            pin.begin()
            synchronized(lock) { if (ended) begun.close() else session = begun }
            step { }
        }
    }

    /** From now on [listener] draws, and is told what is shown now. Null: nobody does. */
    public fun attach(listener: Listener?) {
        this.listener = listener
        screen?.let { listener?.onScreen(it) }
    }

    /** The person pressed a button of [screen]. */
    public fun press(screen: Screen, action: ActionId) {
        if (action == ActionId.SUBMIT_PIN) {
            val typed = pin.take()
            intent { it.enterPin(ports.clock.now(), screen.serial, typed) }
        } else {
            intent { it.handle(ports.clock.now(), Event.Pressed(screen.serial, action)) }
        }
    }

    /** The person ticked a box of [screen]. */
    public fun tick(screen: Screen, field: FieldId, on: Boolean): Unit =
        intent { it.handle(ports.clock.now(), Event.Ticked(screen.serial, field, on)) }

    /** The person chose a language; it is kept. */
    public fun speak(language: Language): Unit = intent {
        it.present(Presentation(language, Shell.ANDROID))
        Languages.keep(ports.store, language)
    }

    /** Whether this phone could read a card now, and if not, why. */
    public fun notice(readiness: Readiness): Unit = intent {
        it.handle(ports.clock.now(), Event.Noticed(Facts(reader = null, card = null, readiness = readiness)))
    }

    /** What the phone's own way back does here; false if there is none. */
    public fun back(): Boolean {
        val shown = screen ?: return false
        press(shown, shown.back ?: return false)
        return true
    }

    /** Nobody has looked at the app for a while: a typed PIN is wiped, a reading is ended. */
    public fun abandon() {
        pin.wipe()
        if (isHolding || screen?.secret == true) back()
    }

    /** Ends it, wipes its secrets and lets the card go. What was signed and saved is sent the next time. */
    public fun close() {
        if (ended) return
        ended = true
        listener = null
        pin.end()
        performer.stop()
        task {
            synchronized(lock) {
                session?.close()
                session = null
            }
        }
        work.shutdown()
        cards.shutdown()
    }

    private fun intent(change: (Session) -> Unit) {
        changes.incrementAndGet()
        task { step(change) }
    }

    private fun report(id: ULong, answer: Answer) {
        changes.incrementAndGet()
        when (answer) {
            is Answer.CardFound -> cue(Cue.FOUND)
            is Answer.CardFailed -> {
                opened = null
                cue(Cue.LOST)
            }
            Answer.CardLost -> cue(Cue.LOST)
            else -> Unit
        }
        step { it.handle(ports.clock.now(), Event.Answered(id, answer)) }
    }

    /** One change of the session, and everything that it asks for then. Never on the main thread. */
    private fun step(change: (Session) -> Unit) {
        synchronized(lock) {
            session?.takeUnless { ended }?.let {
                try {
                    change(it)
                } catch (_: SessionProblem) {
                    // Too late, or for a screen that is gone: the core has changed nothing.
                }
                made++
                task(::draw) // before what is performed on that thread: a screen does not wait for storage
                while (true) {
                    val (id, effect) = it.takeEffect() ?: break
                    follow(id, effect)
                    performer.perform(id, effect)
                }
            }
        }
    }

    /** What of the effects is seen and felt here. */
    private fun follow(id: ULong, effect: Effect) {
        when (effect) {
            is Effect.OpenCard -> opened = id
            is Effect.Withdraw -> if (effect.id == opened) opened = null
            is Effect.CloseCard -> {
                opened = null
                if (effect.success) cue(Cue.READ)
            }
            else -> Unit
        }
    }

    private fun draw() {
        // Counted before it is looked at: a change that comes between is drawn once more, never left out.
        val (session, now) = synchronized(lock) { (session ?: return) to made }
        if (now == drawn) return
        drawn = now
        val (screen, closed) = try {
            session.screen() to session.isClosed()
        } catch (_: IllegalStateException) {
            return // closed meanwhile
        }
        val outcome = if (closed) session.outcome() else null
        main.post {
            shown = now
            if (screen != this.screen) {
                if (screen.serial != this.screen?.serial) pin.wipe()
                this.screen = screen
                listener?.onScreen(screen)
            }
            if (closed && !shownClosed) {
                shownClosed = true
                listener?.onClosed(outcome)
            }
        }
    }

    private fun cue(cue: Cue) {
        main.post { listener?.onCue(cue) }
    }

    private fun task(task: () -> Unit): Unit = work.begin {
        try {
            task()
        } catch (defect: Exception) {
            // A platform that cannot be used, or a library that is missing: for the app's builder, at once.
            main.post { throw defect }
        }
    }
}
