//! An outage costs 300 people no more than one: calls and time, side by side.
//!
//! `cargo test -p scalingo --test hostile outages -- --nocapture` shows the
//! table.

use std::time::Duration;

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use futures_util::StreamExt;
use futures_util::stream;
use scalingo::{Error, Rosters};
use tokio::sync::OnceCell;
use tokio::time::Instant;

use crate::TestResult;
use crate::api::{APP, Api};

/// Instances that Terraform works on at once.
const PARALLELISM: usize = 10;
/// What Terraform itself needs for an instance that fails.
const OWN_TIME: Duration = Duration::from_millis(1);

const SIGN_IN: &str = "POST /v1/tokens/exchange";

/// A kind of outage: which calls it is about, and what they meet.
#[derive(Clone, Copy)]
struct Outage {
    name: &'static str,
    is_about: fn(&str) -> bool,
    answer: fn() -> Response,
    hangs: bool,
}

fn everything(_: &str) -> bool {
    true
}

fn sign_in(call: &str) -> bool {
    call == SIGN_IN
}

fn all_but_sign_in(call: &str) -> bool {
    call != SIGN_IN
}

fn status(status: StatusCode) -> Response {
    status.into_response()
}

const OUTAGES: [Outage; 8] = [
    Outage {
        name: "sign-in refused",
        is_about: sign_in,
        answer: || status(StatusCode::UNAUTHORIZED),
        hangs: false,
    },
    Outage {
        name: "sign-in answers 503",
        is_about: sign_in,
        answer: || status(StatusCode::SERVICE_UNAVAILABLE),
        hangs: false,
    },
    Outage {
        name: "sign-in hangs",
        is_about: sign_in,
        answer: || status(StatusCode::OK),
        hangs: true,
    },
    Outage {
        name: "everything answers 500",
        is_about: all_but_sign_in,
        answer: || status(StatusCode::INTERNAL_SERVER_ERROR),
        hangs: false,
    },
    Outage {
        name: "everything answers 503",
        is_about: everything,
        answer: || status(StatusCode::SERVICE_UNAVAILABLE),
        hangs: false,
    },
    Outage {
        name: "the API hangs",
        is_about: all_but_sign_in,
        answer: || status(StatusCode::OK),
        hangs: true,
    },
    Outage {
        name: "429, again in a second",
        is_about: all_but_sign_in,
        answer: || (StatusCode::TOO_MANY_REQUESTS, [("retry-after", "1")]).into_response(),
        hangs: false,
    },
    Outage {
        name: "429 without end",
        is_about: all_but_sign_in,
        answer: || status(StatusCode::TOO_MANY_REQUESTS),
        hangs: false,
    },
];

/// Calls and time that a plan of so many people costs.
async fn cost(outage: Outage, people: usize) -> (usize, Duration) {
    // The waits between attempts have chance in them: the same for both.
    fastrand::seed(7);
    let api = Api::new().with_fault(move |call| (outage.is_about)(call).then(outage.answer));
    let api = if outage.hangs {
        api.hanging(outage.is_about)
    } else {
        api
    };
    let client = api.client(|_| {});
    let rosters = Rosters::new(&client, Duration::from_mins(5));
    // The provider looks an app up once, whoever needs it.
    let app = OnceCell::new();
    let (client, rosters, app) = (&client, &rosters, &app);
    let began = Instant::now();
    stream::iter(0..people)
        .map(|_| async move {
            let app = app.get_or_try_init(|| client.get_app(APP)).await;
            let people = rosters.people(client, APP).await;
            assert!(app.is_err() && people.is_err(), "{}", outage.name);
            tokio::time::sleep(OWN_TIME).await;
        })
        .buffer_unordered(PARALLELISM)
        .collect::<()>()
        .await;
    (api.seen().len(), began.elapsed())
}

#[tokio::test(start_paused = true)]
#[expect(clippy::print_stdout, reason = "the table is to be read")]
async fn outage_costs_three_hundred_people_no_more_than_one() {
    println!("{:<24} {:>16} {:>16}", "outage", "1 person", "300 people");
    for outage in OUTAGES {
        let (calls, time) = cost(outage, 1).await;
        let (all_calls, all_time) = cost(outage, 300).await;
        let shown = |calls, time: Duration| format!("{calls} in {:.1} s", time.as_secs_f64());
        println!(
            "{:<24} {:>16} {:>16}",
            outage.name,
            shown(calls, time),
            shown(all_calls, all_time)
        );
        assert!(all_calls * 2 <= calls * 3, "{}", outage.name);
        let own = OWN_TIME * 300;
        assert!(all_time <= time * 3 / 2 + own, "{}", outage.name);
    }
}

#[tokio::test(start_paused = true)]
async fn longest_wait_bounds_a_call_whatever_the_server_says() -> TestResult {
    for retry_after in ["0", "1", "7", "3600", "never"] {
        let again = move || {
            (
                StatusCode::TOO_MANY_REQUESTS,
                [("retry-after", retry_after)],
            )
                .into_response()
        };
        let api = Api::new().with_fault(move |call| (call != SIGN_IN).then(again));
        let client = api.client(|settings| settings.max_wait = Duration::from_secs(20));
        let began = Instant::now();
        let result = client.get_app(APP).await;
        let Err(Error::RateLimited { patience, .. }) = result else {
            return Err(format!("{retry_after}: {result:?}").into());
        };
        assert_eq!(patience.attempts as usize + 1, api.seen().len());
        assert!(began.elapsed() <= Duration::from_secs(22), "{retry_after}");
    }
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn outage_is_over_when_a_call_is_answered() -> TestResult {
    let began = Instant::now();
    let is_down = move || began.elapsed() < Duration::from_secs(15);
    let busy = || status(StatusCode::SERVICE_UNAVAILABLE);
    let api = Api::new().with_fault(move |call| (call != SIGN_IN && is_down()).then(busy));
    let client = api.client(|_| {});
    assert!(client.get_app(APP).await.is_err());
    assert_eq!(api.calls("GET"), 5);
    assert!(client.get_app(APP).await.is_err(), "told without a call");
    assert!(client.list_collaborators(APP).await.is_err(), "tried once");
    assert_eq!(api.calls("GET"), 6);
    tokio::time::advance(Duration::from_secs(15)).await;
    client.get_app(APP).await?;
    assert_eq!(api.calls("GET"), 7);
    Ok(())
}
