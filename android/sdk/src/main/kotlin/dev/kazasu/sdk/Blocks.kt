package dev.kazasu.sdk

import android.content.ActivityNotFoundException
import android.content.ClipData
import android.content.ClipboardManager
import android.content.Context
import android.content.Intent
import android.net.Uri
import android.provider.Settings
import android.view.Gravity
import android.view.View
import android.view.ViewGroup.LayoutParams.MATCH_PARENT
import android.view.ViewGroup.LayoutParams.WRAP_CONTENT
import android.widget.CheckBox
import android.widget.LinearLayout
import android.widget.ProgressBar
import android.widget.TextView
import dev.kazasu.core.ActionKind
import dev.kazasu.core.Block
import dev.kazasu.core.Line
import dev.kazasu.core.Mark
import dev.kazasu.core.NoticeKind
import dev.kazasu.core.OutLink
import dev.kazasu.core.Setting

/** Every kind of block, as views. */
internal class Blocks(private val context: Context, private val look: Look, private val session: KazasuSession) {
    /** The pad on the screen that is shown, if there is one. */
    var pinPad: PinPad? = null
        private set

    fun draw(block: Block): View = when (block) {
        is Block.Paragraph -> label(block.text)
        is Block.Notice -> notice(block.kind, block.text)
        is Block.Heading -> label(block.text, HEADING_SP).apply { paint.isFakeBoldText = true }
        is Block.Bullets -> column(block.items.map { signed("•", look.text, it) })
        is Block.Checks -> column(block.items.mapIndexed { at, check -> signed(sign(check.done, at), look.text, check.text) })
        is Block.Checkbox -> checkbox(block)
        is Block.OutwardLink -> outward(block.link)
        is Block.PinField -> PinPad(context, this, look, session.pin, block).also { pinPad = it }
        is Block.Hold -> HoldPicture(context, look).also { it.show(block.progress?.toInt()) }
        is Block.Busy -> busy(block.text)
        is Block.Rows -> column(block.rows.map { row(it.mark, it.label, it.value) })
        is Block.NamedValues -> column(block.pairs.map { pair(it.name, it.value) })
        is Block.Document -> Markdown.draw(block.body, this)
        is Block.Code -> code(block)
        is Block.SystemSetting -> button(block.text, ActionKind.SECONDARY) { open(block.setting) }
    }

    /** Changes what is there in place, if that kind of block can. */
    fun update(view: View, block: Block): Boolean = when {
        view is HoldPicture && block is Block.Hold -> view.show(block.progress?.toInt()).let { true }
        view is TextView && block is Block.Paragraph -> view.say(block.text).let { true }
        view is CheckBoxBlock && block is Block.Checkbox -> view.show(block).let { true }
        else -> false
    }

    fun label(line: Line, sizeSp: Float = TEXT_SP): TextView = TextView(context).apply {
        say(line)
        textSize = sizeSp
        setTextColor(look.text)
        setLineSpacing(0f, LINE_SPACING)
    }

    /** What stands beside or below something else. */
    fun quiet(line: Line): TextView = label(line, SMALL_SP).apply { setTextColor(look.quiet) }

    fun box(): CheckBox = CheckBox(context).apply {
        textSize = TEXT_SP
        setTextColor(look.text)
        minHeight = look.px(TOUCH)
        isSaveEnabled = false
    }

    fun button(line: Line, kind: ActionKind, press: () -> Unit): TextView = TextView(context).apply {
        say(line)
        textSize = if (kind == ActionKind.LINK) TEXT_SP else BUTTON_SP
        gravity = Gravity.CENTER
        minHeight = look.px(if (kind == ActionKind.LINK) TOUCH else BUTTON)
        setPadding(look.px(INSET), look.px(INSET), look.px(INSET), look.px(INSET))
        accessibilityDelegate = AsButton
        setTextColor(if (kind == ActionKind.PRIMARY) look.onAccent else look.accent)
        when (kind) {
            ActionKind.PRIMARY -> {
                background = look.touchable(look.accent, look.accent)
                paint.isFakeBoldText = true
            }
            ActionKind.SECONDARY -> background = look.touchable(look.ground, look.accent)
            ActionKind.LINK -> {
                paint.isUnderlineText = true
                background = look.touchable(look.ground, look.ground)
            }
        }
        setOnClickListener { press() }
    }

    fun outward(link: OutLink): TextView = button(link.text, ActionKind.LINK) { browse(link.url) }

