package atoll.sim.net;

import atoll.kit.real.RealClock;
import atoll.kit.real.RealNet;
import atoll.kit.real.RealRunner;
import atoll.sim.RecordingEvents;

final class RealNetContractTest extends NetContract {

  @Override
  protected void play(Script script) {
    try (RecordingEvents events = new RecordingEvents();
        RealRunner runner = new RealRunner(events)) {
      script.play(new Surroundings(new RealNet(), "127.0.0.1", runner, new RealClock()));
    } catch (RuntimeException unchecked) {
      throw unchecked;
    } catch (Exception checked) {
      throw new AssertionError(checked);
    }
  }
}
