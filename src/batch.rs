//! Many pieces of work on many threads, results in the order of the input. Each thread takes the next block from the
//! source, works on it, and hands the result to the sink; a thread that is too far ahead of the slowest waits, so that
//! memory stays bounded however uneven the blocks are. What the sink sees does not depend on the number of threads.
//!
//! ```
//! use epitome::batch::{Batch, Part, Tally};
//! let mut lengths = Vec::new();
//! let work = |_: &mut (), word: &str| Part { output: word.len(), tally: Tally { articles: 1, ..Tally::default() } };
//! let sink = |length| Ok::<(), epitome::Error>(lengths.push(length));
//! let finished = Batch::new().threads(2).run(["a", "bee", "se"].into_iter(), || (), work, sink)?;
//! assert_eq!(finished.tally.articles, 3);
//! assert_eq!(lengths, [1, 3, 2]);
//! # Ok::<(), epitome::Error>(())
//! ```

use std::collections::BTreeMap;
use std::num::NonZero;
use std::ops::AddAssign;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use crate::error::{Error, ErrorKind};

/// Results that may wait for an earlier one, for each thread.
const AHEAD: u64 = 4;

/// What has been done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// Articles done.
    pub articles: u64,
    /// Articles that failed.
    pub errors: u64,
    /// Bytes of input read.
    pub bytes: u64,
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.articles += other.articles;
        self.errors += other.errors;
        self.bytes += other.bytes;
    }
}

/// The result of one block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part<R> {
    /// What the sink gets.
    pub output: R,
    /// What the block adds to the tally.
    pub tally: Tally,
}

/// How a run ended.
#[derive(Debug)]
pub struct Finished<W> {
    /// The workers with what they have gathered, in no particular order.
    pub workers: Vec<W>,
    /// The sum over all blocks that reached the sink.
    pub tally: Tally,
    /// Whether the run was cancelled; the sink then has the results of the first blocks, without a gap.
    pub cancelled: bool,
}

/// How to run.
#[derive(Clone, Copy, Default)]
pub struct Batch<'a> {
    threads: usize,
    cancelled: Option<&'a AtomicBool>,
    progress: Option<&'a (dyn Fn(Tally) + Sync)>,
}

impl<'a> Batch<'a> {
    /// All cores, no way to cancel, no progress.
    pub fn new() -> Self {
        Self::default()
    }

    /// The number of threads: 1 works on the caller's own. By default 0, which is one for each core.
    #[must_use]
    pub fn threads(mut self, threads: usize) -> Self {
        self.threads = threads;
        self
    }

    /// Ends the run soon after this becomes true. By default nothing does.
    #[must_use]
    pub fn cancelled_by(mut self, flag: &'a AtomicBool) -> Self {
        self.cancelled = Some(flag);
        self
    }

    /// Calls this with the tally so far whenever a block has reached the sink, from one thread at a time. By default
    /// nothing is called.
    #[must_use]
    pub fn progress(mut self, call: &'a (dyn Fn(Tally) + Sync)) -> Self {
        self.progress = Some(call);
        self
    }

    /// Runs `work` over all blocks of `source`. Each thread makes one worker and lends it to `work` for every block that
    /// it takes; `sink` gets the outputs in the order of the blocks, from one thread at a time. The first error of the
    /// sink ends the run.
    ///
    /// Fails with [`ErrorKind::InvalidOption`] where the threads cannot be started.
    pub fn run<B, W, R, E>(
        &self,
        source: impl Iterator<Item = B> + Send,
        worker: impl Fn() -> W + Sync,
        work: impl Fn(&mut W, B) -> Part<R> + Sync,
        sink: impl FnMut(R) -> Result<(), E> + Send,
    ) -> Result<Finished<W>, E>
    where
        B: Send,
        W: Send,
        R: Send,
        E: From<Error> + Send,
    {
        let cores = || std::thread::available_parallelism().map_or(1, NonZero::get);
        let threads = if self.threads == 0 { cores() } else { self.threads };
        let queue = Queue { next: 0, waiting: BTreeMap::new(), sink, tally: Tally::default(), error: None };
        let line = Line {
            batch: *self,
            window: threads as u64 * AHEAD,
            source: Mutex::new(Source { blocks: source.fuse(), taken: 0 }),
            queue: Mutex::new(queue),
            moved: Condvar::new(),
            stopped: AtomicBool::new(false),
        };
        let workers = if threads == 1 {
            vec![line.work_off(&worker, &work)]
        } else {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().map_err(|error| {
                Error::new(ErrorKind::InvalidOption, format!("{threads} threads cannot be started: {error}"))
            })?;
            pool.broadcast(|_| line.work_off(&worker, &work))
        };
        let cancelled = line.is_cancelled();
        let queue = line.queue.into_inner().unwrap_or_else(PoisonError::into_inner);
        match queue.error {
            Some(error) => Err(error),
            None => Ok(Finished { workers, tally: queue.tally, cancelled }),
        }
    }
}

