package atoll.mkv.host;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.kit.disk.Disk;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/// Makes changes of names durable, many with one sync. A folder of the host is the log: each change
/// first moves its files there, under names that say where they belong; one sync of that one folder
/// makes a whole group durable; then the files move to their places, and that needs no sync, since
/// after a crash they are found in the log again ([Recovery]).
///
/// Changes happen in the order of their numbers, one thread at a time. Shared, guarded by the lock
/// of its queue.
final class ChangeLog {

  /// A change and who waits for it. Equal to itself alone.
  private static final class Waiting {
    final NameChange change;
    final CompletableFuture<Boolean> done = new CompletableFuture<>();

    Waiting(NameChange change) {
      this.change = change;
    }
  }

  private final Disk disk;
  private final HostFolders folders;
  private final Executor thread;
  private final int groupCount;
  private final HostCounts counts;
  private final Object lock = new Object();
  private final Deque<Waiting> queue = new ArrayDeque<>();
  private boolean running;

  /// Confined to the work that runs.
  private long number;

  ChangeLog(Disk disk, HostFolders folders, Executor thread, int groupCount, HostCounts counts) {
    this.disk = disk;
    this.folders = folders;
    this.thread = thread;
    this.groupCount = groupCount;
    this.counts = counts;
  }

  /// Makes a change durable.
  ///
  /// @return once it is: whether there was a file of that name. Fails with [AtollException]; then
  ///   nobody knows whether it happened
  CompletableFuture<Boolean> add(NameChange change) {
    Waiting waiting = new Waiting(change);
    synchronized (lock) {
      queue.add(waiting);
      if (running) {
        return waiting.done;
      }
      running = true;
    }
    thread.execute(this::run);
    return waiting.done;
  }

  private void run() {
    for (List<Waiting> group = takeGroup(); !group.isEmpty(); group = takeGroup()) {
      try {
        make(group);
      } catch (RuntimeException bug) {
        fail(group, bug);
      }
    }
  }

  /// The next changes; none ends the work.
  private List<Waiting> takeGroup() {
    synchronized (lock) {
      List<Waiting> group = new ArrayList<>();
      while (group.size() < groupCount && !queue.isEmpty()) {
        group.add(queue.remove());
      }
      if (group.isEmpty()) {
        running = false;
      }
      return group;
    }
  }

  private void make(List<Waiting> group) {
    List<Waiting> logged = new ArrayList<>();
    for (Waiting each : group) {
      try {
        each.change.log(disk, folders, ++number);
        logged.add(each);
      } catch (AtollException failed) {
        takeBack(each, failed);
      }
    }
    if (logged.isEmpty()) {
      return;
    }
    try {
      disk.syncDirectory(folders.changes());
      counts.synced(logged.size());
    } catch (AtollException failed) {
      logged.forEach(each -> takeBack(each, failed));
      return;
    }
    for (Waiting each : logged) {
      try {
        each.done.complete(each.change.complete(disk, folders));
      } catch (AtollException failed) {
        takeBack(each, failed);
      }
    }
  }

  private void takeBack(Waiting waiting, AtollException why) {
    try {
      waiting.change.takeBack(disk, folders);
    } catch (AtollException again) {
      why.addSuppressed(again);
    }
    waiting.done.completeExceptionally(why);
  }

  private static void fail(List<Waiting> group, RuntimeException why) {
    AtollException fault =
        why instanceof AtollException known
            ? known
            : new AtollException(Fault.BUG, "a change of names failed: " + why, why);
    group.forEach(each -> each.done.completeExceptionally(fault));
  }
}
