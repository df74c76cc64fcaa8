//! Insurance information: shown once, and kept nowhere (REQ-26, REQ-112).

use crate::effect::{End, Io};
use crate::registration::{Calls, Scope};
use crate::screen::{Around, Page};

use super::sign_in::{SignIn, not_answered, sign_in};
use super::trouble::Turn;

pub(super) async fn insurance(io: &mut Io) -> Result<End, Turn> {
    let Some(access) = sign_in(io, Scope::Insurance, SignIn::default()).await? else { return Ok(End::shown()) };
    let summary = loop {
        io.show(Page::Loading);
        match Calls::on(io).insurance(&access).await {
            Ok(summary) => break summary,
            Err(error) => not_answered(io, error).await?,
        }
    };
    io.ask(Page::Around(Around::Insurance(Box::new(summary)))).await;
    io.show(Page::Loading); // what was shown is gone from here on
    Ok(End::shown())
}