/// What the threads share.
struct Line<'a, I, R, S, E> {
    batch: Batch<'a>,
    /// Results that may wait in the queue.
    window: u64,
    source: Mutex<Source<I>>,
    queue: Mutex<Queue<R, S, E>>,
    /// Tells the waiting that the queue has moved on.
    moved: Condvar,
    stopped: AtomicBool,
}

struct Source<I> {
    blocks: I,
    taken: u64,
}

/// Results in front of the sink.
struct Queue<R, S, E> {
    /// Number of the block that the sink gets next.
    next: u64,
    waiting: BTreeMap<u64, Part<R>>,
    sink: S,
    tally: Tally,
    error: Option<E>,
}

impl<B, R, E, I, S> Line<'_, I, R, S, E>
where
    I: Iterator<Item = B>,
    S: FnMut(R) -> Result<(), E>,
{
    /// One thread's whole life.
    fn work_off<W>(&self, worker: impl Fn() -> W, work: impl Fn(&mut W, B) -> Part<R>) -> W {
        let _guard = OnPanic(|| {
            self.stopped.store(true, Ordering::Relaxed);
            // Whoever holds the lock either sees the flag or waits by now.
            drop(lock(&self.queue));
            self.moved.notify_all();
        });
        let mut worker = worker();
        while let Some((number, block)) = self.take() {
            let part = work(&mut worker, block);
            self.deliver(number, part);
        }
        worker
    }

    /// The next block with its number; none at the end of the source or of the run.
    fn take(&self) -> Option<(u64, B)> {
        let mut source = lock(&self.source);
        if self.stopped.load(Ordering::Relaxed) || self.is_cancelled() {
            return None;
        }
        let block = source.blocks.next()?;
        let number = source.taken;
        source.taken += 1;
        Some((number, block))
    }

    /// Puts a result in its place and gives the sink all that is its turn. The thread that has the sink's next block
    /// never waits, so some thread always goes on.
    fn deliver(&self, number: u64, part: Part<R>) {
        let mut queue = lock(&self.queue);
        while number >= queue.next + self.window && !self.stopped.load(Ordering::Relaxed) {
            queue = self.moved.wait(queue).unwrap_or_else(PoisonError::into_inner);
        }
        queue.waiting.insert(number, part);
        while !self.stopped.load(Ordering::Relaxed) {
            let next = queue.next;
            let Some(part) = queue.waiting.remove(&next) else { break };
            queue.next += 1;
            match (queue.sink)(part.output) {
                Ok(()) => {
                    queue.tally += part.tally;
                    if let Some(progress) = self.batch.progress {
                        progress(queue.tally);
                    }
                }
                Err(error) => {
                    queue.error = Some(error);
                    self.stopped.store(true, Ordering::Relaxed);
                }
            }
        }
        drop(queue);
        self.moved.notify_all();
    }

    fn is_cancelled(&self) -> bool {
        self.batch.cancelled.is_some_and(|flag| flag.load(Ordering::Relaxed))
    }
}

/// Stops the others when a thread dies, so that its panic is seen instead of a standstill.
struct OnPanic<F: Fn()>(F);

impl<F: Fn()> Drop for OnPanic<F> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            (self.0)();
        }
    }
}

