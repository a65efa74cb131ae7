package atoll.sim.disk;

/// Power is gone: thrown by the operation at which a [SimDisk] crashes and by every operation on
/// the dead disk and its files afterwards. An [Error], so that product code, which catches
/// operating faults only, never goes on after it.
public final class SimulatedCrash extends Error {

  SimulatedCrash(String message) {
    super(message, null, false, false);
  }
}
