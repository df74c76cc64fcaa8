package dev.kazasu.sdk

import dev.kazasu.core.PinEntry
import dev.kazasu.core.PinProblem

/**
 * The PIN while it is typed. Each digit goes to the core's memory at once: no text, no array and no bundle here ever
 * holds it (REQ-125).
 */
public class PinTyping internal constructor() {
    @Volatile
    private var entry: PinEntry? = null

    /** How many digits there are. */
    public val count: Int get() = entry?.count()?.toInt() ?: 0

    /** Adds a digit; false if there is no place for it. */
    public fun type(digit: Int): Boolean = try {
        entry?.push(digit.toUByte())
        entry != null
    } catch (_: PinProblem) {
        false
    }

    /** Takes the last digit back. */
    public fun erase() {
        entry?.backspace()
    }

    /** The digit at that place, for drawing it where the person asked to see it. */
    public fun digit(place: Int): Int? = entry?.digit(place.toUByte())?.toInt()

    /** Takes all digits back. */
    public fun wipe() {
        entry?.clear()
    }

    internal fun begin() {
        entry = PinEntry()
    }

    /** Hands the digits over: typing begins anew. */
    internal fun take(): PinEntry = checkNotNull(entry).also { entry = PinEntry() }

    internal fun end() {
        entry?.close()
        entry = null
    }
}
