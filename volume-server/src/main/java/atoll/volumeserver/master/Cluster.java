package atoll.volumeserver.master;

import atoll.kit.AtollException;
import atoll.kit.Check;
import atoll.kit.Fault;
import atoll.kit.Randomness;
import atoll.volume.needle.Cookie;
import atoll.volume.needle.FileId;
import atoll.volume.needle.NeedleId;
import atoll.volume.needle.VolumeId;
import atoll.volumeserver.wire.ServerAddress;
import atoll.volumeserver.wire.master.Heartbeat;
import atoll.volumeserver.wire.master.VolumeInformationMessage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;

/// Which servers have which volumes, and which ids are next.
///
/// A key is never handed out twice. So the mark below which all may have been handed out is durable
/// before a range is; every server says the largest key it has; and after a start nothing is
/// assigned until each volume that is remembered has been reported again.
///
/// Shared (guarded by its lock; the disk is written under it).
final class Cluster {

  /// Keys are marked so many at a time, to spare the disk.
  private static final int KEYS_MARKED_AHEAD = 10_000;

  private final MemoryFile memory;
  private final long volumeBytesMax;
  private final Randomness randomness;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Member> members = new LinkedHashMap<>();
  private final NavigableMap<Integer, String> awaited;
  private long nextKey;

  Cluster(MemoryFile memory, long volumeBytesMax, Randomness randomness) {
    this.memory = memory;
    this.volumeBytesMax = volumeBytesMax;
    this.randomness = randomness;
    this.nextKey = memory.now().keys();
    this.awaited = new TreeMap<>(memory.now().volumes());
  }

  /// Where a server is, for look-ups.
  record Place(String url, String publicUrl, int grpcPort, String dataCenter) {

    static Place of(Member member) {
      return new Place(
          member.address.http(), member.publicUrl, member.address.grpcPort(), member.dataCenter);
    }
  }

  /// One server, for pages.
  record Server(Place place, String rack, int volumesMax, List<VolumeInformationMessage> volumes) {}

  /// What came of registering a server.
  sealed interface Registration {

    record Registered(Member member) implements Registration {}

    /// Another server has shown these directories.
    record Refused(List<String> directories) implements Registration {}
  }

  /// What came of asking for ids.
  sealed interface Assignment {

    record Assigned(FileId first, long count, Place at, List<Place> others) implements Assignment {}

    /// No volume of that kind takes needles.
    record NoVolume() implements Assignment {}

    /// It is not known yet which ids are free.
    record NotYet(String why) implements Assignment {}
  }

  /// A volume that is to be made on these servers.
  record Growth(VolumeId id, List<ServerAddress> servers) {}

  // ---- heartbeats ----

  /// Takes a server in, by the first heartbeat of a stream.
  ///
  /// @throws AtollException `BUSY` if there are too many
  Registration register(Heartbeat first) {
    lock.lock();
    try {
      Member member = Member.of(first);
      List<String> twice =
          members.values().stream()
              .filter(other -> !other.address.http().equals(member.address.http()))
              .flatMap(other -> other.directories.stream())
              .filter(member.directories::contains)
              .toList();
      if (!twice.isEmpty()) {
        return new Registration.Refused(twice);
      }
      if (members.size() >= MasterSettings.SERVERS_MAX) {
        throw new AtollException(
            Fault.BUSY, members.size() + " servers are all that this master keeps track of");
      }
      members.put(member.address.http(), member);
      return new Registration.Registered(member);
    } finally {
      lock.unlock();
    }
  }

  /// Its stream has ended. A server that has registered anew meanwhile stays.
  @SuppressWarnings("ReferenceEquality") // the same server may have come back as another member
  void unregister(Member member) {
    lock.lock();
    try {
      if (members.get(member.address.http()) == member) {
        members.remove(member.address.http());
      }
    } finally {
      lock.unlock();
    }
  }

  /// Takes over what a server says.
  ///
  /// @throws AtollException as the disk does
  void take(Member member, Heartbeat heartbeat) {
    lock.lock();
    try {
      long highest = heartbeat.getMaxFileKey();
      if (Long.compareUnsigned(highest, nextKey) >= 0) {
        nextKey = highest + 1;
      }
      member.take(heartbeat);
      NavigableMap<Integer, String> known = new TreeMap<>(memory.now().volumes());
      for (var gone : heartbeat.getDeletedVolumesList()) {
        if (!isAnywhere(gone.getId())) {
          known.remove(gone.getId());
          awaited.remove(gone.getId());
        }
      }
      if (Member.isWhole(heartbeat) && !Member.isFarewell(heartbeat)) {
        member.volumes.keySet().forEach(awaited::remove);
        // What was here and was reported, and is not any more.
        known
            .entrySet()
            .removeIf(entry ->
                entry.getValue().equals(member.address.http())
                    && !awaited.containsKey(entry.getKey())
                    && !isAnywhere(entry.getKey()));
      }
      member.volumes.keySet().forEach(id -> known.putIfAbsent(id, member.address.http()));
      int highestVolume =
          known.isEmpty() ? 0 : known.keySet().stream().max(Integer::compareUnsigned).orElseThrow();
      Memory next = memory.now().withVolumes(known);
      if (Integer.compareUnsigned(highestVolume, next.highestVolume()) > 0) {
        next = next.withHighestVolume(highestVolume);
      }
      if (!next.equals(memory.now())) {
        memory.remember(next);
      }
    } finally {
      lock.unlock();
    }
  }

  private boolean isAnywhere(int volume) {
    return members.values().stream().anyMatch(member -> member.volumes.containsKey(volume));
  }

