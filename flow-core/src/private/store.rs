//! Places for values that one step hands on and others take, at times that are known only at run time.
//!
//! Several kinds, so that each asks no more of the payload than its use needs: a value that is only moved or cloned
//! needs to be `Send` for the flow to be, one that is lent needs to be `Sync` too, as every reference does.
//! Nobody ever waits for one of these locks: all of them are used by one task, and the schedule separates the uses.

use std::sync::{Mutex, OnceLock, PoisonError};

use tokio::sync::{RwLock, RwLockReadGuard};

use super::impossible;

/// A value that is moved out or cloned, and never lent.
pub struct Moved<T>(Option<T>);

impl<T> Moved<T> {
    /// No value.
    #[must_use]
    pub const fn new() -> Moved<T> {
        Moved(None)
    }

    /// A value that is there from the beginning.
    pub const fn with(value: T) -> Moved<T> {
        Moved(Some(value))
    }

    /// Puts a value in.
    pub fn put(&mut self, value: T) {
        self.0 = Some(value);
    }

    /// Takes the value out.
    pub fn take(&mut self) -> T {
        self.0.take().unwrap_or_else(|| impossible())
    }

    /// Takes the value out if it is there.
    pub fn take_any(&mut self) -> Option<T> {
        self.0.take()
    }

    /// The value or a part of it, cloned or copied.
    pub fn read<R>(&mut self, read: impl FnOnce(&T) -> R) -> R {
        self.0.as_ref().map(read).unwrap_or_else(|| impossible())
    }

    /// The same if the value is there.
    pub fn read_any<R>(&mut self, read: impl FnOnce(&T) -> R) -> Option<R> {
        self.0.as_ref().map(read)
    }

    /// Drops the value.
    pub fn clear(&mut self) {
        self.0 = None;
    }
}

impl<T> Default for Moved<T> {
    fn default() -> Moved<T> {
        Moved::new()
    }
}

/// A value that several closures put in, move out or clone, and that is never lent.
pub struct Exchanged<T>(Mutex<Option<T>>);

impl<T> Exchanged<T> {
    /// No value.
    #[must_use]
    pub const fn new() -> Exchanged<T> {
        Exchanged(Mutex::new(None))
    }

    /// A value that is there from the beginning.
    pub const fn with(value: T) -> Exchanged<T> {
        Exchanged(Mutex::new(Some(value)))
    }

    fn get(&self) -> std::sync::MutexGuard<'_, Option<T>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Puts a value in.
    pub fn put(&self, value: T) {
        *self.get() = Some(value);
    }

    /// Takes the value out.
    pub fn take(&self) -> T {
        self.get().take().unwrap_or_else(|| impossible())
    }

    /// Takes the value out if it is there.
    pub fn take_any(&self) -> Option<T> {
        self.get().take()
    }

    /// The value or a part of it, cloned or copied.
    pub fn read<R>(&self, read: impl FnOnce(&T) -> R) -> R {
        self.get().as_ref().map(read).unwrap_or_else(|| impossible())
    }

    /// The same if the value is there.
    pub fn read_any<R>(&self, read: impl FnOnce(&T) -> R) -> Option<R> {
        self.get().as_ref().map(read)
    }

    /// Drops the value.
    pub fn clear(&self) {
        *self.get() = None;
    }
}

impl<T> Default for Exchanged<T> {
    fn default() -> Exchanged<T> {
        Exchanged::new()
    }
}

/// A value that is lent, and later moved out or dropped while the flow goes on.
pub struct Lent<T>(RwLock<Option<T>>);

impl<T> Lent<T> {
    /// No value.
    #[must_use]
    pub fn new() -> Lent<T> {
        Lent(RwLock::new(None))
    }

    /// Puts a value in.
    pub fn put(&self, value: T) {
        match self.0.try_write() {
            Ok(mut place) => *place = Some(value),
            Err(_) => impossible(),
        }
    }

    /// Takes the value out.
    pub fn take(&self) -> T {
        self.take_any().unwrap_or_else(|| impossible())
    }

    /// Takes the value out if it is there.
    pub fn take_any(&self) -> Option<T> {
        match self.0.try_write() {
            Ok(mut place) => place.take(),
            Err(_) => impossible(),
        }
    }

    /// The value or a part of it, cloned or copied.
    pub fn read<R>(&self, read: impl FnOnce(&T) -> R) -> R {
        read(&self.lend())
    }

    /// The same if the value is there.
    pub fn read_any<R>(&self, read: impl FnOnce(&T) -> R) -> Option<R> {
        self.lend_any().map(|value| read(&value))
    }

    /// The value, for as long as the guard lives.
    pub fn lend(&self) -> RwLockReadGuard<'_, T> {
        let guard = self.0.try_read().unwrap_or_else(|_| impossible());
        RwLockReadGuard::try_map(guard, Option::as_ref).unwrap_or_else(|_| impossible())
    }

    /// A part of the value, for as long as the guard lives.
    pub fn lend_part<R>(&self, part: impl FnOnce(&T) -> &R) -> RwLockReadGuard<'_, R> {
        RwLockReadGuard::map(self.lend(), part)
    }

    /// The value if it is there, for as long as the guard lives.
    pub fn lend_any(&self) -> Option<RwLockReadGuard<'_, T>> {
        let guard = self.0.try_read().unwrap_or_else(|_| impossible());
        RwLockReadGuard::try_map(guard, Option::as_ref).ok()
    }

    /// Drops the value.
    pub fn clear(&self) {
        drop(self.take_any());
    }
}

impl<T> Default for Lent<T> {
    fn default() -> Lent<T> {
        Lent::new()
    }
}

/// A value that is lent and stays until the flow ends.
pub struct Kept<T>(OnceLock<T>);

impl<T> Kept<T> {
    /// No value.
    #[must_use]
    pub const fn new() -> Kept<T> {
        Kept(OnceLock::new())
    }

    /// Puts a value in.
    pub fn put(&self, value: T) {
        if self.0.set(value).is_err() {
            impossible();
        }
    }

    /// The value or a part of it, cloned or copied.
    pub fn read<R>(&self, read: impl FnOnce(&T) -> R) -> R {
        read(self.lend())
    }

    /// The same if the value is there.
    pub fn read_any<R>(&self, read: impl FnOnce(&T) -> R) -> Option<R> {
        self.lend_any().map(read)
    }

    /// The value.
    pub fn lend(&self) -> &T {
        self.0.get().unwrap_or_else(|| impossible())
    }

    /// The value if it is there.
    pub fn lend_any(&self) -> Option<&T> {
        self.0.get()
    }

    /// The value, when nobody borrows it any more.
    pub fn into_any(self) -> Option<T> {
        self.0.into_inner()
    }
}

impl<T> Default for Kept<T> {
    fn default() -> Kept<T> {
        Kept::new()
    }
}
