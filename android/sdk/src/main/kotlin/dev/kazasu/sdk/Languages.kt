package dev.kazasu.sdk

import dev.kazasu.core.Language
import java.io.IOException
import java.util.Locale

/** The language that a person chose, or else the phone's. */
internal object Languages {
    private const val SLOT = "preferences"

    /** Japanese where the phone speaks it; English, which more people read, everywhere else. */
    fun of(locale: Locale): Language = if (locale.language == "ja") Language.JAPANESE else Language.ENGLISH

    fun kept(store: Store): Language? = try {
        val name = store.load(SLOT)?.decodeToString()
        Language.entries.find { it.name == name }
    } catch (_: IOException) {
        null
    }

    fun keep(store: Store, language: Language) {
        try {
            store.save(SLOT, language.name.encodeToByteArray())
        } catch (_: IOException) {
            // It is chosen again the next time.
        }
    }
}
