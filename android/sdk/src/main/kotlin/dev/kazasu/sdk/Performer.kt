package dev.kazasu.sdk

import dev.kazasu.core.Answer
import dev.kazasu.core.Effect
import dev.kazasu.core.HttpRequest
import dev.kazasu.core.NetFault
import java.io.IOException
import java.security.SecureRandom
import java.util.concurrent.ConcurrentHashMap
import java.util.concurrent.ExecutorService
import java.util.concurrent.RejectedExecutionException
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.asCoroutineDispatcher
import kotlinx.coroutines.cancel
import kotlinx.coroutines.launch

/** Performs effects, each on the thread that is for it, and reports what they came to. Nothing here waits. */
internal class Performer(
    private val ports: Ports,
    private val work: ExecutorService,
    private val cards: ExecutorService,
    private val report: (ULong, Answer) -> Unit,
) {
    private val net = CoroutineScope(SupervisorJob() + work.asCoroutineDispatcher())
    private val stops = ConcurrentHashMap<ULong, () -> Unit>()

    /** Begins [effect]. */
    fun perform(id: ULong, effect: Effect) {
        when (effect) {
            is Effect.OpenCard -> {
                stops[id] = ports.card::close
                ports.card.open { answer -> cards.begin { done(id, answer) } }
            }
            is Effect.Transmit -> cards.begin {
                val command = effect.command.use { it.take() }
                val answer = try {
                    ports.card.transmit(command, effect.timeoutMs.toInt())
                } finally {
                    command.fill(0)
                }
                report(id, answer)
            }
            is Effect.VerifyOnKeypad -> cards.begin { report(id, Answer.NotSent) } // no phone has such a reader
            is Effect.CloseCard -> ports.card.close()
            is Effect.Send -> {
                val sending = net.launch { done(id, effect.request.use { send(it) }) }
                stops[id] = { sending.cancel() }
            }
            is Effect.Wait -> stops[id] = ports.clock.after(effect.ms.toLong()) { work.begin { done(id, Answer.Elapsed) } }
            is Effect.Save -> work.begin { report(id, save(effect.slot, effect.bytes)) }
            is Effect.Load -> work.begin { load(id, effect.slot) }
            is Effect.Forget -> work.begin { ports.store.forget(effect.slot) }
            is Effect.Random -> work.begin {
                val bytes = ByteArray(effect.count.toInt()).also(SecureRandom()::nextBytes)
                report(id, Answer.RandomBytes(bytes))
                bytes.fill(0)
            }
            is Effect.Withdraw -> stops.remove(effect.id)?.invoke()
        }
    }

    /** Stops everything that can be stopped. */
    fun stop() {
        net.cancel()
        stops.values.forEach { it() }
        stops.clear()
        ports.card.close()
    }

    /** Reports what could have been stopped until now. */
    private fun done(id: ULong, answer: Answer) {
        stops.remove(id)
        report(id, answer)
    }

    private suspend fun send(request: HttpRequest): Answer = try {
        ports.http.send(request)
    } catch (_: IOException) {
        Answer.HttpFailed(NetFault.BROKEN) // whether it arrived is not known
    }

    private fun save(slot: String, bytes: ByteArray): Answer = try {
        ports.store.save(slot, bytes)
        Answer.Stored
    } catch (_: IOException) {
        Answer.StoreFailed
    } finally {
        bytes.fill(0)
    }

    private fun load(id: ULong, slot: String) {
        val bytes = try {
            ports.store.load(slot)
        } catch (_: IOException) {
            return report(id, Answer.StoreFailed)
        }
        report(id, Answer.Loaded(bytes))
        bytes?.fill(0)
    }
}

/** Does [task] on that thread, behind what is there already. */
internal fun ExecutorService.begin(task: () -> Unit) {
    try {
        execute(task)
    } catch (_: RejectedExecutionException) {
        // Closed meanwhile: nobody waits for what comes of it.
    }
}
