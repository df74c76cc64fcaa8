//! The system that links a certificate to an insured person.

use std::future::Future;
use std::path::PathBuf;
use std::pin::Pin;
use std::time::Duration;

use serde_json::json;

use crate::clock::Moment;
use crate::codec::hex;
use crate::ids::RegistrationId;
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
    }
}

/// What is delivered for one registration.
#[derive(Clone, PartialEq, Eq)]
pub struct Delivery {
    /// The registration; a delivery may come more than once with the same one.
    pub registration: RegistrationId,
    /// DER of the issuer's name.
    pub issuer_der: Vec<u8>,
    /// Content octets of the certificate's serial number.
    pub serial: Vec<u8>,
    /// When the registration was accepted.
    pub accepted_at: Moment,
    /// Server time.
    pub now: Moment,
}

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

    /// Whether it links at once and without being asked, so that a registration is complete when it is stored.
    fn links_at_once(&self) -> bool {
        false
    }
}

/// Back end that hands deliveries over in a folder: `{registration_id}.request.json` is written there, and another
/// program answers with `{registration_id}.answer`, a file that holds `linked`, `not-linked` or `rejected`.
#[derive(Debug, Clone)]
pub struct FolderBackend {
    /// The folder. The other program erases both files once it has no use for them.
    pub folder: PathBuf,
}

impl FolderBackend {
    async fn hand_over(&self, delivery: &Delivery) -> std::io::Result<Progress> {
        let answer = self.folder.join(format!("{}.answer", delivery.registration));
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
        let request = self.folder.join(format!("{}.request.json", delivery.registration));
        if tokio::fs::try_exists(&request).await? {
            return Ok(());
        }
        let body = json!({
            "registration_id": delivery.registration.as_str(),
            "issuer_der": hex(&delivery.issuer_der),
            "serial": hex(&delivery.serial),
            "accepted_at": delivery.accepted_at.to_string(),
        });
        let unfinished = request.with_extension("part");
        tokio::fs::write(&unfinished, body.to_string()).await?;
        tokio::fs::rename(&unfinished, &request).await
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
            issuer_der: vec![0x30, 0],
            serial: vec![0x12, 0xab],
            accepted_at: Moment(0),
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
    }
}
