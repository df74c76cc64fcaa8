//! What a shell draws: finished words in a small closed set of blocks.
//!
//! A shell draws each block with its platform's own controls and sends back what the person did. It holds no product
//! text and no product rule.

mod around;
#[cfg(test)]
mod around_tests;
#[cfg(test)]
mod errors_tests;
mod page;
mod render;
#[cfg(test)]
mod samples;
#[cfg(test)]
mod snapshot_tests;
mod trouble;
mod writer;

use serde::{Deserialize, Serialize};

use crate::words::{self, Language, Line, text};

pub(crate) use around::{Around, CardReport, ReceiptPage, ReleasePage, SignInPage, StatusPage};
pub(crate) use page::{ApplyPage, DonePage, HoldPage, KeypadPage, Page, PinNote, PinPage, TermsPage, TroublePage};
pub(crate) use render::PRACTICE_DIGITS;

/// How a shell draws.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Presentation {
    /// In which language.
    pub language: Language,
    /// On what.
    pub shell: Shell,
    /// Whether a browser draws it: then what helps there belongs to what is needed (REQ-21).
    pub browser: bool,
}

/// What a shell runs on. It decides the order of buttons (REQ-37) and how holding a card is explained.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Shell {
    /// An Android phone.
    Android,
    /// An iPhone.
    Ios,
    /// A PC with a card reader.
    Pc,
}

/// One screen. `serial` goes back with every intent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Screen {
    /// Grows with every new page; a page that only changes keeps it.
    pub serial: u64,
    /// Which page: a stable name for tests, pictures and `--json`.
    pub id: &'static str,
    /// The language of the words.
    pub language: Language,
    /// The three-step header, in order (REQ-29); empty outside the application pages.
    pub steps: Vec<Step>,
    /// The heading.
    pub title: Line,
    /// From top to bottom.
    pub blocks: Vec<Block>,
    /// Buttons and the core's own links, in the order in which they stand (REQ-37).
    pub actions: Vec<Action>,
    /// Which of them the platform's own way back presses: the back gesture, Escape. None where there is only waiting.
    pub back: Option<ActionId>,
    /// "Frequent questions" and "Contact" (REQ-27).
    pub links: Vec<Link>,
    /// The languages to change to, on every screen (REQ-28).
    pub languages: LanguageMenu,
    /// Whether digits of a PIN are on the screen: no screenshot, no preview.
    pub secret: bool,
}

/// The choice of a language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LanguageMenu {
    /// What the menu is called.
    pub label: Line,
    /// In the order in which they are offered.
    pub choices: Vec<LanguageChoice>,
}

impl LanguageMenu {
    /// The choice as it stands on a screen in `language`: for what a shell shows before or after the core's screens.
    #[must_use]
    pub fn in_language(language: Language) -> Self {
        let choice = |language: Language| LanguageChoice { language, name: Line::parse(language.own_name()) };
        Self {
            label: words::line(language, text::COMMON_LANGUAGE, &[]),
            choices: Language::ALL.into_iter().map(choice).collect(),
        }
    }
}

/// A language to change to, by [`crate::flow::Flow::present`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LanguageChoice {
    /// Which.
    pub language: Language,
    /// What those who read it call it.
    pub name: Line,
}

/// One step of the header.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Step {
    /// 1 to 3.
    pub number: u8,
    /// What it is called.
    pub name: Line,
    /// What a screen reader says: "Step 1 of 3: …". Said for the current one.
    pub spoken: Line,
    /// Whether the person is here.
    pub current: bool,
}

/// A piece of a screen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "block", rename_all = "snake_case")]
pub enum Block {
    /// Running text.
    Paragraph {
        /// The text.
        text: Line,
    },
    /// A text that stands out. Its kind is said by icon and word, never by colour alone.
    Notice {
        /// How it is meant.
        kind: NoticeKind,
        /// The text.
        text: Line,
    },
    /// A small heading.
    Heading {
        /// The text.
        text: Line,
    },
    /// A list without order.
    List {
        /// The items.
        items: Vec<Line>,
    },
    /// Things to do in order; some tick themselves.
    Steps {
        /// The items.
        items: Vec<Check>,
    },
    /// A checkbox.
    Checkbox {
        /// Goes back with [`crate::effect::Intent::Set`].
        field: FieldId,
        /// Beside the box.
        label: Line,
        /// Below it.
        help: Line,
        /// Ticked.
        on: bool,
    },
    /// A link out of the app.
    Link(Link),
    /// The field for the PIN: secure, numeric, no autofill, no suggestion, no clipboard.
    PinField {
        /// The field's label.
        label: Line,
        /// Shown in the empty field.
        hint: Line,
        /// Beside the box that shows the digits (REQ-47); masked each time the field appears.
        show: Line,
        /// What a terminal asks.
        prompt: Line,
        /// How many digits.
        digits: u8,
        /// What a keypad's key that takes one digit back is called.
        erase: Line,
        /// What a screen reader says after a key: how many digits there are, from none to all.
        entered: Vec<Line>,
    },
    /// The picture of holding the card, with progress once it is being read.
    Hold {
        /// Which picture: `android`, `ios` or `pc`.
        picture: &'static str,
        /// 0 to 100 while the card is read, none before.
        progress: Option<u8>,
    },
    /// Something is under way. A shell shows that it is alive, without a figure.
    Busy {
        /// What.
        text: Line,
    },
    /// What came of it, row by row.
    Rows {
        /// The rows.
        rows: Vec<Row>,
    },
    /// Names and values.
    Facts {
        /// The pairs.
        facts: Vec<(Line, Line)>,
    },
    /// A long text, to be read in place.
    Document {
        /// Its title.
        title: Line,
        /// Paragraphs of Markdown as the platform wrote it: `#` headings, `-` lists, no HTML, no link is followed.
        body: String,
    },
    /// The number to give when asking for help.
    Code {
        /// "Error code: …"
        text: Line,
        /// The code alone, for copying.
        code: String,
        /// What the button says that copies it: nothing else goes to a clipboard.
        copy: Line,
    },
    /// A button that opens a page of the system's own settings. The shell does that by itself.
    Setting {
        /// Which page.
        setting: Setting,
        /// What the button says.
        text: Line,
    },
}

