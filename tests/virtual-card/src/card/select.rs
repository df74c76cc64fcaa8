//! SELECT (card fact sheet §2, §4.1).

use super::Card;
use super::apdu::{Command, Outcome};
use super::status::StatusWord;

/// Identifier of the JPKI application.
pub const JPKI_AID: [u8; 10] = [0xD3, 0x92, 0xF0, 0x00, 0x26, 0x01, 0x00, 0x00, 0x00, 0x01];

/// Stands for the file control information, whose content nobody has published: a template with the
/// application's name.
pub(super) const OPAQUE_FCI: [u8; 14] =
    [0x6F, 0x0C, 0x84, 0x0A, 0xD3, 0x92, 0xF0, 0x00, 0x26, 0x01, 0x00, 0x00, 0x00, 0x01];

/// An application on the card. Only JPKI has files here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Application {
    /// 公的個人認証AP.
    Jpki,
    /// 共通カードAP.
    Common,
    /// 住基AP.
    ResidentRegister,
    /// 券面事項確認AP.
    Surface,
    /// 券面事項入力補助AP.
    SurfaceInput,
    /// Issuer security domain. Selecting it restores the state after power-up.
    IssuerSecurityDomain,
}

impl Application {
    /// All of them, in the order a partial name is matched.
    const ALL: [Application; 6] = [
        Application::Jpki,
        Application::Common,
        Application::ResidentRegister,
        Application::Surface,
        Application::SurfaceInput,
        Application::IssuerSecurityDomain,
    ];

    fn aid(self) -> &'static [u8] {
        match self {
            Application::Jpki => &JPKI_AID,
            Application::Common => &[0xD3, 0x92, 0x10, 0x00, 0x31, 0x00, 0x01, 0x01, 0x01, 0x00],
            Application::ResidentRegister => &[0xD3, 0x92, 0x10, 0x00, 0x31, 0x00, 0x01, 0x01, 0x04, 0x01],
            Application::Surface => &[0xD3, 0x92, 0x10, 0x00, 0x31, 0x00, 0x01, 0x01, 0x04, 0x02],
            Application::SurfaceInput => &[0xD3, 0x92, 0x10, 0x00, 0x31, 0x00, 0x01, 0x01, 0x04, 0x08],
            Application::IssuerSecurityDomain => &[0xA0, 0x00, 0x00, 0x01, 0x51, 0x00, 0x00],
        }
    }
}

impl Card {
    pub(super) fn select(&mut self, command: &Command) -> Outcome {
        match (command.p1, command.data) {
            (0x04, name) => {
                check_response_wish(command.p2)?;
                self.select_application(name)?;
                Ok(self.file_control_information(command))
            }
            (0x02, &[high, low]) => {
                check_response_wish(command.p2)?;
                self.select_file(u16::from_be_bytes([high, low]))?;
                Ok(Vec::new())
            }
            (0x02, _) => Err(StatusWord::WRONG_LENGTH),
            // There is no master file (card fact sheet §2).
            (0x00, &[]) if self.session.application.is_some() => Ok(Vec::new()),
            (0x00, &[0x3F, 0x00]) => Err(StatusWord::NOT_FOUND),
            _ => Err(StatusWord::WRONG_PARAMETERS),
        }
    }

    fn select_application(&mut self, name: &[u8]) -> Result<(), StatusWord> {
        let application = self.find_application(name).ok_or(StatusWord::NOT_FOUND)?;
        let kept = self.session.verified_in == Some(application) && self.behaviour.reselect_keeps_state;
        if !kept {
            self.user_pin.verified = false;
            self.signature_password.verified = false;
        }
        self.session.verified_in = Some(application);
        self.session.application = Some(application).filter(|&it| it != Application::IssuerSecurityDomain);
        self.session.file = None;
        Ok(())
    }

    fn find_application(&self, name: &[u8]) -> Option<Application> {
        let matches = |aid: &[u8]| {
            if self.behaviour.prefix_select { !name.is_empty() && aid.starts_with(name) } else { aid == name }
        };
        let present = |application: &Application| self.has_jpki || *application != Application::Jpki;
        Application::ALL.into_iter().filter(present).find(|application| matches(application.aid()))
    }

    fn select_file(&mut self, id: u16) -> Result<(), StatusWord> {
        if !self.session.in_jpki() || self.files.get(id).is_none() {
            return Err(StatusWord::NOT_FOUND);
        }
        self.session.file = Some(id);
        Ok(())
    }

    fn file_control_information(&self, command: &Command) -> Vec<u8> {
        let wanted = command.p2 == 0x00 && command.le.is_some() && self.session.in_jpki();
        let mut information = self.behaviour.file_control_information.clone().filter(|_| wanted).unwrap_or_default();
        information.truncate(command.le.unwrap_or(0));
        information
    }
}

/// P2: 00 asks for file control information, 0C for none.
fn check_response_wish(p2: u8) -> Result<(), StatusWord> {
    if matches!(p2, 0x00 | 0x0C) { Ok(()) } else { Err(StatusWord::WRONG_PARAMETERS) }
}
