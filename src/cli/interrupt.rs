//! Ctrl-C: the first one ends the run in good order, the second at once.

use std::path::{Path, PathBuf};
use std::process;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use super::exit::Exit;
use super::messages;

/// How long the blocks in work may take to end; a read from a pipe that says nothing would never.
const GRACE: Duration = Duration::from_millis(800);

static INTERRUPTED: AtomicBool = AtomicBool::new(false);

/// Unfinished files, which an end at once must not leave behind.
static UNFINISHED: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

/// An unfinished output that may be gone on with.
static RESUMABLE: Mutex<Option<String>> = Mutex::new(None);

/// Listens for Ctrl-C; the flag becomes true when it comes. Where nobody can listen, Ctrl-C ends the program as usual.
pub(crate) fn listen() -> &'static AtomicBool {
    let _ = ctrlc::set_handler(|| {
        if INTERRUPTED.swap(true, Ordering::Relaxed) {
            end();
        }
        thread::spawn(|| {
            thread::sleep(GRACE);
            end();
        });
    });
    &INTERRUPTED
}

/// Names a file that is to be removed if the program ends at once.
pub(crate) fn unfinished(path: &Path) {
    UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner).push(path.to_owned());
}

/// The file is complete, or gone.
pub(crate) fn finished(path: &Path) {
    UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner).retain(|other| other != path);
}

/// Names the unfinished output that a resumed run would go on with.
pub(crate) fn resumable(name: String) {
    *RESUMABLE.lock().unwrap_or_else(PoisonError::into_inner) = Some(name);
}

fn end() {
    for path in UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner).drain(..) {
        let _ = std::fs::remove_file(path);
    }
    messages::note(&match RESUMABLE.lock().unwrap_or_else(PoisonError::into_inner).take() {
        Some(name) => {
            format!("interrupted: what is done stands in {name}; the same command with --resume goes on")
        }
        None => "interrupted: the output is not complete; run the same command again".to_owned(),
    });
    process::exit(Exit::Interrupted as i32);
}