/// A thread that panicked has left nothing half done: the panic itself ends the run.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    const ONE: Tally = Tally { articles: 1, errors: 0, bytes: 3 };

    fn run(
        batch: Batch<'_>,
        count: u64,
        sink: impl FnMut(u64) -> Result<(), Error> + Send,
    ) -> Result<Tally, Error> {
        let work = |(): &mut (), number: u64| {
            // The first of every ten takes longest.
            std::thread::sleep(Duration::from_micros(if number.is_multiple_of(10) { 900 } else { 10 }));
            Part { output: number, tally: ONE }
        };
        batch.run(0..count, || (), work, sink).map(|finished| finished.tally)
    }

    #[test]
    fn outputs_keep_the_order_of_the_source() {
        for threads in [0, 1, 2, 3, 8] {
            let mut seen = Vec::new();
            let tally = run(Batch::new().threads(threads), 300, |n| {
                seen.push(n);
                Ok(())
            });
            assert_eq!(seen, (0..300).collect::<Vec<_>>(), "{threads} threads");
            assert_eq!(tally.unwrap(), Tally { articles: 300, errors: 0, bytes: 900 });
        }
    }

    #[test]
    fn an_error_of_the_sink_ends_the_run() {
        for threads in [1, 2, 8] {
            let mut calls = 0;
            let error = run(Batch::new().threads(threads), u64::MAX, |n| {
                calls += 1;
                if n < 50 { Ok(()) } else { Err(Error::new(ErrorKind::Unwritable, "full")) }
            });
            assert_eq!(error.unwrap_err().message(), "full");
            assert_eq!(calls, 51, "{threads} threads");
        }
    }

    #[test]
    fn a_cancelled_run_ends_without_a_gap() {
        for threads in [1, 2, 8] {
            let flag = AtomicBool::new(false);
            let mut seen = Vec::new();
            let batch = Batch::new().threads(threads).cancelled_by(&flag);
            let sink = |n| {
                seen.push(n);
                flag.store(n == 40 || flag.load(Ordering::Relaxed), Ordering::Relaxed);
                Ok::<(), Error>(())
            };
            let finished = batch.run(0.., || (), |(), n: u64| Part { output: n, tally: ONE }, sink).unwrap();
            assert!(finished.cancelled);
            assert!(seen.len() >= 41);
            assert_eq!(finished.tally.articles, seen.len() as u64);
            assert!(seen.iter().copied().eq(0..seen.len() as u64), "{threads} threads");
        }
    }

    #[test]
    fn results_wait_in_bounded_number() {
        let taken = std::sync::atomic::AtomicU64::new(0);
        let source = (0..2000u64).inspect(|_| {
            taken.fetch_add(1, Ordering::Relaxed);
        });
        let work = |(): &mut (), number: u64| {
            if number == 0 {
                std::thread::sleep(Duration::from_millis(30));
            }
            Part { output: number, tally: ONE }
        };
        let mut at_first = 0;
        let sink = |number| {
            if number == 0 {
                at_first = taken.load(Ordering::Relaxed);
            }
            Ok::<(), Error>(())
        };
        Batch::new().threads(4).run(source, || (), work, sink).unwrap();
        assert!(
            at_first <= 4 * AHEAD + 4,
            "{at_first} blocks were taken before the first result was written"
        );
    }

    #[test]
    fn workers_come_back_with_what_they_gathered() {
        let work = |sum: &mut u64, number: u64| {
            *sum += number;
            Part { output: (), tally: ONE }
        };
        let finished = Batch::new().threads(3).run(0..100, || 0, work, |()| Ok::<(), Error>(())).unwrap();
        assert_eq!(finished.workers.iter().sum::<u64>(), 4950);
    }

    #[test]
    fn progress_counts_up_to_the_whole() {
        let last = Mutex::new(Tally::default());
        let progress = |tally: Tally| {
            let mut last = last.lock().unwrap();
            assert_eq!(tally.articles, last.articles + 1);
            *last = tally;
        };
        run(Batch::new().threads(4).progress(&progress), 50, |_| Ok(())).unwrap();
        assert_eq!(last.lock().unwrap().articles, 50);
    }

    #[test]
    #[should_panic(expected = "boom")]
    fn a_panic_is_passed_on_instead_of_waited_for() {
        let work = |(): &mut (), number: u64| {
            assert!(number != 5, "boom");
            Part { output: number, tally: ONE }
        };
        let _ = Batch::new().threads(4).run(0..1000, || (), work, |_| Ok::<(), Error>(()));
    }
}
