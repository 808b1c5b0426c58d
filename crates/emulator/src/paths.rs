//! Path patterns of fault rules and counts.

/// Whether `path` fits `pattern`: `*` stands for one segment, a last `**` for
/// any number of segments, zero included.
pub(crate) fn matches(pattern: &str, path: &str) -> bool {
    let mut wanted = pattern.split('/');
    let mut found = path.split('/');
    loop {
        match (wanted.next(), found.next()) {
            (Some("**"), _) | (None, None) => return true,
            (Some("*"), Some(_)) => {}
            (Some(want), Some(have)) if want == have => {}
            _ => return false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn star_stands_for_exactly_one_segment() {
        let pattern = "/v1/apps/*/collaborators";
        assert!(matches(pattern, "/v1/apps/shop/collaborators"));
        assert!(!matches(pattern, "/v1/apps/shop/collaborators/1"));
        assert!(!matches(pattern, "/v1/apps/collaborators"));
    }

    #[test]
    fn double_star_stands_for_any_rest() {
        assert!(matches("/v1/apps/**", "/v1/apps/shop/collaborators/1"));
        assert!(matches("/v1/apps/**", "/v1/apps"));
        assert!(!matches("/v1/apps/**", "/v1/regions"));
        assert!(matches("**", "/v1/regions"));
    }
}
