//! Where results go: standard output, or a file that is complete or not there.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tempfile::{Builder, NamedTempFile};

use super::exit::Stop;
use super::interrupt;

/// An opened output.
pub(crate) struct Destination {
    name: String,
    target: Target,
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
}

impl Destination {
    /// Opens a file, or standard output where there is none or it is `-`. Fails before anything is computed if the file
    /// cannot be written.
    pub(crate) fn open(path: Option<&Path>) -> Result<Self, Stop> {
        let Some(path) = path.filter(|path| path.as_os_str() != "-") else {
            return Ok(Self { name: "standard output".to_owned(), target: Target::Stdout });
        };
        let name = path.display().to_string();
        let target = Self::target(path).map_err(|error| Stop::unwritable(&name, &error))?;
        Ok(Self { name, target })
    }

    fn target(path: &Path) -> io::Result<Target> {
        let before = match fs::metadata(path) {
            Ok(metadata) if metadata.is_dir() => return Err(io::ErrorKind::IsADirectory.into()),
            Ok(metadata) if !metadata.is_file() => {
                return Ok(Target::Direct(OpenOptions::new().write(true).open(path)?));
            }
            Ok(metadata) if metadata.permissions().readonly() => {
                return Err(io::ErrorKind::PermissionDenied.into());
            }
            Ok(metadata) => Some(metadata.permissions()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(error),
        };
        // A link stays a link: what it points to is replaced.
        let path = if before.is_some() { fs::canonicalize(path)? } else { path.to_owned() };
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
        }
    }

    /// Writes all of it.
    pub(crate) fn write(&mut self, bytes: &[u8]) -> Result<(), Stop> {
        let written = match &mut self.target {
            Target::Stdout => io::stdout().lock().write_all(bytes),
            Target::Direct(file) => file.write_all(bytes),
            Target::Beside { file, .. } => file.as_file_mut().write_all(bytes),
        };
        written.map_err(|error| Stop::unwritable(&self.name, &error))
    }

    /// Puts the file in its place.
    pub(crate) fn finish(self) -> Result<(), Stop> {
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
        };
        finished.map_err(|error| Stop::unwritable(&self.name, &error))
    }
}
