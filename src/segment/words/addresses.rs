//! Addresses of the web and of mail: text that is no word.

/// Endings after which `name.ending` is one word, most of them of the web.
const DOMAINS: [&[u8]; 11] =
    [b"com", b"edu", b"eu", b"fr", b"gov", b"info", b"io", b"net", b"org", b"ru", b"uk"];

/// How far a name is followed that may turn out to be one of a mailbox, in bytes.
const LONGEST_NAME: usize = 64;

/// What begins with letters and a dot.
pub(super) enum Address {
    /// An address that ends here.
    Skipped(usize),
    /// A bare domain such as `Amazon.com`, which ends here and is a word.
    Domain(usize),
}

/// The end of the address whose `://` stands at `at`.
pub(super) fn url(bytes: &[u8], at: usize) -> Option<usize> {
    let rest = bytes.get(at..)?.strip_prefix(b"://")?;
    rest.first().is_some_and(u8::is_ascii_alphanumeric).then(|| end_of_url(bytes, at + 3))
}

/// The end of the host that begins at `at`, after the `@` of a mailbox.
pub(super) fn host(bytes: &[u8], at: usize) -> Option<usize> {
    let rest = bytes.get(at..)?;
    rest.first().is_some_and(u8::is_ascii_alphanumeric).then(|| {
        let inside = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-');
        at + rest.iter().position(|byte| !inside(byte)).unwrap_or(rest.len())
    })
}

/// What the word from `start` and its dot at `at` begin, if an address.
pub(super) fn dotted(bytes: &[u8], start: usize, at: usize) -> Option<Address> {
    let rest = bytes.get(at + 1..)?;
    if !rest.first()?.is_ascii_alphanumeric() {
        return None;
    }
    if bytes[start..at].eq_ignore_ascii_case(b"www") {
        return Some(Address::Skipped(end_of_url(bytes, at)));
    }
    let name = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_' | b'+');
    let near = &rest[..rest.len().min(LONGEST_NAME)];
    let length = near.iter().position(|byte| !name(byte)).unwrap_or(near.len());
    if near.get(length) == Some(&b'@')
        && let Some(end) = host(bytes, at + 1 + length + 1)
    {
        return Some(Address::Skipped(end));
    }
    let label = near.iter().position(|byte| !byte.is_ascii_lowercase()).unwrap_or(near.len());
    let to = at + 1 + label;
    let after = near.get(label);
    if !DOMAINS.contains(&&near[..label])
        || after.is_some_and(|&byte| byte.is_ascii_alphanumeric() || byte >= 0x80)
    {
        return None;
    }
    let path = after == Some(&b'/') && near.get(label + 1).is_some_and(u8::is_ascii_alphanumeric);
    Some(if path { Address::Skipped(end_of_url(bytes, to)) } else { Address::Domain(to) })
}

/// Up to white space, a quotation mark, an angle bracket or anything that is not ASCII.
fn end_of_url(bytes: &[u8], at: usize) -> usize {
    let rest = bytes.get(at..).unwrap_or_default();
    let inside = |byte: &u8| byte.is_ascii_graphic() && !matches!(byte, b'"' | b'<' | b'>');
    at + rest.iter().position(|byte| !inside(byte)).unwrap_or(rest.len())
}
