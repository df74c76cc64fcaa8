//! What a card's holder asks for beside registering: sign-in, one's own registration, insurance, release (HRP/1 §3.5).

use kazasu_core::effect::HttpAnswer;
use serde_json::{Value, json};

use super::answers::{self, instant};
use super::judge::Judged;
use super::register::id_of;
use super::{Call, Problem, Server, problem};

/// Seconds for which a sign-in may be read with.
const ACCESS_S: i64 = 300;

/// What a sign-in gave.
#[derive(Debug, Clone)]
pub(super) struct Access {
    card: usize,
    scope: String,
    until: i64,
}

impl Server {
    pub(super) fn authenticate(&mut self, judged: &Judged, now: i64) -> HttpAnswer {
        let scope = judged.statement.pointer("/scope/0").and_then(Value::as_str).unwrap_or_default().to_owned();
        let token = format!("access-token-{}", self.accesses.len());
        self.accesses.push(Access { card: judged.card, scope, until: now + ACCESS_S });
        answers::json(201, &json!({"access_token": token, "expires_in": ACCESS_S, "server_time": instant(now)}))
    }

    /// The card that signed in with that token, to read that.
    fn access(&self, call: &Call<'_>, scope: &str, now: i64) -> Result<usize, Problem> {
        let number = call.bearer.strip_prefix("access-token-").and_then(|number| number.parse::<usize>().ok());
        let access = number.and_then(|number| self.accesses.get(number)).filter(|access| now <= access.until);
        let access = access.ok_or(problem("session-invalid"))?;
        if access.scope == scope { Ok(access.card) } else { Err(problem("scope-missing")) }
    }

    pub(super) fn mine(&self, call: &Call<'_>, now: i64) -> Result<HttpAnswer, Problem> {
        let card = self.access(call, "status", now)?;
        let place = self.registrations.iter().position(|row| row.card == card).ok_or(problem("not-found"))?;
        let portal = self.registrations.get(place).is_some_and(|row| row.portal);
        Ok(self.answer(place, 0, portal, now))
    }

    pub(super) fn insurance(&self, call: &Call<'_>, now: i64) -> Result<HttpAnswer, Problem> {
        let card = self.access(call, "insurance", now)?;
        let found = self.registered(card) > 0;
        let mut answer = json!({"as_of": instant(now), "found": found});
        if let (true, Some(members)) = (found, answer.as_object_mut()) {
            members.insert("insurer_name".into(), "練習健康保険組合".into());
            members.insert("insured_number_masked".into(), "****58".into());
            members.insert("valid_from".into(), "2026-04-01".into());
        }
        Ok(answers::json(200, &answer))
    }

    pub(super) fn deregister(&mut self, judged: &Judged, now: i64) -> Result<(HttpAnswer, Option<usize>), Problem> {
        let id = judged.statement.get("registration_id").and_then(Value::as_str).unwrap_or_default();
        let own = |place: &usize| {
            id_of(*place) == id && self.registrations.get(*place).is_some_and(|row| row.card == judged.card)
        };
        let place = (0..self.registrations.len()).find(own).ok_or(problem("statement-mismatch"))?;
        let twice = self.registers_twice;
        let row = self.registrations.get_mut(place).ok_or(problem("statement-mismatch"))?;
        if row.releases > 0 && !twice {
            return Err(problem("release-already-requested"));
        }
        row.releases += 1;
        Ok((self.answer(place, 202, false, now), Some(place)))
    }
}
