package atoll.volume.offline;

import atoll.volume.index.NeedleLocation;
import atoll.volume.index.NeedleMap;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// What was found in the files of a volume: every record was read and verified, every row of the
/// index held beside them. Changes nothing. Confined to one thread; close it before the volume.
public final class Survey implements AutoCloseable {

  private final OfflineVolume volume;
  private final IndexTable index;
  private final RecordFold fold;
  private final List<DamagedRange> damaged;
  private final List<Long> withdrawn;
  private final boolean needsIndex;
  private final List<Finding> obstacles;
  private final SurveyCounts counts;

  Survey(Surveyor found) {
    this.volume = found.volume;
    this.index = found.index;
    this.fold = found.fold;
    this.damaged = List.copyOf(found.damaged);
    this.withdrawn = List.copyOf(found.withdrawn);
    this.needsIndex = found.needsIndex;
    this.obstacles = List.copyOf(found.obstacles);
    this.counts = found.counts();
  }

  /// Looks through a volume.
  ///
  /// @param findings takes each as it is found
  /// @throws atoll.kit.AtollException as the disk does
  public static Survey run(
      OfflineVolume volume, Consumer<? super Finding> findings, OfflineProgress progress) {
    IndexTable index = IndexTable.read(volume, progress);
    RecordFold fold = new RecordFold(volume, index);
    boolean ended = false;
    try {
      Surveyor surveyor = new Surveyor(volume, index, fold, findings, progress);
      surveyor.run();
      ended = true;
      return new Survey(surveyor);
    } finally {
      if (!ended) {
        fold.close();
        index.close();
      }
    }
  }

  public OfflineVolume volume() {
    return volume;
  }

  public SurveyCounts counts() {
    return counts;
  }

  /// Bytes that are no whole record, in order.
  public List<DamagedRange> damaged() {
    return damaged;
  }

  /// What a plan is made of.
  public FixFacts facts() {
    List<String> inTheWay = new ArrayList<>();
    obstacles.forEach(finding -> inTheWay.add(finding.toString()));
    return new FixFacts(
        inTheWay, damaged, volume.dataBytes(), volume.superBlock().firstNeedleAt(), needsIndex);
  }

  /// Where the live needles lie, and where the deleted ones lay.
  NeedleMap needles() {
    return fold.map();
  }

  /// Whether a record is the newest of a needle that lives.
  boolean isLive(long id, long offset) {
    NeedleLocation found = needles().find(id);
    return found != null && !found.isDeleted() && found.offset() == offset;
  }

  IndexTable index() {
    return index;
  }

  /// Needles whose deletion has no record: the index says so, or their newest record is damaged.
  List<Long> withdrawn() {
    return withdrawn;
  }

  @Override
  public void close() {
    fold.close();
    index.close();
  }
}
