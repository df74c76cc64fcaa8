package dev.kazasu.app

import android.app.AlertDialog
import android.widget.CheckBox
import android.widget.TextView
import dev.kazasu.core.ActionId
import dev.kazasu.core.Block
import dev.kazasu.core.Language
import dev.kazasu.core.Screen
import org.json.JSONObject
import org.robolectric.shadows.ShadowDialog

/** Whoever holds the phone: reads what its views show, presses what can be pressed. */
class Person(private val scene: Scene) {
    /** What was seen before the app was killed. */
    var seen = listOf<String>()

    /** How often a PIN was confirmed. */
    var pins = 0
        private set

    fun press(action: String) = scene.press(ActionId.valueOf(action.uppercase()))

    fun tick(on: Boolean) {
        val box = scene.views.filterIsInstance<CheckBox>().single()
        if (box.isChecked != on) box.performClick()
    }

    fun speak(tag: String) {
        val language = when (tag) {
            "ja" -> Language.JAPANESE
            "ja-easy" -> Language.PLAIN_JAPANESE
            else -> Language.ENGLISH
        }
        val at = scene.screen.languages.choices.indexOfFirst { it.language == language }
        scene.views.first { it.tag == "languages" }.performClick()
        val list = (ShadowDialog.getLatestDialog() as AlertDialog).listView
        check(list.performItemClick(list.getChildAt(at), at, list.adapter.getItemId(at)))
    }

    /** Types a PIN and confirms it. Where a digit has no key or no place, the person takes all back. */
    fun enter(typed: String) {
        for ((place, letter) in typed.withIndex()) {
            val digit = DIGITS.indexOf(letter)
            if (digit >= 0) key((digit % 10).toString())
            if (scene.session.pin.count > place) continue
            repeat(place) { key("⌫") }
            break
        }
        pins++
        scene.press(ActionId.SUBMIT_PIN)
    }

    private fun key(shown: String) {
        val key = scene.views.filterIsInstance<TextView>().first { it.text.toString() == shown && it.isClickable }
        check(key.performClick())
    }

    /** Everything that stands on the screen. */
    fun read(): String = scene.views.filter { it.isShown }.flatMap { view ->
        listOfNotNull((view as? TextView)?.text, view.contentDescription)
    }.joinToString("\n")

    /** What somebody does who knows their PIN, goes on where they can, and waits while something is under way. */
    fun sensible(screen: Screen, waits: Boolean): JSONObject? = when {
        screen.blocks.any { it is Block.PinField } -> JSONObject().put("pin", "1234")
        waits -> null
        else -> LIKED.find { liked -> screen.actions.any { it.id == liked } }?.let { JSONObject().put("press", it.name) }
    }

    private companion object {
        const val DIGITS = "0123456789０１２３４５６７８９"
        val LIKED = listOf(
            ActionId.AGREE, ActionId.APPLY, ActionId.USE_LAST_TRY, ActionId.RETRY, ActionId.REVIEW_TERMS,
            ActionId.START_AGAIN, ActionId.RESEND, ActionId.FINISH, ActionId.CLOSE,
        )
    }
}
