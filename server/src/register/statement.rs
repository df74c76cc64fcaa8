//! What a person agreed to, and whether that was offered.

use crate::json::{Fault, Fields};
use crate::problem::Code;
use crate::terms::TermsBook;
use crate::words::Lang;

/// `hrp.register.v1`.
pub(crate) struct RegisterStatement {
    pub(crate) terms_version: String,
    pub(crate) terms_digest: String,
    pub(crate) terms_lang: Lang,
    pub(crate) consents: Vec<String>,
    pub(crate) portal: bool,
}

impl RegisterStatement {
    /// Step 1: keys, types, constants (HRP/1 §3.15 A7).
    pub(crate) fn read(mut fields: Fields) -> Result<Self, Fault> {
        fields.word("type", |word| (word == "hrp.register.v1").then_some(()))?;
        let statement = Self {
            terms_version: fields.text("terms_version")?,
            terms_digest: fields.text("terms_digest")?,
            terms_lang: fields.word("terms_lang", Lang::parse)?,
            consents: fields.texts("consents")?,
            portal: fields.flag("portal_user_registration")?,
        };
        fields.end()?;
        Ok(statement)
    }

    /// Step 5: every value against what was offered (HRP/1 §3.15 B11, B26).
    pub(crate) fn judge(&self, book: &TermsBook, portal_offered: bool) -> Result<(), Code> {
        let served = book.version(&self.terms_version).ok_or(Code::StatementMismatch)?;
        if served.version != book.current().version {
            return Err(Code::TermsChanged);
        }
        if served.digest(self.terms_lang).as_deref() != Some(self.terms_digest.as_str()) {
            return Err(Code::StatementMismatch);
        }
        let given = |id: &str| self.consents.iter().filter(|consent| *consent == id).count();
        let offered = |id: &String| served.items().iter().any(|item| item.id == *id);
        if !self.consents.iter().all(|consent| offered(consent) && given(consent) == 1) {
            return Err(Code::StatementMismatch);
        }
        if self.portal && !portal_offered {
            return Err(Code::StatementMismatch);
        }
        if served.items().iter().any(|item| item.required && given(&item.id) == 0) {
            return Err(Code::ConsentMissing);
        }
        Ok(())
    }
}
