//! Where results go: standard output, or a file that is complete or not there. Until it is, its bytes stand beside it:
//! under a name of their own that goes with the program, or as `NAME.partial`, which an interrupted run leaves behind to be
//! resumed.

use std::fs::{self, File, OpenOptions, Permissions, TryLockError};
use std::io::{self, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use tempfile::{Builder, NamedTempFile};

use epitome::output::{Compression, Packing};

use super::exit::Stop;
use super::interrupt;
use super::journal::Extent;

/// An opened output.
pub(crate) struct Destination {
    name: String,
    target: Target,
    /// What gathers results until they can be written, where the file is not simply one after the other.
    packing: Option<Box<dyn Packing>>,
}

enum Target {
    Stdout,
    /// A pipe or a device, which cannot be replaced.
    Direct(File),
    /// A file beside the one that it will replace.
    Beside {
        file: NamedTempFile,
        path: PathBuf,
    },
    Partial(Partial),
}

/// A file that becomes another one when it is complete, and may be gone on with until then.
struct Partial {
    file: File,
    path: PathBuf,
    becomes: PathBuf,
    bytes: u64,
    hasher: crc32fast::Hasher,
    keep: bool,
}

/// What a path can be for an output.
enum Place {
    /// A pipe or a device.
    Direct,
    /// A file to make or to replace, with the permissions of the one before. A link stays a link: what it points to is
    /// replaced.
    File(PathBuf, Option<Permissions>),
}

impl Destination {
    /// Opens a file, or standard output where there is none or it is `-`. Fails before anything is computed if the file
    /// cannot be written.
    pub(crate) fn open(path: Option<&Path>) -> Result<Self, Stop> {
        let Some(path) = path.filter(|path| path.as_os_str() != "-") else {
            return Ok(Self { name: "standard output".to_owned(), target: Target::Stdout, packing: None });
        };
        let name = path.display().to_string();
        let target = Self::target(path).map_err(|error| Stop::unwritable(&name, &error))?;
        Ok(Self { name, target, packing: None })
    }

    /// Opens as [`open`](Self::open) does, for what is packed, or else compressed if the file's extension says so.
    pub(crate) fn open_packed(path: Option<&Path>, packing: Option<Box<dyn Packing>>) -> Result<Self, Stop> {
        let packing = packing.or_else(|| path.and_then(Compression::of_path).map(Compression::packing));
        Ok(Self { packing, ..Self::open(path)? })
    }

    /// Opens the unfinished file of an output, packed or compressed as by [`open_packed`](Self::open_packed), to write
    /// from the start or to go on after what is there. The path must be that of a regular file, or of none.
    pub(crate) fn open_partial(
        path: &Path,
        packing: Option<Box<dyn Packing>>,
        from: Option<Extent>,
    ) -> Result<Self, Stop> {
        let name = path.display().to_string();
        let opened = match place(path) {
            Ok(Place::Direct) => Err(io::ErrorKind::Unsupported.into()),
            Ok(Place::File(path, before)) => Partial::open(path, before, from),
            Err(error) => Err(error),
        };
        let mut packing = packing.or_else(|| Compression::of_path(path).map(Compression::packing));
        let partial = opened.and_then(|mut partial| {
            packing.as_mut().map_or(Ok(()), |packing| partial.go_on(&mut **packing))?;
            Ok(partial)
        });
        let partial = partial.map_err(|error| Stop::unwritable(&name, &error))?;
        Ok(Self { name, target: Target::Partial(partial), packing })
    }

    /// Where the bytes of an output stand until it is complete, if it can be resumed.
    pub(crate) fn partial_path(path: &Path) -> Result<Option<PathBuf>, Stop> {
        match place(path) {
            Ok(Place::Direct) => Ok(None),
            Ok(Place::File(path, _)) => Ok(Some(beside(&path))),
            Err(error) => Err(Stop::unwritable(&path.display().to_string(), &error)),
        }
    }

    /// What is written of an unfinished file that may be gone on with; nothing of any other.
    pub(crate) fn extent(&self) -> Extent {
        match &self.target {
            Target::Partial(partial) => {
                Extent { bytes: partial.bytes, crc: partial.hasher.clone().finalize() }
            }
            _ => Extent::default(),
        }
    }

    /// Bytes of results that were taken and are not written yet, since what they are packed in is not full. What is
    /// written can be gone on with before them.
    pub(crate) fn pending(&self) -> usize {
        self.packing.as_ref().map_or(0, |packing| packing.pending())
    }

    /// Whether results are gathered on their way to the file.
    pub(crate) fn is_packed(&self) -> bool {
        self.packing.is_some()
    }

    /// Writes what is pending, where it may end anywhere.
    pub(crate) fn flush(&mut self) -> Result<(), Stop> {
        let Some(packing) = &mut self.packing else { return Ok(()) };
        let packed = packing.flush().map_err(|error| Stop::unwritable(&self.name, &error))?;
        self.put(&packed)
    }

    /// Leaves an unfinished file where it is when the program ends: it can be gone on with.
    pub(crate) fn keep(&mut self) {
        if let Target::Partial(partial) = &mut self.target {
            if !partial.keep {
                interrupt::resumable(partial.path.display().to_string());
            }
            partial.keep = true;
        }
    }

    /// Removes an unfinished file with the program: there is nothing to go on with after all.
    pub(crate) fn abandon(&mut self) {
        if let Target::Partial(partial) = &mut self.target {
            partial.keep = false;
        }
    }

    fn target(path: &Path) -> io::Result<Target> {
        let (path, before) = match place(path)? {
            Place::Direct => return Ok(Target::Direct(OpenOptions::new().write(true).open(path)?)),
            Place::File(path, before) => (path, before),
        };
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let mut prefix = std::ffi::OsString::from(".");
        prefix.push(path.file_name().ok_or(io::ErrorKind::InvalidInput)?);
        prefix.push(".");
        let mut builder = Builder::new();
        builder.prefix(&prefix).suffix(".tmp");
        #[cfg(unix)]
        let permissions = std::os::unix::fs::PermissionsExt::from_mode(0o666);
        #[cfg(unix)]
        builder.permissions(permissions);
        let file = builder.tempfile_in(folder)?;
        if let Some(before) = before {
            file.as_file().set_permissions(before)?;
        }
        interrupt::unfinished(file.path());
        Ok(Target::Beside { file, path })
    }

    /// Whether the results appear on a terminal, where progress would be in their way.
    pub(crate) fn is_stdout(&self) -> bool {
        matches!(self.target, Target::Stdout)
    }

    /// What an interruption means for it.
    pub(crate) fn when_interrupted(&self) -> String {
        match &self.target {
            Target::Stdout | Target::Direct(_) => format!("{} is not complete", self.name),
            Target::Beside { .. } => format!("{} was not written", self.name),
            Target::Partial(partial) if partial.keep => {
                format!("what is done stands in {}", partial.path.display())
            }
            Target::Partial(_) => format!("{} was not written", self.name),
        }
    }

    /// Writes all of it, or gathers it until there is more.
    pub(crate) fn write(&mut self, bytes: &[u8]) -> Result<(), Stop> {
        match &mut self.packing {
            None => self.put(bytes),
            Some(packing) => {
                let packed = packing.write(bytes).map_err(|error| Stop::unwritable(&self.name, &error))?;
                self.put(&packed)
            }
        }
    }

    fn put(&mut self, bytes: &[u8]) -> Result<(), Stop> {
        let written = match &mut self.target {
            Target::Stdout => io::stdout().lock().write_all(bytes),
            Target::Direct(file) => file.write_all(bytes),
            Target::Beside { file, .. } => file.as_file_mut().write_all(bytes),
            Target::Partial(partial) => partial.write(bytes),
        };
        written.map_err(|error| Stop::unwritable(&self.name, &error))
    }

    /// Puts the file in its place.
    pub(crate) fn finish(mut self) -> Result<(), Stop> {
        if let Some(packing) = self.packing.take() {
            let last = packing.finish().map_err(|error| Stop::unwritable(&self.name, &error))?;
            self.put(&last)?;
        }
        let finished = match self.target {
            Target::Stdout => io::stdout().lock().flush(),
            Target::Direct(mut file) => file.flush(),
            Target::Beside { file, path } => {
                let beside = file.path().to_owned();
                let persisted = file.as_file().sync_all();
                let persisted = persisted.and_then(|()| file.persist(path).map_err(|error| error.error));
                interrupt::finished(&beside);
                persisted.map(drop)
            }
            Target::Partial(mut partial) => partial.finish(),
        };
        finished.map_err(|error| Stop::unwritable(&self.name, &error))
    }
}

impl Partial {
    fn open(becomes: PathBuf, before: Option<Permissions>, from: Option<Extent>) -> io::Result<Self> {
        let path = beside(&becomes);
        let mut file = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&path)?;
        // Where a file system knows no locks, two runs into one file are the user's own affair.
        if let Err(TryLockError::WouldBlock) = file.try_lock() {
            return Err(io::Error::new(io::ErrorKind::ResourceBusy, "another run writes it"));
        }
        let Extent { bytes, crc } = from.unwrap_or_default();
        file.set_len(bytes)?;
        file.seek(SeekFrom::Start(bytes))?;
        if let Some(before) = before {
            file.set_permissions(before)?;
        }
        if from.is_some() {
            interrupt::resumable(path.display().to_string());
        }
        let hasher = crc32fast::Hasher::new_with_initial_len(crc, bytes);
        Ok(Self { file, path, becomes, bytes, hasher, keep: from.is_some() })
    }

    /// Lets what is packed see what is there of it.
    fn go_on(&mut self, packing: &mut dyn Packing) -> io::Result<()> {
        packing.go_on(&mut self.file, self.bytes)?;
        self.file.seek(SeekFrom::Start(self.bytes)).map(drop)
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.file.write_all(bytes)?;
        self.bytes += bytes.len() as u64;
        self.hasher.update(bytes);
        Ok(())
    }

    fn finish(&mut self) -> io::Result<()> {
        self.file.sync_all()?;
        fs::rename(&self.path, &self.becomes)?;
        self.keep = true;
        Ok(())
    }
}

impl Drop for Partial {
    fn drop(&mut self) {
        if !self.keep {
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// What a path is, if it can be written.
fn place(path: &Path) -> io::Result<Place> {
    match fs::metadata(path) {
        Ok(metadata) if metadata.is_dir() => Err(io::ErrorKind::IsADirectory.into()),
        Ok(metadata) if !metadata.is_file() => Ok(Place::Direct),
        Ok(metadata) if metadata.permissions().readonly() => Err(io::ErrorKind::PermissionDenied.into()),
        Ok(metadata) => Ok(Place::File(fs::canonicalize(path)?, Some(metadata.permissions()))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Place::File(path.to_owned(), None)),
        Err(error) => Err(error),
    }
}

fn beside(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".partial");
    name.into()
}
