package dev.kazasu.app

import android.security.keystore.KeyGenParameterSpec
import java.io.InputStream
import java.io.OutputStream
import java.security.Key
import java.security.KeyStoreSpi
import java.security.Provider
import java.security.SecureRandom
import java.security.Security
import java.security.cert.Certificate
import java.security.spec.AlgorithmParameterSpec
import java.util.Collections
import java.util.Date
import java.util.Enumeration
import java.util.concurrent.ConcurrentHashMap
import javax.crypto.KeyGeneratorSpi
import javax.crypto.SecretKey
import javax.crypto.spec.SecretKeySpec

/**
 * The phone's Keystore, of which the JVM has none: keys by alias, asked for and made as there. What a key may be used for
 * is looked at, that it cannot be read out is not shown here.
 */
class FakeKeystore : Provider("AndroidKeyStore", "1", "for tests") {
    init {
        putService(Given(this, "KeyStore", "AndroidKeyStore") { Store() })
        putService(Given(this, "KeyGenerator", "AES") { Generator() })
    }

    private class Given(provider: Provider, type: String, name: String, private val make: () -> Any) :
        Service(provider, type, name, "-", null, null) {
        override fun newInstance(parameter: Any?): Any = make()
    }

    private class Generator : KeyGeneratorSpi() {
        private lateinit var spec: KeyGenParameterSpec

        override fun engineInit(random: SecureRandom) = error("a key without a purpose")

        override fun engineInit(size: Int, random: SecureRandom) = error("a key without a purpose")

        override fun engineInit(spec: AlgorithmParameterSpec, random: SecureRandom) {
            this.spec = spec as KeyGenParameterSpec
        }

        override fun engineGenerateKey(): SecretKey {
            specs[spec.keystoreAlias] = spec
            val bytes = ByteArray(spec.keySize / 8).also(SecureRandom()::nextBytes)
            return SecretKeySpec(bytes, "AES").also { keys[spec.keystoreAlias] = it }
        }
    }

    private class Store : KeyStoreSpi() {
        override fun engineLoad(stream: InputStream?, password: CharArray?) = Unit

        override fun engineGetKey(alias: String, password: CharArray?): Key? {
            if (isBroken) throw IllegalStateException("the Keystore's service died")
            return keys[alias]
        }

        override fun engineDeleteEntry(alias: String) {
            keys.remove(alias)
        }

        override fun engineAliases(): Enumeration<String> = Collections.enumeration(keys.keys)

        override fun engineContainsAlias(alias: String) = keys.containsKey(alias)

        override fun engineSize() = keys.size

        override fun engineIsKeyEntry(alias: String) = keys.containsKey(alias)

        override fun engineIsCertificateEntry(alias: String) = false

        override fun engineGetCertificateChain(alias: String): Array<Certificate>? = null

        override fun engineGetCertificate(alias: String): Certificate? = null

        override fun engineGetCertificateAlias(certificate: Certificate): String? = null

        override fun engineGetCreationDate(alias: String): Date? = null

        override fun engineSetKeyEntry(alias: String, key: Key, password: CharArray?, chain: Array<Certificate>?) = error("not used")

        override fun engineSetKeyEntry(alias: String, key: ByteArray, chain: Array<Certificate>?) = error("not used")

        override fun engineSetCertificateEntry(alias: String, certificate: Certificate) = error("not used")

        override fun engineStore(stream: OutputStream?, password: CharArray?) = error("not used")
    }

    companion object {
        val keys = ConcurrentHashMap<String, SecretKey>()
        val specs = ConcurrentHashMap<String, KeyGenParameterSpec>()

        @Volatile
        var isBroken = false

        /** An empty one, in the place of the phone's. */
        fun install() {
            keys.clear()
            specs.clear()
            isBroken = false
            Security.removeProvider("AndroidKeyStore")
            Security.addProvider(FakeKeystore())
        }
    }
}
