package dev.kazasu.app

import dev.kazasu.core.PlatformSpec
import dev.kazasu.sdk.KazasuActivity
import dev.kazasu.sdk.Ports
import dev.kazasu.sdk.SealedStore

/** The app: one platform, one activity. */
open class MainActivity : KazasuActivity() {
    override val platform: PlatformSpec = BuildPlatform.spec()

    override fun ports(): Ports = Ports(BuildCard.of(this), SealedStore(applicationContext))
}
