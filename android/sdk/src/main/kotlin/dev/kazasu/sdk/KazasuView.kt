package dev.kazasu.sdk

import android.animation.ValueAnimator
import android.content.Context
import android.graphics.Rect
import android.view.Gravity
import android.view.KeyEvent
import android.view.MotionEvent
import android.view.View
import android.view.ViewGroup
import android.view.accessibility.AccessibilityNodeInfo
import android.widget.LinearLayout
import android.widget.ScrollView
import android.widget.TextView
import dev.kazasu.core.Action
import dev.kazasu.core.Block
import dev.kazasu.core.NoticeKind
import dev.kazasu.core.Screen

/**
 * Draws a session's screens with the platform's own views: header, blocks, buttons. It holds no text and no rule; what the
 * person does goes back to the session.
 */
public class KazasuView(context: Context, private val session: KazasuSession) : ScrollView(context) {
    private val look = Look(context)
    private val blocks = Blocks(context, look, session)
    private val column = LinearLayout(context).apply { orientation = LinearLayout.VERTICAL }
    private val body = LinearLayout(context).apply { orientation = LinearLayout.VERTICAL }
    private lateinit var title: TextView
    private var shown: Screen? = null

    init {
        isFillViewport = true
        setBackgroundColor(look.ground)
        // No saved state, no autofill: what stands here is drawn anew.
        isSaveFromParentEnabled = false
        importantForAutofill = View.IMPORTANT_FOR_AUTOFILL_NO_EXCLUDE_DESCENDANTS
        val edge = look.px(EDGE)
        column.setPadding(edge, edge, edge, edge)
        addView(column)
    }

    /** On a wide screen lines stay as long as they can be read. */
    override fun onMeasure(widthMeasureSpec: Int, heightMeasureSpec: Int) {
        val side = maxOf(0, (MeasureSpec.getSize(widthMeasureSpec) - look.px(WIDEST)) / 2)
        if (paddingLeft != side) setPadding(side, 0, side, 0)
        super.onMeasure(widthMeasureSpec, heightMeasureSpec)
    }

    /** Draws [screen]. What is on it already stays in place, and so does a screen reader's focus. */
    public fun show(screen: Screen) {
        val before = shown
        shown = screen
        val same = before != null && before.copy(title = screen.title, blocks = screen.blocks) == screen
        if (same && before.blocks.size == screen.blocks.size) {
            if (before.title != screen.title) title.say(screen.title)
            screen.blocks.forEachIndexed { at, block -> change(at, before.blocks[at], block) }
        } else {
            drawAnew(screen, keepsPlace = before?.serial == screen.serial)
        }
    }

    private fun change(at: Int, before: Block, block: Block) {
        if (block == before || blocks.update(body.getChildAt(at), block)) return
        body.removeViewAt(at)
        body.addView(blocks.draw(block), at, below())
    }

    private fun drawAnew(screen: Screen, keepsPlace: Boolean) {
        column.removeAllViews()
        body.removeAllViews()
        column.addView(Header(context, look, session, screen), below())
        title = blocks.label(screen.title, TITLE_SP).apply {
            paint.isFakeBoldText = true
            // It may change while a screen stays: what was accepted becomes registered.
            accessibilityLiveRegion = View.ACCESSIBILITY_LIVE_REGION_POLITE
            if (android.os.Build.VERSION.SDK_INT >= android.os.Build.VERSION_CODES.P) isAccessibilityHeading = true
        }
        column.addView(title, below())
        screen.blocks.forEach { body.addView(blocks.draw(it), below()) }
        column.addView(body)
        // Buttons stand at the bottom of a short screen, within reach of the thumb.
        column.addView(View(context), LinearLayout.LayoutParams(0, 0, 1f))
        screen.actions.forEach { column.addView(button(screen, it), below()) }
        screen.links.forEach { column.addView(blocks.outward(it), below()) }
        // On a small phone the way on is below the keys: it comes into sight when the last digit is typed.
        blocks.pinPad?.onFull = {
            val next = column.findViewWithTag<View>(screen.actions.find { it.isDefault }?.id)
            next?.requestRectangleOnScreen(Rect(0, 0, next.width, next.height), isStill)
        }
        if (keepsPlace) return
        scrollTo(0, 0)
        if (android.os.Build.VERSION.SDK_INT >= android.os.Build.VERSION_CODES.P) {
            accessibilityPaneTitle = screen.title.spoken
        }
        title.performAccessibilityAction(AccessibilityNodeInfo.ACTION_ACCESSIBILITY_FOCUS, null)
        screen.blocks.find { it is Block.Notice && it.kind == NoticeKind.ERROR }?.let { announceForAccessibility((it as Block.Notice).text.spoken) }
    }

