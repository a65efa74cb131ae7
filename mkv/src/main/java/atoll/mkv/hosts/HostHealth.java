package atoll.mkv.hosts;

import atoll.mkv.key.HostId;

/// Who is up. Shared by any number of threads; answers from memory.
public interface HostHealth {

  HostCondition of(HostId host);

  /// Something was seen of a host in real traffic.
  void seen(HostId host, HostResult result);

  /// Bytes free on the host's disk, or -1 if nothing is known.
  long freeBytes(HostId host);
}
