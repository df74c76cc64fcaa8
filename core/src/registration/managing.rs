//! The calls around a registration: sign-in, one's own registration, insurance summary, release (HRP/1 §3.5).

use std::fmt;

use serde::Deserialize;
use zeroize::Zeroizing;

use crate::effect::HttpAnswer;
use crate::secret::SecretText;

use super::exchange::{CallError, Calls, Sender, json};
use super::{Session, Settled, is_token};

/// What a sign-in gives: five minutes of reading what it was for.
#[derive(Debug)]
pub(crate) struct Access(SecretText);

/// A signed request, to be sent as often as it takes: the same octets under the same key.
pub(crate) struct Request<'a> {
    pub(crate) session: &'a Session,
    /// As it stands in the header, quotation marks included.
    pub(crate) key: &'a str,
    pub(crate) body: &'a str,
}

impl Calls<'_> {
    async fn post_signed(&mut self, path: &str, request: &Request<'_>) -> Result<HttpAnswer, CallError> {
        let sender = Sender { token: &request.session.token, key: request.session.key.as_ref() };
        self.post_in_session(path, sender, Some(request.key), Some(request.body)).await
    }

    /// `POST /v1/authentications`.
    pub(crate) async fn authenticate(&mut self, request: &Request<'_>) -> Result<Access, CallError> {
        #[derive(Deserialize)]
        struct AccessToken {
            access_token: String,
        }
        let answer = self.post_signed("/v1/authentications", request).await?;
        let token: AccessToken = json(&answer, 201)?;
        if !is_token(&token.access_token) {
            return Err(CallError::Broken("a malformed access token"));
        }
        Ok(Access(SecretText::new(token.access_token)))
    }

    /// `GET /v1/registrations/me`.
    pub(crate) async fn my_registration(&mut self, access: &Access) -> Result<Settled, CallError> {
        let answer = self.get("/v1/registrations/me", Some(&access.0)).await?;
        self.settled(&answer, &[200])
    }

    /// `GET /v1/insurance-info/latest`. Nothing of the answer is kept (REQ-112).
    pub(crate) async fn insurance(&mut self, access: &Access) -> Result<Insurance, CallError> {
        let mut answer = self.get("/v1/insurance-info/latest", Some(&access.0)).await?;
        let summary = json::<Summary>(&answer, 200);
        let _wiped = Zeroizing::new(std::mem::take(&mut answer.body));
        Ok(summary?.into())
    }

    /// `POST /v1/deregistrations`.
    pub(crate) async fn deregister(&mut self, request: &Request<'_>) -> Result<Settled, CallError> {
        let answer = self.post_signed("/v1/deregistrations", request).await?;
        self.settled(&answer, &[202])
    }
}

/// What the platform says of the insurance: shown, and kept nowhere (REQ-112). `Debug` shows nothing of it.
#[derive(Clone, Default)]
pub(crate) struct Insurance {
    /// By the platform, in seconds since 1970.
    pub(crate) as_of: i64,
    /// Whether there is a record.
    pub(crate) found: bool,
    pub(crate) insurer: Option<Zeroizing<String>>,
    /// Symbol, number and branch, masked by the platform.
    pub(crate) number: Option<Zeroizing<String>>,
    /// Year, month, day.
    pub(crate) valid_from: Option<(i32, u8, u8)>,
}

impl fmt::Debug for Insurance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Insurance(..)")
    }
}

/// As it comes.
#[derive(Deserialize)]
struct Summary {
    #[serde(deserialize_with = "super::time")]
    as_of: i64,
    found: bool,
    insurer_name: Option<String>,
    insured_symbol_masked: Option<String>,
    insured_number_masked: Option<String>,
    branch_number: Option<String>,
    valid_from: Option<String>,
}

impl From<Summary> for Insurance {
    fn from(summary: Summary) -> Self {
        let parts = [summary.insured_symbol_masked, summary.insured_number_masked, summary.branch_number]
            .map(|part| part.map(Zeroizing::new));
        let mut number = Zeroizing::new(String::with_capacity(256)); // never regrown: a regrown text leaves a copy behind
        for part in parts.iter().flatten().filter(|part| part.len() <= 64) {
            if !number.is_empty() {
                number.push_str(" - ");
            }
            number.push_str(part);
        }
        Self {
            as_of: summary.as_of,
            found: summary.found,
            insurer: summary.insurer_name.map(Zeroizing::new),
            number: (!number.is_empty()).then_some(number),
            valid_from: summary.valid_from.and_then(|date| day(&date)),
        }
    }
}

/// A date as RFC 3339 writes it.
fn day(text: &str) -> Option<(i32, u8, u8)> {
    let mut parts = text.split('-');
    let (year, month, day) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    let is_date = (1..=12).contains(&month) && (1..=31).contains(&day) && parts.next().is_none();
    is_date.then_some((year, month, day))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days() {
        assert_eq!(day("2026-04-01"), Some((2026, 4, 1)));
        for odd in ["", "2026", "2026-13-01", "2026-00-01", "2026-04-32", "2026-04-01-1", "x-y-z"] {
            assert_eq!(day(odd), None, "{odd}");
        }
    }

    fn summary(symbol: Option<&str>, number: Option<&str>, branch: Option<&str>) -> Insurance {
        let summary = serde_json::json!({
            "as_of": "2026-11-22T00:00:00Z", "found": true, "insurer_name": "協会けんぽ",
            "insured_symbol_masked": symbol, "insured_number_masked": number, "branch_number": branch,
        });
        serde_json::from_value::<Summary>(summary).expect("what a platform answers").into()
    }

    #[test]
    fn req_112_symbol_number_and_branch_stand_in_one_row() {
        let number = |symbol, number, branch| summary(symbol, number, branch).number.map(|text| text.to_string());
        assert_eq!(number(Some("12**"), Some("***45"), Some("01")).as_deref(), Some("12** - ***45 - 01"));
        assert_eq!(number(None, Some("***45"), None).as_deref(), Some("***45"));
        assert_eq!(number(None, None, None), None);
        assert_eq!(number(Some(&"1".repeat(65)), None, None), None, "longer than any");
    }

    #[test]
    fn req_112_nothing_of_an_insurance_is_written_down() {
        assert_eq!(format!("{:?}", summary(Some("12**"), Some("***45"), None)), "Insurance(..)");
    }
}
