use super::*;
use crate::{Email, Status};

const AGE: Duration = Duration::from_mins(5);

fn person(id: &str) -> Collaborator {
    Collaborator {
        id: id.to_owned(),
        email: Email::as_given(format!("{id}@example.com")),
        username: "n/a".to_owned(),
        user_id: None,
        status: Status::Pending,
        is_limited: false,
        tfa_status: None,
        app_id: "app".to_owned(),
        app_name: None,
    }
}

fn list<const N: usize>(people: [Collaborator; N]) -> Listed {
    Listed {
        people: people.into(),
        odd: Vec::new(),
    }
}

fn put(id: &str) -> Change {
    Change::Put(Arc::new(person(id)))
}

fn ids(view: Option<Arc<View>>) -> Option<Vec<String>> {
    view.map(|view| view.iter().map(|row| row.id.clone()).collect())
}

fn recent(book: &Book, key: &str) -> Option<Vec<String>> {
    ids(book.view(key, Need::Recent))
}

fn strings(ids: &[&str]) -> Vec<String> {
    ids.iter().map(|id| (*id).to_owned()).collect()
}

#[tokio::test(start_paused = true)]
async fn view_is_kept_for_its_age() {
    let mut book = Book::new(AGE);
    let begun = book.begin();
    book.store("app", list([person("a")]), begun);
    tokio::time::advance(AGE).await;
    assert_eq!(recent(&book, "app"), Some(strings(&["a"])));
    tokio::time::advance(Duration::from_secs(1)).await;
    assert_eq!(recent(&book, "app"), None);
}

#[tokio::test(start_paused = true)]
async fn own_writes_keep_the_view_right() {
    let mut book = Book::new(AGE);
    let begun = book.begin();
    book.store("app", list([person("a"), person("b")]), begun);
    book.record("app", put("c"));
    book.record("app", Change::Remove("a".to_owned()));
    assert_eq!(recent(&book, "app"), Some(strings(&["b", "c"])));
}

#[tokio::test(start_paused = true)]
async fn reader_keeps_the_view_it_has() {
    let mut book = Book::new(AGE);
    let begun = book.begin();
    let before = book.store("app", list([person("a")]), begun);
    book.record("app", Change::Remove("a".to_owned()));
    assert_eq!(before.len(), 1);
    assert_eq!(recent(&book, "app"), Some(strings(&[])));
}

#[tokio::test(start_paused = true)]
async fn write_during_a_list_is_not_undone_by_it() {
    let mut book = Book::new(AGE);
    let begun = book.begin();
    book.record("app", put("new"));
    book.record("app", Change::Remove("old".to_owned()));
    book.store("app", list([person("old"), person("a")]), begun);
    assert_eq!(recent(&book, "app"), Some(strings(&["a", "new"])));
}

#[tokio::test(start_paused = true)]
async fn write_before_a_list_leaves_the_list_alone() {
    let mut book = Book::new(AGE);
    book.record("app", put("removed-by-hand"));
    let begun = book.begin();
    book.store("app", list([person("a")]), begun);
    assert_eq!(recent(&book, "app"), Some(strings(&["a"])));
}

#[tokio::test(start_paused = true)]
async fn older_list_does_not_replace_a_newer_one() {
    let mut book = Book::new(AGE);
    let (old, new) = (book.begin(), book.begin());
    book.store("app", list([person("new")]), new);
    book.store("app", list([person("old")]), old);
    assert_eq!(recent(&book, "app"), Some(strings(&["new"])));
}

#[tokio::test(start_paused = true)]
async fn who_needs_a_new_list_is_not_given_an_older_one() {
    let mut book = Book::new(AGE);
    let begun = book.begin();
    book.store("app", list([person("a")]), begun);
    let since = book.tick();
    assert_eq!(ids(book.view("app", Need::Since(since))), None);
    let begun = book.begin();
    book.store("app", list([person("b")]), begun);
    assert_eq!(
        ids(book.view("app", Need::Since(since))),
        Some(strings(&["b"]))
    );
}

#[tokio::test(start_paused = true)]
async fn writes_under_a_name_count_for_the_id_it_belongs_to() {
    let mut book = Book::new(AGE);
    let begun = book.begin();
    book.record("my-app", put("new"));
    book.merge("my-app", "0a");
    book.store("0a", list([person("a")]), begun);
    assert_eq!(recent(&book, "0a"), Some(strings(&["a", "new"])));
    assert_eq!(recent(&book, "my-app"), None);
}

#[tokio::test(start_paused = true)]
async fn view_under_a_name_becomes_the_view_of_the_id() {
    let mut book = Book::new(AGE);
    let begun = book.begin();
    book.store("my-app", list([person("a")]), begun);
    book.record("0a", put("new"));
    book.merge("my-app", "0a");
    assert_eq!(recent(&book, "0a"), Some(strings(&["a", "new"])));
}

#[tokio::test(start_paused = true)]
async fn newer_of_two_views_of_one_app_stays() {
    let mut book = Book::new(AGE);
    for (key, id) in [("0a", "old"), ("my-app", "new")] {
        let begun = book.begin();
        book.store(key, list([person(id)]), begun);
    }
    book.merge("my-app", "0a");
    assert_eq!(recent(&book, "0a"), Some(strings(&["new"])));
}

#[test]
fn name_and_id_count_as_one_app_once_that_is_known() {
    let mut book = Book::new(AGE);
    let unknown = |app: &str| app.to_owned();
    let known = |app: &str| {
        if app == "my-app" {
            "0a".to_owned()
        } else {
            app.to_owned()
        }
    };
    assert_eq!(book.apps_asked("my-app", unknown), 1);
    assert_eq!(book.apps_asked("0a", unknown), 2);
    assert_eq!(book.apps_asked("0a", known), 1);
    assert_eq!(book.apps_asked("0b", known), 2);
    assert_eq!(book.apps_asked("0b", known), 2);
}

#[tokio::test(start_paused = true)]
async fn app_the_account_wide_list_does_not_mention_has_nobody() {
    let mut book = Book::new(AGE);
    assert!(book.store_nobody("app").is_none());
    let begun = book.begin();
    book.account_listed(Some(begun));
    assert_eq!(ids(book.store_nobody("app")), Some(strings(&[])));
    assert_eq!(recent(&book, "app"), Some(strings(&[])));
    tokio::time::advance(AGE + Duration::from_secs(1)).await;
    assert!(book.store_nobody("other").is_none());
}

#[tokio::test(start_paused = true)]
async fn failed_account_wide_list_says_nothing() {
    let mut book = Book::new(AGE);
    book.account_listed(None);
    assert!(book.has_account_list());
    assert!(book.store_nobody("app").is_none());
}

#[tokio::test(start_paused = true)]
async fn view_that_may_be_wrong_is_not_taken_for_nobody() {
    let mut book = Book::new(AGE);
    let begun = book.begin();
    book.store("app", list([person("a")]), begun);
    book.account_listed(Some(begun));
    book.forget("app");
    assert!(book.store_nobody("app").is_none());
}
