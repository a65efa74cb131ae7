package atoll.mkv.index;

import atoll.kit.real.RealClock;

class SqliteMemoryIndexTest extends IndexStoreContract {

  @Override
  IndexStore open(IndexCounts counts) {
    return SqliteIndex.open(SqliteSettings.inMemory(), IndexLimits.USUAL, new RealClock(), counts);
  }
}