    private fun notice(kind: NoticeKind, text: Line): View = signed(SIGNS.getValue(kind), look.of(kind), text).apply {
        background = look.shape(look.ground, look.of(kind))
        setPadding(look.px(INSET), look.px(INSET), look.px(INSET), look.px(INSET))
        accessibilityLiveRegion =
            if (kind == NoticeKind.ERROR) View.ACCESSIBILITY_LIVE_REGION_ASSERTIVE else View.ACCESSIBILITY_LIVE_REGION_POLITE
    }

    /** A text with a sign before it. The sign repeats what the words say, so a screen reader leaves it out. */
    private fun signed(sign: String, colour: Int, text: Line): LinearLayout = LinearLayout(context).apply {
        val mark = TextView(context).apply {
            this.text = sign
            textSize = TEXT_SP
            setTextColor(colour)
            paint.isFakeBoldText = true
            minWidth = look.px(SIGN)
            importantForAccessibility = View.IMPORTANT_FOR_ACCESSIBILITY_NO
        }
        addView(mark, LinearLayout.LayoutParams(WRAP_CONTENT, WRAP_CONTENT))
        addView(label(text), LinearLayout.LayoutParams(0, WRAP_CONTENT, 1f))
    }

    private fun checkbox(block: Block.Checkbox) = CheckBoxBlock(context, this, block) { on ->
        session.screen?.let { session.tick(it, block.field, on) }
    }

    private fun busy(text: Line): View = LinearLayout(context).apply {
        gravity = Gravity.CENTER_VERTICAL
        addView(ProgressBar(context).apply { importantForAccessibility = View.IMPORTANT_FOR_ACCESSIBILITY_NO })
        addView(label(text), LinearLayout.LayoutParams(0, WRAP_CONTENT, 1f).apply { marginStart = look.px(INSET) })
        accessibilityLiveRegion = View.ACCESSIBILITY_LIVE_REGION_POLITE
    }

    private fun row(mark: Mark, name: Line, value: Line): View {
        val (sign, colour) = when (mark) {
            Mark.DONE -> "✓" to look.of(NoticeKind.SUCCESS)
            Mark.UNDER_WAY -> "…" to look.of(NoticeKind.INFORMATION)
            Mark.FAILED -> "×" to look.of(NoticeKind.ERROR)
            Mark.UNKNOWN -> "?" to look.of(NoticeKind.WARNING)
        }
        return column(listOf(quiet(name), signed(sign, colour, value))).apply {
            background = look.shape(look.ground, look.line)
            setPadding(look.px(INSET), look.px(INSET), look.px(INSET), look.px(INSET))
        }
    }

    private fun pair(name: Line, value: Line): View =
        column(listOf(quiet(name), label(value).apply { paint.isFakeBoldText = true }))

    private fun code(block: Block.Code): View = column(
        listOf(
            label(block.text),
            // The one thing here that a clipboard is given.
            button(block.copy, ActionKind.LINK) {
                val clipboard = context.getSystemService(ClipboardManager::class.java)
                clipboard.setPrimaryClip(ClipData.newPlainText(block.code, block.code))
            },
        ),
    )

    fun column(views: List<View>): LinearLayout = LinearLayout(context).apply {
        orientation = LinearLayout.VERTICAL
        views.forEachIndexed { at, view ->
            addView(view, LinearLayout.LayoutParams(MATCH_PARENT, WRAP_CONTENT).apply { if (at > 0) topMargin = look.px(BETWEEN) })
        }
    }

    /** A page outside, in the person's own browser: nothing is shown in here that came from elsewhere. */
    private fun browse(url: String) = start(Intent(Intent.ACTION_VIEW, Uri.parse(url)).addCategory(Intent.CATEGORY_BROWSABLE))

    private fun open(setting: Setting) = when (setting) {
        Setting.NFC -> start(Intent(Settings.ACTION_NFC_SETTINGS)) || start(Intent(Settings.ACTION_WIRELESS_SETTINGS))
    }

    private fun start(intent: Intent): Boolean = try {
        context.startActivity(intent)
        true
    } catch (_: ActivityNotFoundException) {
        false // no browser, or settings without that page: the words beside the button say what to look for
    }

    companion object {
        const val TEXT_SP = 16f
        const val SMALL_SP = 14f
        const val HEADING_SP = 18f
        const val BUTTON_SP = 18f
        const val TOUCH = 48
        private const val BUTTON = 56
        private const val INSET = 12
        private const val BETWEEN = 8
        private const val SIGN = 24
        private const val LINE_SPACING = 1.3f

        private val SIGNS = mapOf(
            NoticeKind.INFORMATION to "i",
            NoticeKind.WARNING to "!",
            NoticeKind.ERROR to "×",
            NoticeKind.SUCCESS to "✓",
        )

        private fun sign(done: Boolean?, at: Int) = when (done) {
            true -> "☑"
            false -> "☐"
            null -> "${at + 1}."
        }
    }
}
