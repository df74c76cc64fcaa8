package dev.kazasu.sdk

import android.content.Context
import android.graphics.Canvas
import android.graphics.Paint
import android.view.Gravity
import android.view.View
import android.widget.GridLayout
import android.widget.GridLayout.UNDEFINED
import android.widget.GridLayout.spec
import android.widget.LinearLayout
import android.widget.TextView
import dev.kazasu.core.Block

/**
 * The PIN's own keypad: no other keyboard sees the digits, and there is no text field that could be filled, copied,
 * learnt or saved. A digit goes to the core as it is pressed; what is drawn is asked for one digit at a time.
 */
internal class PinPad(
    context: Context, blocks: Blocks, private val look: Look, private val pin: PinTyping, private val field: Block.PinField,
) : LinearLayout(context) {
    private val places = Places(context, look, pin, field.digits.toInt())

    /** What is to be done when there is nothing left to type. */
    var onFull: () -> Unit = {}

    init {
        orientation = VERTICAL
        addView(blocks.label(field.label))
        addView(places, LayoutParams(LayoutParams.MATCH_PARENT, look.px(PLACE)))
        val reveal = blocks.box().apply {
            say(field.show)
            val hide = Runnable { isChecked = false }
            setOnCheckedChangeListener { box, on ->
                places.isRevealed = on
                box.removeCallbacks(hide)
                if (on) box.postDelayed(hide, REVEALED_MS)
            }
        }
        addView(reveal)
        addView(keys(), LayoutParams(LayoutParams.MATCH_PARENT, LayoutParams.WRAP_CONTENT))
        tell()
    }

    fun type(digit: Int) {
        pin.type(digit)
        changed()
    }

    fun erase() {
        pin.erase()
        changed()
    }

    private fun changed() {
        places.invalidate()
        tell()
        if (pin.count == field.digits.toInt()) onFull()
    }

    /** How many digits there are, never which. */
    private fun tell() {
        places.contentDescription = field.entered.getOrNull(pin.count)?.spoken
    }

    private fun keys() = GridLayout(context).apply {
        columnCount = COLUMNS
        (1..9).forEach { digit -> key(digit.toString(), digit.toString()) { type(digit) } }
        // An empty place, so that 0 stands where it stands on a telephone.
        addView(View(context), cell())
        key("0", "0") { type(0) }
        key("⌫", field.erase.spoken) { erase() }
    }

    private fun GridLayout.key(shown: String, spoken: String, press: () -> Unit) {
        val key = TextView(context).apply {
            text = shown
            contentDescription = spoken
            textSize = KEY_SP
            gravity = Gravity.CENTER
            setTextColor(look.text)
            minHeight = look.px(KEY)
            background = look.touchable(look.ground, look.line)
            accessibilityDelegate = AsButton
            setOnClickListener { press() }
        }
        addView(key, cell())
    }

    private fun cell() = GridLayout.LayoutParams(spec(UNDEFINED, 1f), spec(UNDEFINED, 1f)).apply {
        width = 0
        val gap = look.px(GAP)
        setMargins(gap, gap, gap, gap)
        setGravity(Gravity.FILL)
    }

    private companion object {
        const val COLUMNS = 3
        const val KEY = 56
        const val KEY_SP = 24f
        const val GAP = 4
        const val PLACE = 64

        /** How long digits stay in sight, for those who look over a shoulder. */
        const val REVEALED_MS = 5000L
    }
}

/** The digits' places: a dot where there is one, the digit itself where the person asked to see it. */
internal class Places(context: Context, private val look: Look, private val pin: PinTyping, private val digits: Int) :
    View(context) {
    var isRevealed = false
        set(value) {
            field = value
            invalidate()
        }
    private val edge = Paint(Paint.ANTI_ALIAS_FLAG).apply {
        style = Paint.Style.STROKE
        strokeWidth = look.px(1).toFloat()
        color = look.line
    }
    private val ink = Paint(Paint.ANTI_ALIAS_FLAG).apply {
        color = look.text
        textAlign = Paint.Align.CENTER
    }

    init {
        accessibilityLiveRegion = ACCESSIBILITY_LIVE_REGION_POLITE
    }

    override fun onDraw(canvas: Canvas) {
        val side = minOf(height.toFloat(), width.toFloat() / (digits + 1))
        val left = (width - side * digits) / 2
        ink.textSize = side / 2
        for (place in 0 until digits) {
            val middle = left + side * (place + 0.5f)
            canvas.drawRect(middle - side * 0.42f, height / 2 - side * 0.42f, middle + side * 0.42f, height / 2 + side * 0.42f, edge)
            val digit = pin.digit(place) ?: continue
            if (isRevealed) {
                canvas.drawText(DIGITS, digit, 1, middle, height / 2 - (ink.ascent() + ink.descent()) / 2, ink)
            } else {
                canvas.drawCircle(middle, height / 2f, side / 8, ink)
            }
        }
    }

    private companion object {
        /** Drawn from, by place: no text is made that holds what was typed. */
        val DIGITS = CharArray(10) { '0' + it }
    }
}
