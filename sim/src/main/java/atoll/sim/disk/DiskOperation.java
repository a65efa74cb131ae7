package atoll.sim.disk;

/// What can be asked of a disk or of one of its files.
public enum DiskOperation {
  OPEN,
  RENAME,
  DELETE,
  LIST,
  FIND,
  SET_MODIFIED,
  CREATE_DIRECTORIES,
  SYNC_DIRECTORY,
  LOCK,
  SPACE,
  APPEND,
  WRITE_AT,
  READ_AT,
  READ_AT_IF_CACHED,
  SIZE,
  TRUNCATE,
  SYNC_DATA,
  SYNC_ALL,
  PREALLOCATE,
  COPY_TO
}
