//! One log record as a line of bytes.

use serde_json::{Map, Value};

/// Terraform splits longer lines and no longer understands them.
const LINE_LIMIT: usize = 64 * 1024;

/// Where shortening stops and fields are dropped instead.
const SHORTEST_VALUE: usize = 32;

/// Shows that a value was cut.
const CUT: &str = "…";

/// The record as a line, line end included, shorter than 64 KiB.
///
/// Long texts are cut, the longest first; a record that is too long even so
/// keeps only its `@` keys.
pub(super) fn line(mut record: Map<String, Value>) -> Vec<u8> {
    let mut limit = LINE_LIMIT;
    loop {
        let mut line = serialise(&record);
        if line.len() < LINE_LIMIT {
            line.push(b'\n');
            return line;
        }
        limit /= 2;
        if limit < SHORTEST_VALUE {
            record.retain(|key, _| key.starts_with('@'));
        }
        record.values_mut().for_each(|value| cut(value, limit));
    }
}

fn serialise(record: &Map<String, Value>) -> Vec<u8> {
    serde_json::to_vec(record).unwrap_or_default()
}

fn cut(value: &mut Value, limit: usize) {
    if let Value::String(text) = value
        && text.len() > limit
    {
        text.truncate(text.floor_char_boundary(limit.saturating_sub(CUT.len())));
        text.push_str(CUT);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Map, Value, json};

    use super::{LINE_LIMIT, line};

    fn record(value: Value) -> Map<String, Value> {
        match value {
            Value::Object(record) => record,
            _ => Map::new(),
        }
    }

    fn read(line: &[u8]) -> Result<Map<String, Value>, serde_json::Error> {
        assert_eq!(line.last(), Some(&b'\n'));
        serde_json::from_slice(line)
    }

    #[test]
    fn short_record_is_kept_whole() -> Result<(), serde_json::Error> {
        let written = record(json!({"@message": "a\nb", "count": 3}));
        assert_eq!(read(&line(written.clone()))?, written);
        Ok(())
    }

    #[test]
    fn long_value_is_cut_and_the_others_are_kept() -> Result<(), serde_json::Error> {
        let long = "ä".repeat(LINE_LIMIT);
        let bytes = line(record(json!({"@message": "hello", "long": long, "n": 1})));
        assert!(bytes.len() < LINE_LIMIT);
        let kept = read(&bytes)?;
        assert_eq!(kept.get("@message"), Some(&json!("hello")));
        assert_eq!(kept.get("n"), Some(&json!(1)));
        let cut = kept.get("long").and_then(Value::as_str).unwrap_or_default();
        assert!(cut.ends_with('…') && cut.len() > LINE_LIMIT / 4);
        Ok(())
    }

    #[test]
    fn text_that_grows_when_escaped_still_fits() {
        let control = "\u{1}".repeat(LINE_LIMIT - 100);
        assert!(line(record(json!({"@message": control}))).len() < LINE_LIMIT);
    }

    #[test]
    fn too_many_fields_leave_the_message() -> Result<(), serde_json::Error> {
        let mut many: Map<String, Value> = (0..5000)
            .map(|n| (format!("a_rather_long_field_name_{n}"), json!(n)))
            .collect();
        many.insert("@message".to_owned(), json!("hello"));
        let bytes = line(many);
        assert!(bytes.len() < LINE_LIMIT);
        assert_eq!(read(&bytes)?.get("@message"), Some(&json!("hello")));
        Ok(())
    }
}
