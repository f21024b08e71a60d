//! Work to do again and again → how much of it is done in a second, on one thread.

use std::hint::black_box;
use std::time::Duration;

use cpu_time::ThreadTime;

/// How many in a second of the thread's own time, of work that does `count` at once: the best of five
/// runs, since other work on the machine only slows.
pub fn rate<T>(count: usize, mut work: impl FnMut() -> T) -> f64 {
    const RUN: Duration = Duration::from_millis(100);
    black_box(work());
    let mut best: f64 = 0.0;
    for _ in 0..5 {
        let (start, mut rounds) = (ThreadTime::now(), 0_u32);
        while start.elapsed() < RUN {
            black_box(work());
            rounds += 1;
        }
        best = best.max(f64::from(rounds) * count as f64 / start.elapsed().as_secs_f64());
    }
    best
}
