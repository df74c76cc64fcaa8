//! The stage for contract tests in other languages: the real server on loopback and a virtual card, told what to do by
//! lines of JSON on standard input, one answer a line.
//!
//! `{"do":"start","card":"fresh"}`, with `"pin":"8305"` where it is not the usual one, `{"do":"tap"}`, `{"do":"leave"}`,
//! `{"do":"transmit","hex":"…"}`, `{"do":"control","method":"PUT","path":"…","body":{…}}`, `{"do":"trace"}`

use std::io::{BufRead as _, Write as _};
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use kazasu_core::effect::Slot as Place;
use kazasu_core::platform::{Environment, Links, Platform, PlatformSpec};
use kazasu_core::secret::Secret;
use kazasu_scenarios::{Storage, Wired, World as _};
use kazasu_virtual_card::card::Pin;
use kazasu_virtual_card::personality::DEFAULT_PIN;
use kazasu_virtual_card::{Authority, Personality, Slot};
use serde_json::{Value, json};
use tempfile::TempDir;

type Failed = Box<dyn std::error::Error>;

/// What a scenario is played on.
struct Set {
    world: Wired<Nothing>,
    slot: Slot,
    _data: TempDir,
}

/// Storage is the shell's, and the shell is on the other side.
struct Nothing;

impl Storage for Nothing {
    fn save(&mut self, _: &Place, _: Secret) -> bool {
        false
    }

    fn load(&mut self, _: &Place) -> Option<Secret> {
        None
    }

    fn forget(&mut self, _: &Place) {}
}

#[tokio::main]
async fn main() -> Result<(), Failed> {
    let authority = Arc::new(Authority::new());
    let mut set = None;
    for line in std::io::stdin().lock().lines() {
        let told: Value = serde_json::from_str(&line?)?;
        let answer = match told["do"].as_str() {
            Some("start") => {
                let (card, pin) = (told["card"].as_str(), told["pin"].as_str());
                set = Some(Set::build(&authority, card.unwrap_or("fresh"), pin.unwrap_or(DEFAULT_PIN)).await?);
                set.as_ref().map(Set::platform)
            }
            _ => match &mut set {
                Some(set) => Some(set.perform(&told).await?),
                None => None,
            },
        };
        let answer = answer.ok_or("nothing is set up: `start` comes first")?;
        let mut out = std::io::stdout().lock();
        writeln!(out, "{answer}")?;
        out.flush()?;
    }
    Ok(())
}

impl Set {
    async fn build(authority: &Arc<Authority>, card: &str, pin: &str) -> Result<Self, Failed> {
        let data = tempfile::tempdir()?;
        let platform = Platform::new(PlatformSpec {
            origin: "https://sandbox.example".to_owned(),
            environment: Environment::Sandbox,
            name: [("en".to_owned(), "Practice".to_owned())].into(),
            policies: None,
            links: Links::default(),
        })?;
        let mut world = Wired::start(data.path(), Arc::clone(authority), platform, Nothing).await?;
        let at_once = r#"{"delay_s":0,"outcome":"linked"}"#.to_owned();
        world.control("PUT", "/sandbox/v1/eligibility", Some(at_once)).await?;
        let personality: Personality = card.parse()?;
        let slot = Slot::with_pin(personality, authority, unix_now(), pin);
        Ok(Self { world, slot, _data: data })
    }

    fn platform(&self) -> Value {
        let platform = self.world.platform();
        json!({ "origin": platform.origin(), "address": platform.address() })
    }

    async fn perform(&mut self, told: &Value) -> Result<Value, Failed> {
        let text = |name: &str| told[name].as_str().unwrap_or_default().to_owned();
        Ok(match told["do"].as_str() {
            Some("tap") => {
                self.slot.tap();
                json!({})
            }
            Some("leave") => {
                self.slot.leave();
                json!({})
            }
            Some("transmit") => match self.slot.transmit(&from_hex(&text("hex"))?) {
                Ok(answer) => json!({ "hex": to_hex(&answer.octets), "ms": answer.duration_ms }),
                Err(_) => json!({ "gone": true }),
            },
            Some("control") => {
                let body = Some(&told["body"]).filter(|body| !body.is_null()).map(Value::to_string);
                let (status, body) = self.world.control(&text("method"), &text("path"), body).await?;
                json!({ "status": status, "body": serde_json::from_str(&body).unwrap_or(Value::Null) })
            }
            Some("trace") => {
                let trace = self.slot.trace();
                json!({
                    "verifies": trace.verifies_with_data(),
                    "signatures": trace.signatures(),
                    "exchanges": trace.exchanges().len(),
                    "tries_left": self.slot.tries_left(Pin::User),
                    "in_field": self.slot.is_tapped(),
                })
            }
            other => return Err(format!("no such thing to do: {other:?}").into()),
        })
    }
}

fn to_hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn from_hex(text: &str) -> Result<Vec<u8>, Failed> {
    let digits: Vec<u32> = text.chars().filter_map(|digit| digit.to_digit(16)).collect();
    Ok(digits
        .chunks(2)
        .map(|pair| u8::try_from(pair.iter().fold(0, |byte, digit| byte << 4 | digit)))
        .collect::<Result<_, _>>()?)
}

fn unix_now() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs().cast_signed())
}