  /// A server says that a volume takes writes, or takes none any more.
  void mark(String server, int volume, boolean readOnly) {
    lock.lock();
    try {
      Member member = members.get(server);
      if (member != null) {
        member.volumes.computeIfPresent(
            volume, (_, was) -> was.toBuilder().setReadOnly(readOnly).build());
      }
    } finally {
      lock.unlock();
    }
  }

  // ---- ids ----

  /// Hands out ids in a volume that takes needles.
  ///
  /// @param count 1 or more
  Assignment assign(Layout layout, long count) {
    Check.that(count > 0, "ids are handed out");
    lock.lock();
    try {
      if (!awaited.isEmpty()) {
        return new Assignment.NotYet(
            "volume %s of server %s has not been reported since this master started, and may hold"
                    .formatted(
                        Integer.toUnsignedString(awaited.firstKey()),
                        awaited.get(awaited.firstKey()))
                + " the largest key; start that server, or remove the line from "
                + memory.path()
                + " and start the master again (%d volumes are awaited)".formatted(awaited.size()));
      }
      List<Integer> writable = writable(layout);
      if (writable.isEmpty()) {
        return new Assignment.NoVolume();
      }
      int volume = writable.get(randomness.nextInt(writable.size()));
      long first = nextKey;
      long end = first + count;
      if (Long.compareUnsigned(end, memory.now().keys()) > 0) {
        memory.remember(memory.now().withKeys(end + KEYS_MARKED_AHEAD));
      }
      nextKey = end;
      List<Place> places = new ArrayList<>(places(volume));
      FileId id =
          new FileId(new VolumeId(volume), new NeedleId(first), new Cookie(randomness.nextInt()));
      Place at = places.remove(randomness.nextInt(places.size()));
      return new Assignment.Assigned(id, count, at, places);
    } finally {
      lock.unlock();
    }
  }

  /// Volumes of a kind of which all copies are there and take needles.
  private List<Integer> writable(Layout layout) {
    Map<Integer, Integer> copies = new HashMap<>();
    for (Member member : members.values()) {
      for (VolumeInformationMessage volume : member.volumes.values()) {
        if (Layout.of(volume).equals(layout)) {
          boolean takes =
              !volume.getReadOnly() && Long.compareUnsigned(volume.getSize(), volumeBytesMax) < 0;
          copies.merge(volume.getId(), takes ? 1 : Integer.MIN_VALUE / 2, Integer::sum);
        }
      }
    }
    return copies.entrySet().stream()
        .filter(entry -> entry.getValue() >= layout.placement().copyCount())
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }

  /// Decides where one more volume of a kind goes, and takes an id for it.
  ///
  /// @throws AtollException `NO_SPACE` if too few servers have room, `BUSY` before it is known
  ///   which ids are free
  Growth grow(Layout layout) {
    lock.lock();
    try {
      if (!awaited.isEmpty()) {
        throw new AtollException(
            Fault.BUSY, awaited.size() + " volumes have not been reported since the start");
      }
      List<ServerAddress> servers =
          members.values().stream()
              .filter(member -> member.free(layout.diskType()) > 0)
              .sorted(Comparator.comparingInt((Member member) -> -member.free(layout.diskType())))
              .limit(layout.placement().copyCount())
              .map(member -> member.address)
              .toList();
      if (servers.size() < layout.placement().copyCount()) {
        throw new AtollException(
            Fault.NO_SPACE,
            "no free volumes left: %d copies want as many servers with room, and there are %d"
                .formatted(layout.placement().copyCount(), servers.size()));
      }
      int id = memory.now().highestVolume() + 1;
      memory.remember(memory.now().withHighestVolume(id));
      return new Growth(new VolumeId(id), servers);
    } finally {
      lock.unlock();
    }
  }

  /// A volume was made: it counts at once, before the server's own heartbeat says so.
  void grown(Layout layout, Growth growth) {
    lock.lock();
    try {
      for (ServerAddress server : growth.servers()) {
        Member member = members.get(server.http());
        if (member != null) {
          member.volumes.putIfAbsent(
              growth.id().value(),
              VolumeInformationMessage.newBuilder()
                  .setId(growth.id().value())
                  .setCollection(layout.collection())
                  .setReplicaPlacement(Byte.toUnsignedInt(layout.placement().toByte()))
                  .setTtl(layout.ttl().toWire())
                  .setDiskType(layout.diskType())
                  .build());
        }
      }
      NavigableMap<Integer, String> known = new TreeMap<>(memory.now().volumes());
      known.put(growth.id().value(), growth.servers().getFirst().http());
      memory.remember(memory.now().withVolumes(known));
    } finally {
      lock.unlock();
    }
  }

  // ---- looking ----

  /// The servers that have a volume.
  List<Place> find(VolumeId volume) {
    lock.lock();
    try {
      return places(volume.value());
    } finally {
      lock.unlock();
    }
  }

  private List<Place> places(int volume) {
    return members.values().stream()
        .filter(member -> member.volumes.containsKey(volume))
        .map(Place::of)
        .toList();
  }

  List<Server> servers() {
    lock.lock();
    try {
      return members.values().stream()
          .map(member ->
              new Server(
                  Place.of(member),
                  member.rack,
                  member.volumesMax(),
                  List.copyOf(member.volumes.values())))
          .toList();
    } finally {
      lock.unlock();
    }
  }

  /// What assigning waits for, if it does.
  Optional<String> obstacle() {
    lock.lock();
    try {
      return awaited.isEmpty()
          ? Optional.empty()
          : Optional.of(
              awaited.size()
                  + " volumes have not been reported since the start; the first is volume "
                  + Integer.toUnsignedString(awaited.firstKey())
                  + " of server "
                  + Objects.requireNonNull(awaited.get(awaited.firstKey())));
    } finally {
      lock.unlock();
    }
  }
}
