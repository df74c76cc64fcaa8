package dev.kazasu.sdk

import dev.kazasu.core.BINDINGS_BUILD_ID
import dev.kazasu.core.buildId
import dev.kazasu.core.uniffiEnsureInitialized

/** The native library. */
internal object Core {
    private val loaded by lazy {
        uniffiEnsureInitialized()
        // A library of another build may read this one's bytes as something else.
        check(buildId() == BINDINGS_BUILD_ID) { "the native library is of another build than its bindings" }
    }

    /** Loads it, once. Takes a while the first time: never on the main thread. */
    fun ensureLoaded() = loaded
}
