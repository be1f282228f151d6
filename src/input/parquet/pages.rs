//! Pages of a column, looked at before they are decoded: where a file is damaged, the decoder would panic on some.

use parquet::basic::{Encoding, Type};
use parquet::column::page::{Page, PageMetadata, PageReader};
use parquet::errors::{ParquetError, Result};
use parquet::file::metadata::ColumnChunkMetaData;
use parquet::schema::types::ColumnDescPtr;

/// The most bits of a number that stands for a dictionary's entry.
const INDEX_BITS: u8 = 32;

/// The pages of a reader that the decoder can cope with, and errors in place of the others.
pub(super) struct Checked {
    pages: Box<dyn PageReader>,
    column: ColumnDescPtr,
    has_dictionary: bool,
}

impl Checked {
    pub(super) fn new(pages: Box<dyn PageReader>, column: ColumnDescPtr) -> Self {
        Self { pages, column, has_dictionary: false }
    }

    fn checked(&mut self, mut page: Page) -> Result<Page> {
        let (buf, encoding, values) = match &mut page {
            Page::DictionaryPage { buf, .. } => {
                self.has_dictionary = true;
                (buf, Encoding::PLAIN, 0)
            }
            Page::DataPage { buf, encoding, rep_level_encoding, def_level_encoding, .. } => {
                let values = self.after_levels(buf, [*rep_level_encoding, *def_level_encoding])?;
                (buf, *encoding, values)
            }
            Page::DataPageV2 { buf, encoding, def_levels_byte_len, rep_levels_byte_len, .. } => {
                let levels = u64::from(*def_levels_byte_len) + u64::from(*rep_levels_byte_len);
                (buf, *encoding, levels as usize)
            }
        };
        let found = buf.get(values..).ok_or_else(|| damaged("levels that are longer than their page"))?;
        match encoding {
            Encoding::PLAIN if self.column.physical_type() == Type::BYTE_ARRAY => {
                if !is_row_of_texts(found) {
                    return Err(damaged("a text that is longer than its page"));
                }
                // Where a text is missing, the decoder shall find a length that cannot be.
                *buf = [buf, &[0xff; 4][..]].concat().into();
            }
            Encoding::RLE_DICTIONARY | Encoding::PLAIN_DICTIONARY => {
                if !self.has_dictionary {
                    return Err(damaged("a page without its dictionary"));
                }
                if found.first().is_some_and(|&bits| bits > INDEX_BITS) {
                    return Err(damaged("numbers that are too wide"));
                }
            }
            _ => {}
        }
        Ok(page)
    }

    /// Where the values begin: behind the levels of repetition and definition, each of which begins with its length.
    fn after_levels(&self, page: &[u8], encodings: [Encoding; 2]) -> Result<usize> {
        let levels = [self.column.max_rep_level(), self.column.max_def_level()];
        let mut at = 0_usize;
        for (_, encoding) in levels.into_iter().zip(encodings).filter(|(most, _)| *most > 0) {
            if encoding != Encoding::RLE {
                return Err(damaged("levels in an encoding that is long out of use"));
            }
            let length = page.get(at..).and_then(|rest| rest.first_chunk().copied()).map(u32::from_le_bytes);
            let length = length.ok_or_else(|| damaged("a page without levels"))?;
            at = at.saturating_add(4).saturating_add(length as usize);
        }
        Ok(at)
    }
}

/// Whether bytes are texts one after the other, each after its length.
fn is_row_of_texts(mut bytes: &[u8]) -> bool {
    while let Some((length, rest)) = bytes.split_first_chunk() {
        match rest.get(u32::from_le_bytes(*length) as usize..) {
            Some(rest) => bytes = rest,
            None => return false,
        }
    }
    bytes.is_empty()
}

impl Iterator for Checked {
    type Item = Result<Page>;

    fn next(&mut self) -> Option<Self::Item> {
        self.get_next_page().transpose()
    }
}

impl PageReader for Checked {
    fn get_next_page(&mut self) -> Result<Option<Page>> {
        let page = self.pages.get_next_page()?;
        page.map(|page| self.checked(page)).transpose()
    }

    fn peek_next_page(&mut self) -> Result<Option<PageMetadata>> {
        self.pages.peek_next_page()
    }

    fn skip_next_page(&mut self) -> Result<()> {
        self.pages.skip_next_page()
    }
}

/// Whether the column lies inside a file of so many bytes, as far as its description tells.
pub(super) fn lies_inside(column: &ColumnChunkMetaData, file: u64) -> Result<()> {
    let start = column.dictionary_page_offset().unwrap_or_else(|| column.data_page_offset());
    let end = u64::try_from(start).ok().zip(u64::try_from(column.compressed_size()).ok());
    match end.and_then(|(start, length)| start.checked_add(length)) {
        Some(end) if end <= file => Ok(()),
        _ => Err(damaged("a column outside the file")),
    }
}

fn damaged(what: &str) -> ParquetError {
    ParquetError::General(what.to_owned())
}