    /** Whether the person has switched movement off. */
    private val isStill: Boolean get() = !ValueAnimator.areAnimatorsEnabled()

    private fun button(screen: Screen, action: Action): TextView =
        blocks.button(action.label, action.kind) { session.press(screen, action.id) }.apply { tag = action.id }

    /** Digits, deleting, Enter and Escape of a keyboard. */
    override fun dispatchKeyEvent(event: KeyEvent): Boolean {
        val screen = shown
        if (event.action != KeyEvent.ACTION_DOWN || screen == null) return super.dispatchKeyEvent(event)
        val pad = blocks.pinPad?.takeIf { it.isAttachedToWindow }
        return when (event.keyCode) {
            KeyEvent.KEYCODE_ESCAPE -> session.back()
            KeyEvent.KEYCODE_ENTER, KeyEvent.KEYCODE_NUMPAD_ENTER -> if (findFocus() is TextView) {
                super.dispatchKeyEvent(event)
            } else {
                screen.actions.find { it.isDefault }?.let { session.press(screen, it.id) } != null
            }
            KeyEvent.KEYCODE_DEL -> pad?.erase() != null
            else -> if (pad != null && event.isPrintingKey && event.number.isDigit()) {
                pad.type(event.number.digitToInt())
                true
            } else {
                super.dispatchKeyEvent(event)
            }
        }
    }

    /** What another app has laid over this one must not lead a finger (REQ-125; hrp-1 T07). */
    override fun onFilterTouchEventForSecurity(event: MotionEvent): Boolean =
        event.flags and (MotionEvent.FLAG_WINDOW_IS_OBSCURED or FLAG_WINDOW_IS_PARTIALLY_OBSCURED) == 0

    private fun below() = LinearLayout.LayoutParams(ViewGroup.LayoutParams.MATCH_PARENT, ViewGroup.LayoutParams.WRAP_CONTENT)
        .apply { bottomMargin = look.px(GAP) }

    private companion object {
        const val EDGE = 16
        const val GAP = 12
        const val WIDEST = 600
        const val TITLE_SP = 24f

        /** `MotionEvent.FLAG_WINDOW_IS_PARTIALLY_OBSCURED`, which has a name since API level 29. */
        const val FLAG_WINDOW_IS_PARTIALLY_OBSCURED = 2
    }
}

/** The three steps and the choice of a language. */
internal class Header(context: Context, look: Look, session: KazasuSession, screen: Screen) : LinearLayout(context) {
    init {
        orientation = VERTICAL
        val languages = TextView(context).apply {
            say(screen.languages.label)
            textSize = Blocks.SMALL_SP
            setTextColor(look.accent)
            gravity = Gravity.CENTER
            minimumHeight = look.px(Blocks.TOUCH)
            minimumWidth = look.px(Blocks.TOUCH)
            setOnClickListener { LanguageDialog.show(context, screen.languages, screen.language, session::speak) }
            tag = "languages"
        }
        addView(languages, LayoutParams(LayoutParams.WRAP_CONTENT, LayoutParams.WRAP_CONTENT).apply { gravity = Gravity.END })
        if (screen.steps.isNotEmpty()) addView(steps(look, screen))
    }

    private fun steps(look: Look, screen: Screen) = LinearLayout(context).apply {
        screen.steps.forEach { step ->
            val part = LinearLayout(context).apply {
                orientation = VERTICAL
                gravity = Gravity.CENTER_HORIZONTAL
                // The whole step is one thing to a screen reader, and the current one says where it stands.
                contentDescription = if (step.current) step.spoken.spoken else step.name.spoken
                isFocusable = true
                isSelected = step.current
            }
            val number = small(step.number.toString(), if (step.current) look.onAccent else look.quiet).apply {
                val edge = if (step.current) look.accent else look.line
                background = look.shape(if (step.current) look.accent else look.ground, edge, look.textPx(NUMBER))
                width = look.textPx(NUMBER)
                height = look.textPx(NUMBER)
            }
            val name = small(step.name.drawn(), if (step.current) look.text else look.quiet).apply {
                paint.isFakeBoldText = step.current
                paint.isUnderlineText = step.current
            }
            part.addView(number, LayoutParams(LayoutParams.WRAP_CONTENT, LayoutParams.WRAP_CONTENT))
            part.addView(name)
            addView(part, LayoutParams(0, LayoutParams.WRAP_CONTENT, 1f))
        }
    }

    private fun small(shown: CharSequence, colour: Int) = TextView(context).apply {
        text = shown
        textSize = Blocks.SMALL_SP
        gravity = Gravity.CENTER
        importantForAccessibility = View.IMPORTANT_FOR_ACCESSIBILITY_NO
        setTextColor(colour)
    }

    private companion object {
        const val NUMBER = 28
    }
}
