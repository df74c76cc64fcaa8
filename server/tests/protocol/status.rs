use crate::support::client::Platform;
use crate::support::proof::Card;

#[tokio::test]
async fn b15_t27_another_holders_registration_is_404() {
    let platform = Platform::open().await;
    let mine = platform.register(&Card::rsa(&[0x70]), false).await.json();
    let other = platform.register(&Card::rsa(&[0x71]), false).await.json();
    let path = format!("/v1/registrations/{}", other["registration_id"].as_str().unwrap());
    let token = mine["status_token"].as_str().unwrap();
    platform.get_with(&path, token).await.is_problem(404, "not-found");
    platform.get_with("/v1/registrations/reg_00000000000000000000000000", token).await.is_problem(404, "not-found");
    let session = platform.session().await;
    platform.get_with(&path, &session.token).await.is_problem(401, "session-invalid");
}

#[tokio::test]
async fn polls_are_limited_for_each_registration() {
    let platform = Platform::open().await;
    let body = platform.register(&Card::rsa(&[0x72]), true).await.json();
    let path = format!("/v1/registrations/{}", body["registration_id"].as_str().unwrap());
    let token = body["status_token"].as_str().unwrap();
    let first = platform.get_with(&path, token).await;
    assert_eq!((first.status, first.header("retry-after")), (200, "2"));
    assert_eq!(first.json()["portal_user"]["state"], "accepted");
    let second = platform.get_with(&path, token).await;
    assert_eq!(second.is_problem(429, "rate-limited").json()["retry"], "same-request");
    assert_eq!(second.header("retry-after"), "2");
    platform.clock(3).await;
    assert_eq!(platform.get_with(&path, token).await.status, 200);
}

#[tokio::test]
async fn a_status_token_lives_30_days() {
    let platform = Platform::open().await;
    let body = platform.register(&Card::rsa(&[0x73]), false).await.json();
    let path = format!("/v1/registrations/{}", body["registration_id"].as_str().unwrap());
    let token = body["status_token"].as_str().unwrap();
    platform.clock(30 * 86_400 - 60).await;
    assert_eq!(platform.get_with(&path, token).await.status, 200);
    platform.clock(30 * 86_400 + 60).await;
    platform.get_with(&path, token).await.is_problem(401, "session-invalid");
}
