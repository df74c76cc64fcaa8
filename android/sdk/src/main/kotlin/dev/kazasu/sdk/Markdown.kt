package dev.kazasu.sdk

import android.view.View
import dev.kazasu.core.Line
import dev.kazasu.core.Run

/** A platform's long text: headings, lists, paragraphs. No HTML, no link is followed, no web view (hrp-1 T09). */
internal object Markdown {
    fun draw(body: String, blocks: Blocks): View = blocks.column(
        body.lines().map(String::trim).filter(String::isNotEmpty).map { line ->
            when {
                line.startsWith("#") -> blocks.label(plain(line.trimStart('#').trim()), Blocks.HEADING_SP).apply {
                    paint.isFakeBoldText = true
                }
                line.startsWith("- ") -> blocks.label(plain("• " + line.removePrefix("- ")))
                else -> blocks.label(plain(line))
            }
        },
    )

    /** Stress is left out: its marks would be shown. */
    private fun plain(text: String) = text.replace("**", "").let { Line(listOf(Run(it, null)), it, it) }
}
