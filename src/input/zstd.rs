//! Zstandard frames one after the other as one stream. The decoder works on a single frame; skipping frames, checking
//! sums and saving what stands before a damage is done here.

use std::io::{self, BufRead, Read};

use ruzstd::decoding::errors::{FrameDecoderError, ReadFrameHeaderError};
use ruzstd::decoding::{BlockDecodingStrategy, FrameDecoder};

/// The most bytes that one block holds.
const BLOCK: usize = 128 << 10;

/// An empty last block, and a checksum that nobody looks at.
const LAST_BLOCK: [u8; 7] = [1, 0, 0, 0, 0, 0, 0];

/// The content of all frames of a stream.
pub(super) struct Frames<R> {
    source: R,
    decoder: FrameDecoder,
    place: Place,
}

enum Place {
    Between,
    Inside,
    /// In a frame that is broken: so many bytes of it are good, then comes the error.
    Broken {
        left: usize,
        error: Option<io::Error>,
    },
}

impl<R: BufRead> Frames<R> {
    pub(super) fn new(source: R) -> Self {
        Self { source, decoder: FrameDecoder::new(), place: Place::Between }
    }

    /// Goes to the beginning of the next frame; false at the end of the stream.
    fn begin(&mut self) -> io::Result<bool> {
        while !self.source.fill_buf()?.is_empty() {
            match self.decoder.reset(&mut self.source) {
                Ok(()) => return Ok(true),
                Err(FrameDecoderError::ReadFrameHeaderError(ReadFrameHeaderError::SkipFrame {
                    length,
                    ..
                })) => {
                    let length = u64::from(length);
                    if io::copy(&mut (&mut self.source).take(length), &mut io::sink())? < length {
                        return Err(io::ErrorKind::UnexpectedEof.into());
                    }
                }
                Err(error) => return Err(cause(&error)),
            }
        }
        Ok(false)
    }

    /// Decodes until there is something to hand out or the frame ends.
    fn decode(&mut self) {
        while self.decoder.can_collect() == 0 && !self.decoder.is_finished() {
            if let Err(error) =
                self.decoder.decode_blocks(&mut self.source, BlockDecodingStrategy::UptoBlocks(1))
            {
                let error = cause(&error);
                // The decoder keeps what later blocks may refer to until a frame ends, so it is told that it ends here.
                let ended = self.decoder.decode_blocks(&LAST_BLOCK[..], BlockDecodingStrategy::All).is_ok();
                let kept = if ended { self.decoder.can_collect() } else { 0 };
                // A block that ends too early was not begun; of a damaged one, parts may have been decoded.
                let bad = if error.kind() == io::ErrorKind::UnexpectedEof { 0 } else { BLOCK };
                self.place = Place::Broken { left: kept.saturating_sub(bad), error: Some(error) };
                return;
            }
        }
    }

    fn checksum_holds(&self) -> bool {
        let stored = self.decoder.get_checksum_from_data();
        stored.is_none() || stored == self.decoder.get_calculated_checksum()
    }
}

/// The error of the input behind an error of the decoder, or damaged data.
fn cause(error: &FrameDecoderError) -> io::Error {
    let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(error);
    while let Some(inner) = cause {
        if let Some(of_input) = inner.downcast_ref::<io::Error>() {
            return io::Error::new(of_input.kind(), of_input.to_string());
        }
        cause = inner.source();
    }
    io::Error::new(io::ErrorKind::InvalidData, error.to_string())
}

impl<R: BufRead> Read for Frames<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            match &mut self.place {
                Place::Between => {
                    if !self.begin()? {
                        return Ok(0);
                    }
                    self.place = Place::Inside;
                }
                Place::Inside => {
                    self.decode();
                    if matches!(self.place, Place::Broken { .. }) {
                        continue;
                    }
                    let length = self.decoder.read(buffer)?;
                    if length > 0 || buffer.is_empty() {
                        return Ok(length);
                    }
                    if !self.checksum_holds() {
                        return Err(io::Error::new(io::ErrorKind::InvalidData, "the checksum does not hold"));
                    }
                    self.place = Place::Between;
                }
                Place::Broken { left: 0, error } => return error.take().map_or(Ok(0), Err),
                Place::Broken { left, .. } => {
                    let most = buffer.len().min(*left);
                    let length = self.decoder.read(buffer.get_mut(..most).unwrap_or_default())?;
                    *left = if length == 0 && most > 0 { 0 } else { *left - length };
                    if length > 0 || buffer.is_empty() {
                        return Ok(length);
                    }
                }
            }
        }
    }
}
