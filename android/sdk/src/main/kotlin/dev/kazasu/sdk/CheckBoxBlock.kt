package dev.kazasu.sdk

import android.content.Context
import android.view.View
import android.widget.Button
import android.widget.LinearLayout
import android.view.accessibility.AccessibilityNodeInfo
import dev.kazasu.core.Block

/** A box with its help below. What is ticked is the core's to say. */
internal class CheckBoxBlock(context: Context, blocks: Blocks, block: Block.Checkbox, private val tick: (Boolean) -> Unit) :
    LinearLayout(context) {
    private val box = blocks.box()
    private val help = blocks.quiet(block.help)

    init {
        orientation = VERTICAL
        addView(box)
        addView(help)
        show(block)
    }

    fun show(block: Block.Checkbox) {
        box.setOnCheckedChangeListener(null)
        box.say(block.label)
        box.isChecked = block.on
        help.say(block.help)
        box.setOnCheckedChangeListener { _, on -> tick(on) }
    }
}

/** A text that a screen reader calls a button. */
internal object AsButton : View.AccessibilityDelegate() {
    override fun onInitializeAccessibilityNodeInfo(host: View, info: AccessibilityNodeInfo) {
        super.onInitializeAccessibilityNodeInfo(host, info)
        info.className = Button::class.java.name
    }
}
