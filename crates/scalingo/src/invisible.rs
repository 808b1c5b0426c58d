//! Characters that a reader cannot see, or sees as a plain blank.

use std::fmt;

/// The first character in a text that cannot be seen: control and format characters, and every blank but the plain
/// one. Displayed as a clause that tells where it stands, such as `character 5 is U+200B, which cannot be seen`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Invisible {
    place: usize,
    character: char,
}

impl Invisible {
    /// Looks for one.
    pub fn find(text: &str) -> Option<Self> {
        let mut characters = text.chars().zip(1..);
        let (character, place) = characters.find(|(character, _)| is_invisible(*character))?;
        Some(Self { place, character })
    }
}

impl fmt::Display for Invisible {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (place, code) = (self.place, u32::from(self.character));
        write!(f, "character {place} is U+{code:04X}, which cannot be seen")
    }
}

fn is_invisible(character: char) -> bool {
    let is_blank = character.is_whitespace() && character != ' ';
    is_blank || character.is_control() || is_format_character(character)
}

/// Unicode's general category Cf, the fillers and the variation selectors.
fn is_format_character(character: char) -> bool {
    matches!(
        character,
        '\u{ad}' | '\u{34f}' | '\u{600}'..='\u{605}' | '\u{61c}' | '\u{6dd}' | '\u{70f}' | '\u{8e2}'
            | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}' | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{2800}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}'
            | '\u{fff9}'..='\u{fffb}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn place_and_code_point_are_told() {
        let table = [
            ("\u{200b}ann@example.com", "character 1 is U+200B"),
            ("ann\u{a0}b@example.com", "character 4 is U+00A0"),
            ("jörg\t@example.com", "character 5 is U+0009"),
            ("ann@example.com\u{202e}", "character 16 is U+202E"),
        ];
        for (text, expected) in table {
            let said = Invisible::find(text).map(|found| found.to_string());
            assert!(
                said.is_some_and(|said| said.starts_with(expected)),
                "{text:?}"
            );
        }
    }

    #[test]
    fn what_can_be_seen_and_plain_blanks_are_not_reported() {
        for text in ["", "ann b@example.com", "jörg@exämple.com", "安@例え.jp"] {
            assert_eq!(Invisible::find(text), None, "{text:?}");
        }
    }
}
