package dev.kazasu.sdk

import android.app.AlertDialog
import android.content.Context
import dev.kazasu.core.Language
import dev.kazasu.core.LanguageMenu

/** The languages, each by its own name (REQ-28). */
internal object LanguageDialog {
    fun show(context: Context, menu: LanguageMenu, spoken: Language, choose: (Language) -> Unit) {
        val names = menu.choices.map { it.name.drawn() }.toTypedArray()
        val now = menu.choices.indexOfFirst { it.language == spoken }
        AlertDialog.Builder(context)
            .setTitle(menu.label.written)
            .setSingleChoiceItems(names, now) { dialog, at ->
                dialog.dismiss()
                choose(menu.choices[at].language)
            }
            .show()
    }
}
