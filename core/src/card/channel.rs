//! An open card.

use crate::apdu::{Command, Header, Response, StatusWord};
use crate::effect::{Answer, CardFacts, CardFault, Effect, Either, Io};
use crate::screen::{HoldPage, KeypadPage, Page};
use crate::words::{self, Text, text};

use super::closing::failed;
use super::found::CardError;
use super::profile;

/// How far the procedure is, 0 to 100. It comes from the procedure, never from a timer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Progress(pub(crate) u8);

/// An open card. While it lives nothing but the card can be asked; dropping it closes it.
pub(crate) struct Channel<'io> {
    io: &'io mut Io,
    facts: CardFacts,
    progress: u8,
    closing: Text,
    success: bool,
}

impl<'io> Channel<'io> {
    /// Waits for a card on the page that is shown.
    pub(crate) async fn open(io: &'io mut Io) -> Result<Self, CardError> {
        let sheet = words::plain(language(io), text::HOLD_WAITING, &[]);
        // Made before the request, so that giving up while waiting closes too.
        let facts = CardFacts::default();
        let mut channel = Self { io, facts, progress: 0, closing: text::TROUBLE_CANCELLED, success: false };
        match channel.io.either(Effect::OpenCard { sheet }, found).await {
            Either::Answer(Ok(facts)) => channel.facts = facts,
            Either::Answer(Err(fault)) => return Err(channel.not_open(CardError::NotFound(fault))),
            Either::Intent(intent) => return Err(channel.not_open(CardError::Stopped(intent))),
        }
        channel.at(Progress(2));
        Ok(channel)
    }

    fn not_open(mut self, error: CardError) -> CardError {
        self.close_with(failed(&error), false);
        error
    }

    /// What is known of the card or its reader.
    pub(crate) fn facts(&self) -> CardFacts {
        self.facts
    }

    /// Says how far the procedure is.
    pub(crate) fn at(&mut self, progress: Progress) {
        self.progress = self.progress.max(progress.0);
        self.io.show(Page::Hold(HoldPage { progress: Some(self.progress), tips: false }));
    }

    /// Sends a command and takes the answer apart. `Ok(None)`: the reader cannot carry it, and nothing was sent.
    pub(crate) async fn try_transmit(
        &mut self,
        command: Command,
        timeout_ms: u32,
    ) -> Result<Option<Response>, CardError> {
        let percent = self.progress.to_string();
        let sheet = words::plain(language(self.io), text::HOLD_READING, &[("percent", &percent)]);
        let sensitive = command.is_sensitive();
        self.exchange(Effect::Transmit { command: command.into_bytes(), timeout_ms, sensitive, sheet }).await
    }

    async fn exchange(&mut self, effect: Effect) -> Result<Option<Response>, CardError> {
        match self.io.either(effect, responded).await {
            Either::Answer(Reply::Response(bytes)) => {
                Response::parse(bytes).map(Some).map_err(|_| CardError::Garbled("not a response APDU"))
            }
            Either::Answer(Reply::Lost) => Err(CardError::Lost),
            Either::Answer(Reply::NotSent) => Ok(None),
            Either::Intent(intent) => Err(CardError::Stopped(intent)),
        }
    }

    /// As [`Channel::try_transmit`], for a command that every reader carries.
    pub(crate) async fn transmit(&mut self, command: Command) -> Result<Response, CardError> {
        self.try_transmit(command, profile::TIMEOUT_MS)
            .await?
            .ok_or(CardError::Garbled("the reader refuses short commands"))
    }

    /// Has the PIN typed on the reader's keypad, on a page that says so. `Ok(None)`: the reader does not, and nothing was
    /// sent.
    pub(crate) async fn verify_on_keypad(
        &mut self,
        template: Vec<u8>,
        page: KeypadPage,
    ) -> Result<Option<Response>, CardError> {
        self.io.show(Page::Keypad(page));
        self.exchange(Effect::VerifyOnKeypad { template, timeout_ms: profile::KEYPAD_TIMEOUT_MS }).await
    }

    /// SELECT of the application (card fact sheet §4 row 1). Seen on one card: 6F00 to the very first command after
    /// power-up (§4.1), so that one is sent once more.
    pub(crate) async fn select_application(&mut self) -> Result<(), CardError> {
        const SELECT: Header = [0x00, 0xA4, 0x04, 0x0C];
        let mut status = self.transmit(Command::write(SELECT, &profile::APPLICATION)).await?.status;
        if status == StatusWord::INTERNAL {
            status = self.transmit(Command::write(SELECT, &profile::APPLICATION)).await?.status;
        }
        match status {
            StatusWord::OK => Ok(()),
            status if status.is_foreign() => Err(CardError::Foreign(status)),
            status => Err(CardError::Refused(SELECT, status)),
        }
    }

    /// SELECT of an elementary file (card fact sheet §4 row 2). Gives the status word: absence has meaning.
    pub(crate) async fn select_file(&mut self, file: profile::ElementaryFile) -> Result<StatusWord, CardError> {
        Ok(self.transmit(Command::write(Self::SELECT_FILE, &file.id)).await?.status)
    }

    /// SELECT of an elementary file that must be there.
    pub(crate) async fn must_select_file(&mut self, file: profile::ElementaryFile) -> Result<(), CardError> {
        match self.select_file(file).await? {
            StatusWord::OK => Ok(()),
            status => Err(CardError::Refused(Self::SELECT_FILE, status)),
        }
    }

    /// Says what the person is told when the card is closed, and whether that is good news.
    pub(crate) fn close_with(&mut self, closing: Text, success: bool) {
        (self.closing, self.success) = (closing, success);
    }

    const SELECT_FILE: Header = [0x00, 0xA4, 0x02, 0x0C];
}

impl Drop for Channel<'_> {
    fn drop(&mut self) {
        let sheet = words::plain(language(self.io), self.closing, &[]);
        self.io.tell(Effect::CloseCard { sheet, success: self.success });
    }
}

fn language(io: &Io) -> words::Language {
    io.surroundings().presentation.language
}

enum Reply {
    Response(Vec<u8>),
    Lost,
    NotSent,
}

fn found(answer: Answer) -> Option<Result<CardFacts, CardFault>> {
    match answer {
        Answer::CardFound(facts) => Some(Ok(facts)),
        Answer::CardFailed(fault) => Some(Err(fault)),
        _ => None,
    }
}

fn responded(answer: Answer) -> Option<Reply> {
    match answer {
        Answer::Response(bytes) => Some(Reply::Response(bytes)),
        Answer::CardLost => Some(Reply::Lost),
        Answer::NotSent => Some(Reply::NotSent),
        _ => None,
    }
}
