//! Any text as an address.
#![no_main]

use libfuzzer_sys::fuzz_target;
use scalingo::Email;

fuzz_target!(|text: &str| {
    if let Ok(email) = Email::parse(text) {
        assert_eq!(email.as_str(), text);
        assert!(!text.contains(char::is_control));
        assert_eq!(email, Email::as_given(text.to_ascii_uppercase()));
    }
});
