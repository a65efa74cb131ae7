package atoll.kit.disk;

/// Room on a file system.
///
/// @param totalBytes its size
/// @param freeBytes what is free, the part reserved for root included
/// @param usableBytes what this process may still use
public record DiskSpace(long totalBytes, long freeBytes, long usableBytes) {}
