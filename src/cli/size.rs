//! Sizes as people write them.

use epitome::{Error, ErrorKind};

/// Reads a number of bytes with an optional `K`, `M` or `G` (powers of 1024).
pub(crate) fn bytes(text: &str) -> Result<usize, Error> {
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let factor: Option<usize> = match text[digits.len()..].to_ascii_uppercase().as_str() {
        "" | "B" => Some(1),
        "K" | "KB" | "KIB" => Some(1 << 10),
        "M" | "MB" | "MIB" => Some(1 << 20),
        "G" | "GB" | "GIB" => Some(1 << 30),
        _ => None,
    };
    let number = digits.parse::<usize>().ok().filter(|&number| number > 0);
    number.zip(factor).and_then(|(number, factor)| number.checked_mul(factor)).ok_or_else(|| {
        Error::new(ErrorKind::InvalidOption, "not a size")
            .with_hint("accepted: such as 500000, 64K, 16M or 1G")
    })
}

#[cfg(test)]
mod tests {
    use super::bytes;

    #[test]
    fn sizes() {
        for (text, expected) in [
            ("1", Some(1)),
            ("64K", Some(64 << 10)),
            ("16m", Some(16 << 20)),
            ("2GiB", Some(2 << 30)),
            ("0", None),
            ("", None),
            ("K", None),
            ("-1", None),
            ("1.5M", None),
            ("9T", None),
            ("99999999999999G", None),
            ("1é", None),
        ] {
            assert_eq!(bytes(text).ok(), expected, "{text}");
        }
    }
}
