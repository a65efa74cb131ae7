package atoll.sim.run;

import atoll.kit.real.RealClock;
import atoll.kit.real.RealRunner;
import atoll.sim.RecordingEvents;

final class RealRunnerContractTest extends RunnerContract {

  @Override
  protected void play(Script script) {
    try (RecordingEvents events = new RecordingEvents();
        RealRunner runner = new RealRunner(events)) {
      script.play(new Surroundings(runner, new RealClock(), events));
    } catch (RuntimeException unchecked) {
      throw unchecked;
    } catch (Exception checked) {
      throw new AssertionError(checked);
    }
  }
}
