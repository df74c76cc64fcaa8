package dev.kazasu.sdk

import android.os.Handler
import android.os.Looper
import android.os.SystemClock
import dev.kazasu.core.Now

/** The system's clocks. Time goes on while the phone sleeps; timers fire when it is awake. */
public class PhoneClock : Clock {
    private val handler = Handler(Looper.getMainLooper())

    override fun now(): Now =
        Now(SystemClock.elapsedRealtime().toULong(), System.currentTimeMillis().floorDiv(MS_PER_S))

    override fun after(ms: Long, work: () -> Unit): () -> Unit {
        val task = Runnable(work)
        handler.postDelayed(task, ms)
        return { handler.removeCallbacks(task) }
    }
}

private const val MS_PER_S = 1000L
