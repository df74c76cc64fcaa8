//! The closed word lists of the protocol.

/// An enum whose values are words.
macro_rules! names {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $text:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $name { $($(#[$vdoc])* $variant),+ }

        impl $name {
            /// The word that is sent or stored.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text),+ }
            }
        }
    };
}
pub(crate) use names;

/// [`names`] that are also read.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $text:literal),+ $(,)? }) => {
        $crate::words::names! { $(#[$doc])* $name { $($(#[$vdoc])* $variant = $text),+ } }

        impl $name {
            /// Every value, in the order of the API description.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The value of a word, `None` when it is not in the list.
            pub fn parse(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|value| value.as_str() == word)
            }
        }
    };
}
pub(crate) use words;

words! {
    /// What a session is for.
    Operation {
        /// Register the card.
        Register = "register",
        /// Sign in with the card.
        Authenticate = "authenticate",
        /// Release the registration.
        Deregister = "deregister",
    }
}

words! {
    /// What an access token opens.
    Scope {
        /// The status of the registration.
        Status = "status",
        /// The summary of the insurance.
        Insurance = "insurance",
    }
}

words! {
    /// Language of the terms.
    Lang {
        /// Japanese.
        Ja = "ja",
        /// Plain Japanese, with readings as 漢字《かんじ》.
        JaEasy = "ja-easy",
        /// English.
        En = "en",
    }
}

words! {
    /// Signature algorithm of a proof.
    Algorithm {
        /// RSASSA-PKCS1-v1_5 with SHA-256.
        Rs256 = "RS256",
        /// ECDSA on P-384 with SHA-384.
        Es384 = "ES384",
    }
}

words! {
    /// Whether posts must prove that their sender holds the session key (DPoP, RFC 9449).
    SenderConstrained {
        /// Session keys are hashed into transcripts, nothing more.
        None = "none",
        /// A proof that is sent must be right.
        Optional = "optional",
        /// Every session needs a key and every post of it a proof.
        Required = "required",
    }
}

words! {
    /// Which cards a platform takes.
    Environment {
        /// Cards of the production hierarchy.
        Production = "production",
        /// Cards of test hierarchies.
        Sandbox = "sandbox",
    }
}

words! {
    /// What the client runs on.
    ClientPlatform {
        /// Android.
        Android = "android",
        /// iOS.
        Ios = "ios",
        /// Windows.
        Windows = "windows",
        /// macOS.
        Macos = "macos",
        /// Linux.
        Linux = "linux",
    }
}

words! {
    /// Whether the service takes applications at present.
    ServiceState {
        /// It does.
        Ok = "ok",
        /// It does, with delays.
        Degraded = "degraded",
        /// It does not.
        Maintenance = "maintenance",
    }
}
