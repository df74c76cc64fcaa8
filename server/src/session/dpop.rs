//! Proof that whoever sends a session token holds the session key: DPoP (RFC 9449), ES256 alone.

use ring::signature::{ECDSA_P256_SHA256_FIXED, UnparsedPublicKey};

use crate::app::App;
use crate::clock::Moment;
use crate::codec::{Sha256, b64u, digest_from_b64u, from_b64u, sha256};
use crate::json::{Fields, Node, parse};
use crate::problem::{Code, Problem};
use crate::store::Session;
use crate::words::SenderConstrained;

const LONGEST: usize = 2048;
/// How far `iat` may be from server time, either way. Clients count by the server's time (HRP/1 §3.10).
const TOLERANCE_S: i64 = 300;

/// What a request says about its session key, before it is known whether that is needed.
pub(crate) struct Dpop {
    /// Every `DPoP` header.
    pub(crate) headers: Vec<String>,
    /// The request's method.
    pub(crate) method: &'static str,
    /// The request's path.
    pub(crate) path: String,
}

/// HRP/1 §3.15 B18: demanded when the platform says so; looked at when it is sent and the platform knows it.
pub(crate) async fn check_session_key(app: &App, session: &Session, token: &str, sent: &Dpop) -> Result<(), Problem> {
    let how = app.sender_constrained();
    let Some(key) = session.session_key.filter(|_| how != SenderConstrained::None) else { return Ok(()) };
    if sent.headers.is_empty() && how == SenderConstrained::Optional {
        return Ok(());
    }
    let invalid = || Problem::new(Code::SessionInvalid);
    let [header] = sent.headers.as_slice() else { return Err(invalid()) };
    let wanted = Wanted {
        key,
        method: sent.method,
        address: format!("{}{}", app.settings.origin, sent.path),
        token: b64u(&sha256(token.as_bytes())),
        now: app.now(),
    };
    let jti = wanted.accepts(header).ok_or_else(invalid)?;
    let until = app.now() + std::time::Duration::from_secs(2 * TOLERANCE_S.unsigned_abs());
    match app.store.first_use(&format!("dpop/{}", b64u(&jti)), until).await? {
        true => Ok(()),
        false => Err(invalid()),
    }
}

/// What a proof must say.
struct Wanted {
    key: Sha256,
    method: &'static str,
    address: String,
    token: String,
    now: Moment,
}

impl Wanted {
    /// RFC 9449 §4.3; gives the digest of `jti`, bound to the key.
    fn accepts(&self, jwt: &str) -> Option<Sha256> {
        if jwt.len() > LONGEST {
            return None;
        }
        let mut parts = jwt.split('.');
        let (header, claims, signature) = (parts.next()?, parts.next()?, parts.next()?);
        if parts.next().is_some() {
            return None;
        }
        let key = self.header(object(header)?)?;
        let signed = &jwt.as_bytes()[..header.len() + 1 + claims.len()];
        let key = UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, key);
        key.verify(signed, &from_b64u(signature)?).ok()?;
        let jti = self.claims(object(claims)?)?;
        Some(sha256([&self.key[..], jti.as_bytes()].concat().as_slice()))
    }

    /// The public key in the header, as a point, if it is the session key.
    fn header(&self, mut fields: Fields) -> Option<Vec<u8>> {
        fields.word("typ", |word| (word == "dpop+jwt").then_some(())).ok()?;
        fields.word("alg", |word| (word == "ES256").then_some(())).ok()?;
        let mut jwk = fields.object("jwk").ok()?;
        jwk.word("kty", |word| (word == "EC").then_some(())).ok()?;
        jwk.word("crv", |word| (word == "P-256").then_some(())).ok()?;
        let (x, y) = (jwk.text("x").ok()?, jwk.text("y").ok()?);
        let point = [&[4][..], &digest_from_b64u(&x)?, &digest_from_b64u(&y)?].concat();
        let private = jwk.optional("d").is_some();
        (!private && thumbprint(&x, &y) == self.key).then_some(point)
    }

    fn claims(&self, mut fields: Fields) -> Option<String> {
        let fits = fields.text("htm").ok()? == self.method
            && fields.text("htu").ok()? == self.address
            && fields.text("ath").ok()? == self.token;
        let Ok(Node::Number(iat)) = fields.required("iat") else { return None };
        let near = (iat.as_i64()? - self.now.seconds()).abs() <= TOLERANCE_S;
        let jti = fields.text("jti").ok().filter(|jti| (16..=256).contains(&jti.len()))?;
        (fits && near).then_some(jti)
    }
}

fn object(part: &str) -> Option<Fields> {
    Fields::of(parse(&from_b64u(part)?).ok()?, "").ok()
}

/// RFC 7638 §3: SHA-256 over the required members in order, without spaces.
pub(super) fn thumbprint(x: &str, y: &str) -> Sha256 {
    sha256(format!(r#"{{"crv":"P-256","kty":"EC","x":"{x}","y":"{y}"}}"#).as_bytes())
}
