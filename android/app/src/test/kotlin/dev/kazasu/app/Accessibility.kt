package dev.kazasu.app

import android.view.View
import android.widget.TextView
import dev.kazasu.core.Block
import dev.kazasu.core.Language

/** What is wrong with a screen for somebody who hears it, sees little, or has unsteady hands. */
fun Scene.accessibilityFaults(): List<String> = framework() + targets() + words() + width()

/** The checks of Google's accessibility test framework; errors and warnings. */
private fun Scene.framework(): List<String> = Framework.check(activity.window.decorView)

/** Every place to touch is 48 dp wide and high (REQ-122). */
private fun Scene.targets(): List<String> {
    val least = (48 * activity.resources.displayMetrics.density).toInt()
    return views.filter { it.isClickable && it.isShown }.filter { it.width < least || it.height < least }
        .map { "small: ${it.width}×${it.height} px, not $least: ${it.javaClass.simpleName} `${(it as? TextView)?.text}`" }.toList()
}

/** What a screen reader can reach has words, and what it says is in the language of the screen. */
private fun Scene.words(): List<String> {
    val reached = views.filter { it.isShown && it.isImportantForAccessibility && (it.isClickable || it is TextView) }
    return reached.map { it to spoken(it) }.mapNotNull { (view, said) ->
        when {
            KIND.containsMatchIn(said) -> "says what kind of thing it is, as the screen reader does itself: $said"
            said.isBlank() -> "says nothing: ${view.javaClass.simpleName}"
            screen.language == Language.ENGLISH && !isThePlatforms(said) && JAPANESE.containsMatchIn(said.replace(ON_THE_CARD, "")) ->
                "not English: $said"
            else -> null
        }
    }.toList()
}

/** Terms, and what an insurer is called, come from the platform and are shown as they came. */
private fun Scene.isThePlatforms(said: String): Boolean = screen.id == "terms_text" || screen.id == "insurance" &&
    screen.blocks.filterIsInstance<Block.NamedValues>().any { block -> block.pairs.any { it.value.written == said } }

/** Nothing is cut off at the side. */
private fun Scene.width(): List<String> = views.filterIsInstance<TextView>().filter { it.isShown && it.layout != null }.filter { text ->
    val room = text.width - text.totalPaddingLeft - text.totalPaddingRight
    (0 until text.layout.lineCount).any { text.layout.getLineMax(it) > room + 1 } || text.right > (text.parent as View).width
}.map { "cut off: `${it.text}`" }.toList()

fun spoken(view: View): String = (view.contentDescription ?: (view as? TextView)?.text ?: "").toString()

/** The framework comes as an AAR, which only the running tests have on their class path: it is called by name. */
private object Framework {
    /** Reads words from a resource bundle that its AAR does not bring along; [words] looks for what it looks for. */
    private val LEFT_OUT = setOf("RedundantDescriptionCheck")
    private const val PACKAGE = "com.google.android.apps.common.testing.accessibility.framework"
    private val hierarchy = Class.forName("$PACKAGE.uielement.AccessibilityHierarchyAndroid")
    private val preset = Class.forName("$PACKAGE.AccessibilityCheckPreset")
    private val checks = preset.getMethod("getAccessibilityHierarchyChecksForPreset", preset)
        .invoke(null, preset.getField("LATEST").get(null)).let { it as Iterable<*> }.filter { it?.javaClass?.simpleName !in LEFT_OUT }

    fun check(view: View): List<String> {
        val builder = checkNotNull(hierarchy.getMethod("newBuilder", View::class.java).invoke(null, view))
        val seen = builder.get("build")
        val run = Class.forName("$PACKAGE.AccessibilityHierarchyCheck").methods
            .first { it.name == "runCheckOnHierarchy" && it.parameterCount == 1 }
        val results = checks.flatMap { run.invoke(it, seen) as List<*> }.filterNotNull()
        return results.filter { it.get("getType").toString() in setOf("ERROR", "WARNING") }.map {
            val element = it.get("getElement")
            "${(it.get("getSourceCheckClass") as Class<*>).simpleName} ${it.get("getResultId")}: " +
                "${element?.get("getClassName")} `${element?.get("getText")}`"
        }
    }

    private fun Any.get(name: String): Any? =
        javaClass.methods.first { it.name == name && it.parameterCount == 0 }.apply { isAccessible = true }.invoke(this)
}

private val KIND = Regex("(?i)\\b(button|check ?box)\\b|ボタン|チェックボックス")

private val JAPANESE = Regex("[ぁ-ヿ一-鿿]")

/** What is printed on a card is said as it is printed there. */
private const val ON_THE_CARD = "顔認証"