/// A page of the system's settings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Setting {
    /// Where NFC is switched on.
    Nfc,
}

/// How a notice is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum NoticeKind {
    /// Good to know.
    Information,
    /// Be careful.
    Warning,
    /// It did not work.
    Error,
    /// It worked.
    Success,
}

/// A thing to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Check {
    /// What.
    pub text: Line,
    /// Whether it is done, where that can be told.
    pub done: Option<bool>,
}

/// A row of the completion screen (REQ-64, REQ-65, REQ-68).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Row {
    /// What it is about.
    pub label: Line,
    /// How it stands.
    pub value: Line,
    /// The icon beside the words.
    pub mark: Mark,
}

/// An icon.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    /// Done.
    Done,
    /// Under way.
    UnderWay,
    /// Failed.
    Failed,
    /// Not known.
    Unknown,
}

/// A link out of the app, always `https`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Link {
    /// What it says.
    pub text: Line,
    /// Where it leads.
    pub url: String,
}

/// A button, or one of the core's own links.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Action {
    /// Goes back with [`crate::effect::Intent::Press`].
    pub id: ActionId,
    /// What it says.
    pub label: Line,
    /// How it looks.
    pub kind: ActionKind,
    /// Whether Enter presses it. At most one per screen.
    pub default: bool,
}

/// How an action looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ActionKind {
    /// The way on.
    Primary,
    /// Another way.
    Secondary,
    /// A link.
    Link,
}

/// What can be pressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ActionId {
    /// Agree to the terms and go on (REQ-35).
    Agree,
    /// Read the terms in full (REQ-34).
    ReadTerms,
    /// Apply (REQ-44).
    Apply,
    /// Go back; choices are kept.
    Back,
    /// What this PIN is (REQ-50).
    WhatIsPin,
    /// Confirm the typed PIN. Goes back as [`crate::effect::Intent::EnterPin`], never as a press.
    SubmitPin,
    /// Stop here.
    Cancel,
    /// Use the last try, knowingly.
    UseLastTry,
    /// Do not use it (the default).
    StopForNow,
    /// How to hold the card (REQ-60).
    ShowTips,
    /// Try the same again.
    Retry,
    /// Begin anew.
    StartAgain,
    /// Look at the new terms.
    ReviewTerms,
    /// Send the signed request again.
    Resend,
    /// Leave a screen without success.
    Close,
    /// Leave a screen with success (REQ-70).
    Finish,
    /// Begin a registration (REQ-23).
    Register,
    /// See how a registration stands (REQ-25).
    Status,
    /// See the insurance information (REQ-26).
    Insurance,
    /// Release a registration (REQ-103).
    Release,
    /// See what state a card is in.
    CheckCard,
    /// See the receipts that are kept (REQ-130).
    Receipts,
    /// What is needed (REQ-12).
    Prepare,
    /// How it goes at a clinic or pharmacy (REQ-04).
    Guide,
    /// Practise without a card.
    Practice,
    /// About this app (REQ-17, REQ-72).
    About,
    /// Go on to PIN and card, to see what the platform knows of the card.
    SignIn,
    /// Read the card, without its PIN.
    ReadCard,
    /// Ask for the release, which goes on to PIN and card.
    RequestRelease,
    /// Ask again how it stands.
    Refresh,
    /// The one before, of several.
    Older,
    /// The one after, of several.
    Newer,
    /// Delete from this device; asked once.
    Delete,
}

/// A checkbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldId {
    /// "Also register as a portal user" (REQ-33).
    PortalUser,
    /// "This is a child's card" (REQ-114): changes texts only.
    ChildsCard,
    /// "I understand and want to release the registration" (REQ-103).
    ReleaseUnderstood,
}
