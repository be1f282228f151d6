//! What stands between exporters and a file whose bytes are not simply one result after the other: results are gathered,
//! and become bytes of the file when there are enough of them.

use std::fs::File;
use std::io;

/// Turns what exporters append into the bytes of a file.
pub trait Packing: Send {
    /// Takes one or more whole results; gives the bytes of the file that they fill, perhaps none. Where bytes are
    /// given, everything that was taken but the last [`pending`](Self::pending) bytes is in them.
    fn write(&mut self, results: &[u8]) -> io::Result<Vec<u8>>;

    /// Bytes of results that were taken and are not yet in the file. A file that ends here can be gone on with by another
    /// packing that is given these results again.
    fn pending(&self) -> usize;

    /// The bytes of the file that what is pending fills, where the format lets it end anywhere. By default none: it stays
    /// pending.
    fn flush(&mut self) -> io::Result<Vec<u8>> {
        Ok(Vec::new())
    }

    /// Goes on with a file that another one began; so many bytes of it count.
    fn go_on(&mut self, file: &mut File, bytes: u64) -> io::Result<()>;

    /// The last bytes of the file.
    fn finish(self: Box<Self>) -> io::Result<Vec<u8>>;
}
