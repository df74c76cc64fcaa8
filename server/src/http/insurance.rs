//! The summary of a card holder's insurance. It passes through: nothing of it is stored or logged (REQ-112).

use std::sync::Arc;

use axum::Extension;
use axum::extract::State;
use axum::http::{HeaderMap, Uri};
use serde_json::{Map, Value, json};

use super::finish::Trace;
use super::request::{bearer, no_query};
use crate::answer::Answer;
use crate::app::App;
use crate::audit::{Entry, Event};
use crate::clock::Moment;
use crate::eligibility::InsuranceSummary;
use crate::problem::{Code, Problem};
use crate::session::access_with;
use crate::store::{CardState, Registration, ReleaseState};
use crate::words::Scope;

pub(super) async fn latest(
    State(app): State<Arc<App>>,
    Extension(Trace(trace)): Extension<Trace>,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Answer, Problem> {
    no_query(&uri)?;
    let access = access_with(&app, bearer(&headers).as_deref(), Scope::Insurance).await?;
    let now = app.now();
    let summary = match app.store.newest(&access.subject).await?.filter(is_linked) {
        Some(stored) => ask(&app, &stored, now).await?,
        None => None,
    };
    // Noted before it is shown: no summary is seen that the audit log does not know of.
    let outcome = if summary.is_some() { "found" } else { "not-found" };
    let note = Entry::new(Event::InsuranceViewed, now, &trace).subject(&access.subject.0).outcome(outcome);
    app.store.note(note).await?;
    let body = summary.map_or_else(|| json!({"as_of": now.to_string(), "found": false}), |found| to_json(&found));
    Ok(Answer::json(200, &body))
}

fn is_linked(stored: &Registration) -> bool {
    stored.card == CardState::Registered && !matches!(stored.release, Some((ReleaseState::Released, _)))
}

async fn ask(app: &App, stored: &Registration, now: Moment) -> Result<Option<InsuranceSummary>, Problem> {
    let asked =
        tokio::time::timeout(app.settings.times.insurance_budget, app.settings.eligibility.insurance(&stored.id, now));
    match asked.await {
        Ok(Ok(summary)) => Ok(summary),
        Ok(Err(_)) | Err(_) => {
            tracing::warn!("the eligibility back end told no summary of an insurance");
            Err(Problem::new(Code::Overloaded).after(5))
        }
    }
}

fn to_json(summary: &InsuranceSummary) -> Value {
    let mut body = Map::new();
    let mut put = |name: &str, value: Option<String>| value.map(|text| body.insert(name.to_owned(), json!(text)));
    put("as_of", Some(summary.as_of.to_string()));
    put("insurer_name", Some(summary.insurer_name.clone()));
    put("insured_symbol_masked", summary.symbol.as_deref().map(masked));
    put("insured_number_masked", summary.number.as_deref().map(masked));
    put("branch_number", summary.branch_number.clone());
    put("valid_from", summary.valid_from.clone());
    put("valid_to", summary.valid_to.clone());
    body.insert("found".to_owned(), json!(true));
    Value::Object(body)
}

/// All but the last two characters become asterisks; of four or fewer, all do.
fn masked(text: &str) -> String {
    let length = text.chars().count();
    let shown = if length > 4 { 2 } else { 0 };
    text.chars().enumerate().map(|(place, c)| if place + shown < length { '*' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn t31_numbers_are_masked_but_for_two_characters() {
        for (text, shown) in [("12345678", "******78"), ("1234", "****"), ("", ""), ("記号12345", "*****45")] {
            assert_eq!(masked(text), shown);
        }
    }
}
