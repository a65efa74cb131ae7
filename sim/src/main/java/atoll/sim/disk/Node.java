package atoll.sim.disk;

/// What stands behind a name.
sealed interface Node permits Content, Directory {}
