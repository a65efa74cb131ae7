/// A disk in memory that forgets what was not synced, the enumeration of its crashes, a wrapper
/// that fails on purpose, and the suite that every [atoll.kit.disk.Disk] passes. How to use them:
/// `docs/testing.md`.
@NullMarked
package atoll.sim.disk;

import org.jspecify.annotations.NullMarked;
