//! The statistics file, version 1; `docs/statistics-format.md` describes it byte by byte.

use std::borrow::Cow;
use std::sync::Arc;

use super::page::{BLOCK, Page};
use super::table::TermTable;
use crate::error::{Error, ErrorKind, Result};
use crate::language::Language;

const MAGIC: &[u8; 8] = b"EPISTAT1";

/// Little-endian base-128 integer.
pub(super) fn push_varint(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

/// Reads what [`push_varint`] wrote and moves `bytes` past it.
#[inline]
pub(super) fn varint(bytes: &mut &[u8]) -> Option<u64> {
    match **bytes {
        // Most have one byte.
        [byte @ ..0x80, ref rest @ ..] => {
            *bytes = rest;
            Some(u64::from(byte))
        }
        _ => long_varint(bytes),
    }
}

#[inline(never)]
fn long_varint(bytes: &mut &[u8]) -> Option<u64> {
    let mut value = 0u64;
    for shift in (0..64).step_by(7) {
        let (&byte, rest) = bytes.split_first()?;
        *bytes = rest;
        value |= u64::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            return Some(value);
        }
    }
    None
}

/// The bytes of a file; [`TooLarge`](ErrorKind::TooLarge) if a language's terms take more than 4 GB.
pub(super) fn write<'a>(tables: impl ExactSizeIterator<Item = (Language, &'a TermTable)>) -> Result<Vec<u8>> {
    let mut out = MAGIC.to_vec();
    push_varint(&mut out, tables.len() as u64);
    for (language, table) in tables {
        let code = language.code().as_bytes();
        push_varint(&mut out, code.len() as u64);
        out.extend_from_slice(code);
        push_varint(&mut out, table.documents);
        push_varint(&mut out, table.len as u64);
        push_varint(&mut out, table.pages.iter().map(|page| page.data.len() as u64).sum());
        let mut begun = 0usize;
        for page in &table.pages {
            for start in page.block_starts() {
                let offset = offset(begun + start as usize, language, table.len)?;
                out.extend_from_slice(&offset.to_le_bytes());
            }
            begun += page.data.len();
        }
        table.pages.iter().for_each(|page| out.extend_from_slice(page.data()));
    }
    let checksum = crc32fast::hash(&out);
    out.extend_from_slice(&checksum.to_le_bytes());
    Ok(out)
}

/// Where a block begins, in the four bytes that the file has for it.
fn offset(start: usize, language: Language, terms: usize) -> Result<u32> {
    u32::try_from(start).map_err(|_| {
        let code = language.code();
        let message = format!("statistics: the {terms} terms of language '{code}' take more than 4 GB");
        Error::new(ErrorKind::TooLarge, message).with_hint("fit with '--min-df 2' or '--max-terms 10000000'")
    })
}

pub(super) fn read(bytes: Cow<'static, [u8]>) -> Result<Vec<(Language, TermTable)>> {
    if !bytes.starts_with(MAGIC) {
        return Err(refused("not a statistics file of this version"));
    }
    let Some((body, checksum)) = bytes.split_last_chunk::<4>() else { return Err(refused("cut short")) };
    if body.len() < MAGIC.len() || crc32fast::hash(body) != u32::from_le_bytes(*checksum) {
        return Err(refused("cut short or damaged: the checksum is wrong"));
    }
    let parts = sections(body).ok_or_else(|| refused("damaged: a section does not fit"))?;
    let bytes = Arc::new(bytes);
    let mut tables = Vec::new();
    for part in parts {
        let code = String::from_utf8_lossy(&part.code).into_owned();
        let language = match code.parse() {
            _ if code == Language::Unknown.code() => Language::Unknown,
            Ok(language) => language,
            Err(_) => {
                return Err(refused(&format!("it has a language '{code}' that this version does not know")));
            }
        };
        let page = Page::new(part.len, Arc::clone(&bytes), part.index, part.data);
        tables.push((language, TermTable::of_pages(part.documents, vec![page])));
    }
    Ok(tables)
}

struct Section {
    code: Vec<u8>,
    documents: u64,
    len: usize,
    index: std::ops::Range<usize>,
    data: std::ops::Range<usize>,
}

fn sections(body: &[u8]) -> Option<Vec<Section>> {
    let mut rest = body.get(MAGIC.len()..)?;
    let count = varint(&mut rest)?;
    let mut sections = Vec::new();
    for _ in 0..count {
        let code_len = varint(&mut rest)? as usize;
        let (code, after) = rest.split_at_checked(code_len)?;
        rest = after;
        let documents = varint(&mut rest)?;
        let len = varint(&mut rest)? as usize;
        let data_len = varint(&mut rest)? as usize;
        let index_len = len.div_ceil(BLOCK).checked_mul(4)?;
        let at = body.len() - rest.len();
        rest = rest.get(index_len..)?.get(data_len..)?;
        let middle = at + index_len;
        sections.push(Section {
            code: code.to_vec(),
            documents,
            len,
            index: at..middle,
            data: middle..middle + data_len,
        });
    }
    rest.is_empty().then_some(sections)
}

fn refused(why: &str) -> Error {
    Error::new(ErrorKind::InvalidStatistics, format!("statistics: {why}"))
        .with_hint("make one with 'epitome fit INPUT... -o FILE'")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_offset_of_more_than_four_bytes_is_refused() {
        let offset = |start| offset(start, Language::English, 7);
        assert_eq!(offset(u32::MAX as usize), Ok(u32::MAX));
        let error = offset(u32::MAX as usize + 1).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::TooLarge);
        assert!(error.to_string().contains("7 terms of language 'en'") && error.hint().is_some());
    }
}
