//! The system that links a certificate to an insured person.

use std::future::Future;
use std::path::PathBuf;
use std::pin::Pin;
use std::time::Duration;

use serde_json::json;

use crate::clock::Moment;
use crate::codec::hex;
use crate::ids::RegistrationId;
use crate::store::DeliveryKind;
use crate::words::words;

words! {
    /// The back end's verdict.
    Verdict {
        /// The card now works as an insurance card.
        Linked = "linked",
        /// No insured person was found for the certificate.
        NotLinked = "not-linked",
        /// The insurer refused.
        Rejected = "rejected",
        /// To a release only: the insurer took it.
        Released = "released",
    }
}

/// What is delivered for one registration.
#[derive(Clone, PartialEq, Eq)]
pub struct Delivery {
    /// The registration; a delivery may come more than once with the same one.
    pub registration: RegistrationId,
    /// Whether it is to be linked or released. A release never comes before the link is decided.
    pub kind: DeliveryKind,
    /// DER of the issuer's name.
    pub issuer_der: Vec<u8>,
    /// Content octets of the certificate's serial number.
    pub serial: Vec<u8>,
    /// When it was asked for.
    pub asked_at: Moment,
    /// Server time.
    pub now: Moment,
}

/// Summary of an insurance (REQ-112). It passes through: it is neither stored nor logged, and has no `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub struct InsuranceSummary {
    /// As of when it holds.
    pub as_of: Moment,
    /// Name of the insurer.
    pub insurer_name: String,
    /// Symbol; the platform masks it before it goes out.
    pub symbol: Option<String>,
    /// Number; the platform masks it before it goes out.
    pub number: Option<String>,
    /// Branch number.
    pub branch_number: Option<String>,
    /// First day, `YYYY-MM-DD`.
    pub valid_from: Option<String>,
    /// Last day, `YYYY-MM-DD`.
    pub valid_to: Option<String>,
}

/// The summary, later; `None` when the back end knows of no insurance.
pub type InsuranceAnswer<'a> =
    Pin<Box<dyn Future<Output = Result<Option<InsuranceSummary>, DeliveryError>> + Send + 'a>>;

/// How a delivery went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// It is decided.
    Done(Verdict),
    /// It is being worked on; ask again after this time.
    Pending(Duration),
}

/// The back end could not be reached or did not answer as it should. The delivery is tried again.
#[derive(Debug, thiserror::Error)]
#[error("the eligibility back end failed: {0}")]
pub struct DeliveryError(pub String);

/// The progress, later.
pub type DeliveryAnswer<'a> = Pin<Box<dyn Future<Output = Result<Progress, DeliveryError>> + Send + 'a>>;

/// An eligibility back end. It must take the same delivery more than once.
pub trait EligibilityBackend: Send + Sync + 'static {
    /// Delivers, or asks how an earlier delivery went.
    fn deliver<'a>(&'a self, delivery: &'a Delivery) -> DeliveryAnswer<'a>;

    /// Asks for the summary of the insurance that a registration was linked with. A back end that tells none answers
    /// `None`, which people are told as "not found".
    fn insurance<'a>(&'a self, _registration: &'a RegistrationId, _now: Moment) -> InsuranceAnswer<'a> {
        Box::pin(async { Ok(None) })
    }

    /// Whether it links at once and without being asked, so that a registration is complete when it is stored.
    fn links_at_once(&self) -> bool {
        false
    }
}

/// Back end that hands deliveries over in a folder: `{registration_id}.request.json` is written there, and another
/// program answers with `{registration_id}.answer`, a file that holds `linked`, `not-linked` or `rejected`. A release is
/// `{registration_id}.release.request.json`, answered by `{registration_id}.release.answer` with `released` or
/// `rejected`. It tells no summary of an insurance.
#[derive(Debug, Clone)]
pub struct FolderBackend {
    /// The folder. The other program erases both files once it has no use for them.
    pub folder: PathBuf,
}

impl FolderBackend {
    async fn hand_over(&self, delivery: &Delivery) -> std::io::Result<Progress> {
        let answer = self.folder.join(format!("{}.answer", file_name(delivery)));
        match tokio::fs::read_to_string(&answer).await {
            Ok(text) => {
                let verdict = Verdict::parse(text.trim());
                verdict.map(Progress::Done).ok_or_else(|| std::io::Error::other("an answer file holds no known word"))
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                self.write_request(delivery).await?;
                Ok(Progress::Pending(Duration::from_secs(5)))
            }
            Err(error) => Err(error),
        }
    }

    async fn write_request(&self, delivery: &Delivery) -> std::io::Result<()> {
        let request = self.folder.join(format!("{}.request.json", file_name(delivery)));
        if tokio::fs::try_exists(&request).await? {
            return Ok(());
        }
        let body = json!({
            "registration_id": delivery.registration.as_str(),
            "issuer_der": hex(&delivery.issuer_der),
            "serial": hex(&delivery.serial),
            "accepted_at": delivery.asked_at.to_string(),
        });
        let unfinished = request.with_extension("part");
        tokio::fs::write(&unfinished, body.to_string()).await?;
        tokio::fs::rename(&unfinished, &request).await
    }
}

fn file_name(delivery: &Delivery) -> String {
    match delivery.kind {
        DeliveryKind::Link => delivery.registration.to_string(),
        DeliveryKind::Release => format!("{}.release", delivery.registration),
    }
}

impl EligibilityBackend for FolderBackend {
    fn deliver<'a>(&'a self, delivery: &'a Delivery) -> DeliveryAnswer<'a> {
        Box::pin(async move { self.hand_over(delivery).await.map_err(|error| DeliveryError(error.to_string())) })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[tokio::test]
    async fn a_folder_carries_the_request_and_the_answer() {
        let folder = tempfile::tempdir().unwrap();
        let backend = FolderBackend { folder: folder.path().to_owned() };
        let delivery = Delivery {
            registration: RegistrationId::random().unwrap(),
            kind: DeliveryKind::Link,
            issuer_der: vec![0x30, 0],
            serial: vec![0x12, 0xab],
            asked_at: Moment(0),
            now: Moment(0),
        };
        assert!(matches!(backend.deliver(&delivery).await.unwrap(), Progress::Pending(_)));
        let name = format!("{}.request.json", delivery.registration);
        assert!(std::fs::read_to_string(folder.path().join(name)).unwrap().contains("\"serial\":\"12ab\""));
        let answer = folder.path().join(format!("{}.answer", delivery.registration));
        std::fs::write(&answer, "perhaps\n").unwrap();
        assert!(backend.deliver(&delivery).await.is_err());
        std::fs::write(&answer, "not-linked\n").unwrap();
        assert_eq!(backend.deliver(&delivery).await.unwrap(), Progress::Done(Verdict::NotLinked));
        let release = Delivery { kind: DeliveryKind::Release, ..delivery };
        assert!(matches!(backend.deliver(&release).await.unwrap(), Progress::Pending(_)));
        assert!(folder.path().join(format!("{}.release.request.json", release.registration)).exists());
    }
}
