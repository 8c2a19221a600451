//! Steps on tasks and threads of their own.

use std::convert::Infallible;
use std::future::pending;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Barrier, mpsc};

use flow_core::__private::{Broken, How, Tasks};
use tokio::sync::oneshot;

/// Notes that it is dropped.
struct Gone(Arc<AtomicBool>);

impl Drop for Gone {
    fn drop(&mut self) {
        self.0.store(true, Ordering::SeqCst);
    }
}

fn gone() -> (Gone, Arc<AtomicBool>) {
    let gone = Arc::new(AtomicBool::new(false));
    (Gone(Arc::clone(&gone)), gone)
}

#[tokio::test]
async fn values_and_errors() {
    let tasks = Tasks::new();
    assert_eq!(tasks.spawn(async { 1 }).await.unwrap(), 1);
    assert_eq!(tasks.block(|| 2).await.unwrap(), 2);
    assert_eq!(tasks.spawn_fallible(async { Ok::<_, &str>(3) }).await.unwrap(), 3);
    assert_eq!(tasks.block_fallible(|| Ok::<_, &str>(4)).await.unwrap(), 4);
    for failed in [
        tasks.spawn_fallible(async { Err::<u8, _>("bad") }).await,
        tasks.block_fallible(|| Err::<u8, _>("bad")).await,
    ] {
        assert!(matches!(failed, Err(Broken { how: How::Failed("bad"), attempts: 1, item: None })));
    }
    tasks.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn blocking_steps_run_in_parallel() {
    let tasks = Tasks::new();
    let barrier = Arc::new(Barrier::new(2));
    // Each waits until the other is there.
    let [one, two] = [(); 2].map(|()| {
        let barrier = Arc::clone(&barrier);
        tasks.block(move || barrier.wait().is_leader())
    });
    let (one, two) = tokio::join!(one, two);
    assert!(one.unwrap() ^ two.unwrap());
    tasks.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn spawned_steps_run_in_parallel() {
    let tasks = Tasks::new();
    let barrier = Arc::new(Barrier::new(2));
    let [one, two] = [(); 2].map(|()| {
        let barrier = Arc::clone(&barrier);
        tasks.spawn(async move { barrier.wait().is_leader() })
    });
    let (one, two) = tokio::join!(one, two);
    assert!(one.unwrap() ^ two.unwrap());
    tasks.finish().await;
}

#[tokio::test]
async fn a_panic_is_no_panic_of_the_run() {
    let tasks = Tasks::new();
    let (on_task, task) = gone();
    let (on_thread, thread) = gone();
    let spawned = tasks.spawn(async move {
        let _on_task = on_task;
        std::panic::resume_unwind(Box::new("on a task"))
    });
    let blocking = tasks.block(move || {
        let _on_thread = on_thread;
        std::panic::resume_unwind(Box::new("on a thread"))
    });
    let texts = [spawned.await, blocking.await].map(|ended: Result<(), Broken<Infallible>>| match ended {
        Err(broken @ Broken { how: How::Panicked(_), .. }) => broken.text(|never| match *never {}),
        _ => None,
    });
    assert_eq!(texts.map(Option::unwrap), ["panicked: on a task", "panicked: on a thread"]);
    tasks.finish().await;
    assert!(task.load(Ordering::SeqCst) && thread.load(Ordering::SeqCst));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn dropping_aborts_a_task() {
    let tasks = Tasks::new();
    let (guard, gone) = gone();
    let (begun, has_begun) = oneshot::channel();
    let task = tasks.spawn(async move {
        let _guard = guard;
        begun.send(()).unwrap();
        pending::<()>().await;
    });
    has_begun.await.unwrap();
    drop(task);
    tasks.finish().await;
    assert!(gone.load(Ordering::SeqCst));
}

#[tokio::test]
async fn dropping_aborts_a_task_that_has_not_begun() {
    let tasks = Tasks::new();
    let (guard, gone) = gone();
    let ran = Arc::new(AtomicBool::new(false));
    let runs = Arc::clone(&ran);
    drop(tasks.spawn(async move {
        let _guard = guard;
        runs.store(true, Ordering::SeqCst);
    }));
    tasks.finish().await;
    assert!(gone.load(Ordering::SeqCst) && !ran.load(Ordering::SeqCst));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_blocking_body_that_has_begun_is_waited_for() {
    let tasks = Tasks::new();
    let (guard, gone) = gone();
    let (begun, has_begun) = oneshot::channel();
    let (go_on, may_go_on) = mpsc::channel();
    let blocking = tasks.block(move || {
        begun.send(()).unwrap();
        may_go_on.recv().unwrap();
        // The value is nobody's by now, and is dropped before the task counts as over.
        guard
    });
    has_begun.await.unwrap();
    drop(blocking);
    let mut finish = Box::pin(tasks.finish());
    // It cannot have ended.
    assert!(poll_once(&mut finish).await.is_none());
    assert!(!gone.load(Ordering::SeqCst));
    go_on.send(()).unwrap();
    finish.await;
    assert!(gone.load(Ordering::SeqCst));
}

/// Says that it is being dropped, and is not dropped before it may be.
struct Slow(Option<oneshot::Sender<()>>, mpsc::Receiver<()>);

impl Drop for Slow {
    fn drop(&mut self) {
        self.0.take().unwrap().send(()).unwrap();
        self.1.recv().unwrap();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_value_that_nobody_wants_is_waited_for() {
    for is_blocking in [false, true] {
        let tasks = Tasks::new();
        let (begun, has_begun) = oneshot::channel();
        let (go_on, may_go_on) = mpsc::channel();
        let (dropping, is_dropping) = oneshot::channel();
        let (drop_it, may_be_dropped) = mpsc::channel();
        let slow = Slow(Some(dropping), may_be_dropped);
        let step = move || {
            begun.send(()).unwrap();
            may_go_on.recv().unwrap();
            slow
        };
        let task = if is_blocking { tasks.block(step) } else { tasks.spawn(async { step() }) };
        has_begun.await.unwrap();
        drop(task);
        go_on.send(()).unwrap();
        is_dropping.await.unwrap();
        let mut finish = Box::pin(tasks.finish());
        assert!(poll_once(&mut finish).await.is_none());
        drop_it.send(()).unwrap();
        finish.await;
    }
}

/// One poll.
async fn poll_once<F: Future + Unpin>(future: &mut F) -> Option<F::Output> {
    std::future::poll_fn(|cx| match std::pin::Pin::new(&mut *future).poll(cx) {
        std::task::Poll::Ready(output) => std::task::Poll::Ready(Some(output)),
        std::task::Poll::Pending => std::task::Poll::Ready(None),
    })
    .await
}

#[test]
fn a_blocking_body_that_has_not_begun_never_begins() {
    let runtime = tokio::runtime::Builder::new_current_thread().max_blocking_threads(1).build().unwrap();
    runtime.block_on(async {
        let tasks = Tasks::new();
        let (begun, has_begun) = oneshot::channel();
        let (go_on, may_go_on) = mpsc::channel::<()>();
        // It takes the only thread.
        let first = tasks.block(move || {
            begun.send(()).unwrap();
            may_go_on.recv().unwrap();
        });
        has_begun.await.unwrap();
        let (guard, gone) = gone();
        let ran = Arc::new(AtomicBool::new(false));
        let runs = Arc::clone(&ran);
        let second = tasks.block(move || {
            let _guard = guard;
            runs.store(true, Ordering::SeqCst);
        });
        drop(second);
        go_on.send(()).unwrap();
        first.await.unwrap();
        tasks.finish().await;
        assert!(gone.load(Ordering::SeqCst) && !ran.load(Ordering::SeqCst));
    });
}

#[test]
fn a_runtime_that_shuts_down() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).build().unwrap();
    let tasks = Tasks::new();
    let task = {
        let _guard = runtime.enter();
        tasks.spawn(pending::<u8>())
    };
    drop(runtime);
    let here = tokio::runtime::Builder::new_current_thread().build().unwrap();
    here.block_on(async {
        assert!(matches!(task.await, Err(Broken { how: How::Aborted, .. })));
        tasks.finish().await;
    });
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_left_of_many() {
    static ALIVE: AtomicUsize = AtomicUsize::new(0);
    struct Counted;
    impl Counted {
        fn new() -> Counted {
            ALIVE.fetch_add(1, Ordering::SeqCst);
            Counted
        }
    }
    impl Drop for Counted {
        fn drop(&mut self) {
            ALIVE.fetch_sub(1, Ordering::SeqCst);
        }
    }
    for round in 0..200 {
        let tasks = Tasks::new();
        let spawned: Vec<_> = (0..8)
            .map(|_| {
                tasks.spawn(async {
                    let made = Counted::new();
                    tokio::task::yield_now().await;
                    made
                })
            })
            .collect();
        let blocking: Vec<_> = (0..2).map(|_| tasks.block(Counted::new)).collect();
        // Some have ended by now, and some have not.
        for _ in 0..round % 5 {
            tokio::task::yield_now().await;
        }
        drop((spawned, blocking));
        tasks.finish().await;
        assert_eq!(ALIVE.load(Ordering::SeqCst), 0);
    }
}

#[test]
fn only_tasks_must_be_send() {
    fn is_send<T: Send>(_: &T) {}
    let tasks = Tasks::new();
    is_send(&tasks);
    is_send(&async { tasks.finish().await });
}
