package dev.kazasu.sdk

import android.app.Activity
import android.content.pm.ActivityInfo
import android.os.Build
import android.os.Bundle
import android.os.Handler
import android.os.Looper
import android.os.VibrationEffect
import android.os.Vibrator
import android.view.WindowManager.LayoutParams.FLAG_KEEP_SCREEN_ON
import android.view.WindowManager.LayoutParams.FLAG_SECURE
import android.window.OnBackInvokedCallback
import android.window.OnBackInvokedDispatcher
import dev.kazasu.core.Client
import dev.kazasu.core.Entry
import dev.kazasu.core.Outcome
import dev.kazasu.core.PlatformSpec
import dev.kazasu.core.Screen

/**
 * Home, registering and everything around it. An app extends it, says which [platform] it is for, and declares it in
 * its manifest with `android:launchMode="singleTop"`. What starts it (icon, tap, link) opens it and tells it nothing: an
 * intent's data is not looked at.
 */
public abstract class KazasuActivity : Activity(), KazasuSession.Listener {
    /** The one platform that this app is for. */
    protected abstract val platform: PlatformSpec

    /** Where a person comes in: home, unless an app has a home of its own. */
    protected open val entry: Entry get() = Entry.HOME

    /** What the session needs of the phone. Called once for every session. */
    protected open fun ports(): Ports = Ports(IsoDepCard(), SealedStore(applicationContext))

    /** It is over. The activity ends; an app that goes on elsewhere does so here. */
    override fun onClosed(outcome: Outcome?) {
        finish()
    }

    /** What the person is doing. */
    protected lateinit var session: KazasuSession
        private set

    private lateinit var ports: Ports
    private lateinit var view: KazasuView
    private val handler = Handler(Looper.getMainLooper())
    private val away = Runnable { session.abandon() }

    override fun onCreate(state: Bundle?) {
        super.onCreate(state)
        // A rotation hands it over; whatever else ended the process has ended it, and the core goes on from what is saved.
        val kept = lastNonConfigurationInstance as? Kept
        ports = kept?.ports ?: ports()
        session = kept?.session
            ?: KazasuSession(platform, client(), ports, Languages.of(resources.configuration.locales[0]), entry)
        view = KazasuView(this, session)
        setContentView(view)
        if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.TIRAMISU) {
            setRecentsScreenshotEnabled(false)
            val back = OnBackInvokedCallback { goBack() }
            onBackInvokedDispatcher.registerOnBackInvokedCallback(OnBackInvokedDispatcher.PRIORITY_DEFAULT, back)
        }
        session.attach(this)
    }

    override fun onScreen(screen: Screen) {
        view.show(screen)
        set(FLAG_SECURE, screen.secret)
        set(FLAG_KEEP_SCREEN_ON, session.isHolding)
        // Turning while a card is read would switch the field off.
        requestedOrientation =
            if (session.isHolding) ActivityInfo.SCREEN_ORIENTATION_LOCKED else ActivityInfo.SCREEN_ORIENTATION_UNSPECIFIED
    }

    override fun onCue(cue: KazasuSession.Cue) {
        val pattern = when (cue) {
            KazasuSession.Cue.FOUND -> longArrayOf(0, 50)
            KazasuSession.Cue.READ -> longArrayOf(0, 250)
            KazasuSession.Cue.LOST -> longArrayOf(0, 80, 120, 80)
        }
        getSystemService(Vibrator::class.java)?.vibrate(VibrationEffect.createWaveform(pattern, -1))
    }

    override fun onResume() {
        super.onResume()
        ports.card.attach(this, session::notice)
    }

    override fun onPause() {
        ports.card.detach(this)
        super.onPause()
    }

    override fun onStart() {
        super.onStart()
        handler.removeCallbacks(away)
    }

    override fun onStop() {
        if (!isChangingConfigurations) handler.postDelayed(away, AWAY_MS)
        super.onStop()
    }

    override fun onDestroy() {
        handler.removeCallbacks(away)
        if (isChangingConfigurations) session.attach(null) else session.close()
        super.onDestroy()
    }

    @Deprecated("called up to API level 32; later ones call what onCreate registers")
    override fun onBackPressed() {
        goBack()
    }

    @Deprecated("the platform's own way, without a library")
    override fun onRetainNonConfigurationInstance(): Any = Kept(session, ports)

    /** Where there is only waiting to do, the way back leaves the app without ending anything. */
    private fun goBack() {
        if (!session.back()) moveTaskToBack(true)
    }

    private fun set(flag: Int, on: Boolean) {
        if (on) window.addFlags(flag) else window.clearFlags(flag)
    }

    private fun client(): Client {
        val version = packageManager.getPackageInfo(packageName, 0).versionName
        return Client(packageName.take(LONGEST_NAME), version, "android")
    }

    private class Kept(val session: KazasuSession, val ports: Ports)

    private companion object {
        /** How long an app may be out of sight before a typed PIN is wiped. */
        const val AWAY_MS = 5000L

        /** What HRP/1 takes as the name of a client. */
        const val LONGEST_NAME = 64
    }
}
