//! Long work without the GIL, on many threads, that Ctrl-C ends.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError, mpsc};
use std::thread;
use std::time::Duration;

use epitome::batch::{Batch, Finished, Part, Tally};
use epitome::{Error, ErrorKind, Result};
use pyo3::prelude::*;

use crate::errors::raise;

/// How often the interpreter is asked whether someone pressed Ctrl-C.
const ASK: Duration = Duration::from_millis(50);

/// Items that a worker takes at a time.
const BLOCK: usize = 16;

/// The results of `work` over all items, in their order, and the workers. The first item that fails ends the run.
pub(crate) fn over<I: Sync, W: Send, R: Send>(
    py: Python<'_>,
    items: &[I],
    threads: usize,
    worker: impl Fn() -> W + Sync,
    work: impl Fn(&mut W, usize, &I) -> Result<R> + Sync,
) -> PyResult<(Vec<R>, Vec<W>)> {
    let cancelled = AtomicBool::new(false);
    let run = || {
        let mut results = Vec::with_capacity(items.len());
        let blocks = items.chunks(BLOCK).enumerate();
        let of_block = |worker: &mut W, (block, items): (usize, &[I])| {
            let of_item = |(at, item)| work(worker, block * BLOCK + at, item);
            let output: Result<Vec<R>> = items.iter().enumerate().map(of_item).collect();
            Part { output, tally: Tally::default() }
        };
        let sink = |output: Result<Vec<R>>| {
            results.extend(output?);
            Ok::<(), Error>(())
        };
        let finished: Finished<W> =
            Batch::new().threads(threads).cancelled_by(&cancelled).run(blocks, &worker, of_block, sink)?;
        Ok((results, finished.workers))
    };
    let (done, interrupted) = thread::scope(|scope| {
        let (tell, told) = mpsc::channel::<()>();
        let running = scope.spawn(move || {
            let _tell = tell; // dropped at the end, whatever the end is
            run()
        });
        let told = Mutex::new(told);
        let wait = || told.lock().unwrap_or_else(PoisonError::into_inner).recv_timeout(ASK);
        let mut interrupted = None;
        while py.detach(wait) == Err(mpsc::RecvTimeoutError::Timeout) {
            if let (None, Err(signal)) = (&interrupted, py.check_signals()) {
                cancelled.store(true, Ordering::Relaxed);
                interrupted = Some(signal);
            }
        }
        (py.detach(|| running.join()), interrupted)
    });
    if let Some(signal) = interrupted {
        return Err(signal);
    }
    let done = done.unwrap_or_else(|_| Err(Error::new(ErrorKind::Malformed, "a worker thread panicked")));
    done.map_err(|error| raise(py, &error))
}
